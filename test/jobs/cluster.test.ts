import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openJobs } from '../../jobs/jobs.ts';
import { lineOf } from '../../src/doctor/findings.ts';
import { redisFindings } from '../../src/doctor/redis.ts';
import { createProgram, join, reads } from '../journeys/acting.ts';
import { run } from '../journeys/running.ts';
import { prompts, rows, WEEK } from '../journeys/scenes.ts';
import { redisCluster } from '../servers/database.ts';
import type { RedisCluster } from '../servers/redis-cluster.ts';
import { NotedLog, NotedWork, newId } from './noted.ts';

const clock = { now: Date.now };
/** Ten o'clock has come where both are, and the window of neither has passed. */
const MONDAY = Date.parse('2026-11-23T09:30:00Z');

let cluster: RedisCluster;
beforeAll(async () => {
  cluster = await redisCluster();
});
afterAll(() => cluster?.stop());

test('on a cluster that lost its memory the sweep puts deliveries back', { timeout: 60_000 }, async () => {
  const backend = { kind: 'redis', url: cluster.url, prefix: 'kith' } as const;
  const jobs = await openJobs({ backend, clock, log: new NotedLog(), every: { sweep: 300 }, lockMs: 500 });
  onTestFinished(() => jobs.stop());
  const work = new NotedWork();
  const id = newId();
  await jobs.scheduler.schedule([{ id, at: clock.now() + 60_000 }]);
  await cluster.flush();
  expect(await jobs.depth()).toMatchObject({ delayed: 0 });
  work.sweep = async () => {
    if (work.count(id) === 0) await jobs.scheduler.schedule([{ id, at: clock.now() }]);
    return 0;
  };
  await jobs.start(work);
  await work.heard(id);
});

test('the doctor looks at each node, and at whether all slots are served', { timeout: 60_000 }, async () => {
  const says = async () => (await redisFindings(cluster.url)).map(lineOf);
  await expect.poll(says).toEqual([expect.stringMatching(/^✓ Redis \S+ answers on 3 nodes of a cluster/)]);
  const [first] = cluster.nodes;
  await first?.kill();
  await expect.poll(says).toContainEqual(expect.stringMatching(/^✗ The Redis cluster does not serve all/));
  await first?.start();
  await cluster.whole();
});

test('all of Kith on a cluster: the node that holds the queue comes back, and then is followed by its replica; every card arrives once', {
  timeout: 180_000,
}, async () => {
  const node = await cluster.nodeOf('{kith}');
  // One address is enough, also of a node that is lost later: it is asked whether it belongs to a cluster.
  const running = await run('slack', 'redis', undefined, node.url);
  onTestFinished(() => running.stop());
  const { kith, clock, time, local } = running;
  const [sam, noor] = [local.as('Sam'), local.as('Noor')];
  await createProgram(local.as('Robin'));
  await join(sam, 'Berlin');
  await join(noor, 'London');
  await time.moveTo(MONDAY);
  expect([sam, noor].map((one) => prompts(one).length)).toEqual([1, 1]);
  await sam.press('I’m fine', prompts(sam)[0]);
  await reads(sam, 'Received, thank you.');

  /** What is due a week later is planned while the queue is away; when it is there again, the sweep puts it back. */
  async function aWeekLater(week: number, away: () => Promise<void>, back: () => Promise<void>): Promise<void> {
    await away();
    clock.moveTo(MONDAY + week * WEEK);
    expect(await kith.engine.plan()).toBe(2);
    await back();
    const all = async () => {
      await kith.engine.sweep();
      return [sam, noor].map((one) => prompts(one).length);
    };
    await expect.poll(all, { timeout: 40_000, interval: 500 }).toEqual([week + 1, week + 1]);
    await kith.jobs.idle();
    expect([sam, noor].map((one) => prompts(one).length)).toEqual([week + 1, week + 1]);
  }

  await aWeekLater(
    1,
    async () => {
      await node.kill();
      await noor.press('I’m fine', prompts(noor)[0]);
      await reads(noor, 'Received, thank you.');
      await expect(kith.jobs.ping()).rejects.toThrow();
    },
    async () => {
      await node.start();
      await cluster.whole();
    },
  );
  const replica = await cluster.replicaOf(node);
  onTestFinished(() => replica.stop());
  await aWeekLater(
    2,
    () => node.kill(),
    () => replica.promoted(),
  );
  await sam.press('I’m fine', prompts(sam)[2]);
  await reads(sam, 'Received, thank you.');
  const ends = await rows(
    running,
    "select state, count(*)::int as n from kith.deliveries where kind = 'prompt' group by 1",
  );
  expect(ends).toEqual([{ state: 'sent', n: 6 }]);
});
