import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { openJobs, type QueueBackend } from '../../jobs/jobs.ts';
import { freshDatabase, freshRedis } from '../servers/database.ts';
import { compiled } from '../servers/node.ts';
import { NotedLog, NotedWork } from './noted.ts';

const stuckPlanner = fileURLToPath(new URL('stuck-planner.ts', import.meta.url));

interface Store {
  readonly backend: QueueBackend;
  /** How many of the recurring jobs are at work, or not written down as done. */
  readonly active: () => Promise<number>;
}

const stores: Readonly<Record<string, () => Promise<Store>>> = {
  async Redis() {
    const { url, prefix } = await freshRedis();
    const redis = new Redis(url);
    onTestFinished(() => redis.disconnect());
    return { backend: { kind: 'redis', url, prefix }, active: () => redis.llen(`{${prefix}}:recurring:active`) };
  },
  async PostgreSQL() {
    const database = await freshDatabase();
    onTestFinished(() => database.drop());
    const { url } = database;
    const client = new pg.Client(url);
    await client.connect();
    onTestFinished(() => client.end());
    return {
      backend: { kind: 'postgres', url, embedded: false },
      active: async () =>
        (await client.query("select from bullmq.job where queue = 'recurring' and state = 'active'")).rowCount ?? 0,
    };
  },
};

/** Another process plans and is killed over it while this one runs. Says how soon this one planned (ms), and what else it did. */
async function followed({ backend, active }: Store) {
  const planner = spawn(process.execPath, [...compiled, stuckPlanner, JSON.stringify(backend)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void planner.kill('SIGKILL'));
  const said: string[] = [];
  createInterface(planner.stdout).on('line', (line) => void said.push(line));
  const sweepsSaid = () => said.filter((line) => line === 'sweep').length;
  // What it has begun and not yet written down as done would be swept up as well, and another start asks for no second sweep beside one of a start.
  const planningOnly = () =>
    expect
      .poll(async () => ({ plans: said.includes('plan'), active: await active() }))
      .toEqual({ plans: true, active: 1 });
  await planningOnly();
  const log = new NotedLog();
  // With all waits as they are in production.
  const jobs = await openJobs({ backend, clock: { now: Date.now }, log });
  onTestFinished(() => jobs.stop());
  const work = new NotedWork();
  await jobs.start(work);
  // One at the start of each, and the first of the schedule; whichever of the two took them.
  const sweepsOfBoth = () => sweepsSaid() + work.count('sweep');
  await expect.poll(sweepsOfBoth, { timeout: 20_000 }).toBe(3);
  await planningOnly();
  expect(work.count('plan')).toBe(0);
  const sweeps = work.count('sweep');
  planner.kill('SIGKILL');
  const killedAt = performance.now();
  await work.heard('plan', 1, 30_000);
  return { tookMs: performance.now() - killedAt, sweeps: work.count('sweep') - sweeps, errors: log.complaints };
}

test('a planner that is killed over its work is followed within seconds, and what it had not told the queue is swept up', {
  timeout: 90_000,
}, async () => {
  const each = await Promise.all(Object.values(stores).map(async (open) => followed(await open())));
  for (const { tookMs, sweeps, errors } of each) {
    // Eight seconds, and what a busy machine adds. With the lock of a delivery it would be half a minute.
    expect(tookMs).toBeLessThan(25_000);
    expect(sweeps).toBe(1);
    expect(errors).toEqual([]);
  }
});
