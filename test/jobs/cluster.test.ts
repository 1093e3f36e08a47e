import { expect, onTestFinished, test } from 'vitest';
import { openJobs } from '../../jobs/jobs.ts';
import { lineOf } from '../../src/doctor/findings.ts';
import { redisFindings } from '../../src/doctor/redis.ts';
import { redisCluster } from '../servers/database.ts';
import { NotedLog, NotedWork, newId } from './noted.ts';

const clock = { now: Date.now };

async function clustered() {
  const cluster = await redisCluster();
  const log = new NotedLog();
  // One address is enough: the node is asked whether it belongs to a cluster.
  const [{ url } = { url: '' }] = cluster.nodes;
  const backend = { kind: 'redis', url, prefix: 'kith' } as const;
  const jobs = await openJobs({ backend, clock, log, every: { plan: 200, sweep: 300 }, lockMs: 500 });
  onTestFinished(async () => {
    await jobs.stop();
    await cluster.stop();
  });
  return { cluster, jobs, log };
}

test('on a cluster the node that holds the queue is killed and comes back: what was to be delivered is', {
  timeout: 60_000,
}, async () => {
  const { cluster, jobs, log } = await clustered();
  const work = new NotedWork();
  await jobs.start(work);
  const kept = newId();
  await jobs.scheduler.schedule([{ id: kept, at: clock.now() + 3_000 }]);
  const node = await cluster.nodeOf('{kith}');
  await node.kill();
  await log.heard('jobs.trouble');
  await expect(jobs.scheduler.schedule([{ id: newId(), at: clock.now() }])).rejects.toThrow();
  await node.start();
  await cluster.whole();
  // A worker that waits on the lost node asks again after some seconds.
  await expect.poll(() => work.count(kept), { timeout: 30_000 }).toBe(1);
  await expect.poll(() => jobs.ping().then(() => 'answers')).toBe('answers');
  const plans = work.count('plan');
  await work.heard('plan', plans + 2);
  const id = newId();
  await expect.poll(() => jobs.scheduler.schedule([{ id, at: clock.now() }]).then(() => 'taken')).toBe('taken');
  await work.heard(id);
});

test('on a cluster that lost its memory the sweep puts deliveries back', { timeout: 30_000 }, async () => {
  const { cluster, jobs } = await clustered();
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

test('the doctor looks at each node, and at whether all slots are served', { timeout: 30_000 }, async () => {
  const cluster = await redisCluster();
  onTestFinished(() => cluster.stop());
  const says = async () => (await redisFindings(cluster.url)).map(lineOf);
  expect(await says()).toEqual([expect.stringMatching(/^✓ Redis 7\S* answers on 3 nodes of a cluster/)]);
  const [first] = cluster.nodes;
  await first?.kill();
  await expect
    .poll(says, { timeout: 15_000 })
    .toContainEqual(expect.stringMatching(/^✗ The Redis cluster does not serve all/));
});
