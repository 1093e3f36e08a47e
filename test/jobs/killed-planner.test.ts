import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openJobs, type QueueBackend } from '../../jobs/jobs.ts';
import { freshDatabase, freshRedis } from '../servers/database.ts';
import { compiled } from '../servers/node.ts';
import { NotedLog, NotedWork } from './noted.ts';

const stuckPlanner = fileURLToPath(new URL('stuck-planner.ts', import.meta.url));

const backends: Readonly<Record<string, () => Promise<QueueBackend>>> = {
  async Redis() {
    const { url, prefix } = await freshRedis();
    return { kind: 'redis', url, prefix };
  },
  async PostgreSQL() {
    const database = await freshDatabase();
    onTestFinished(() => database.drop());
    return { kind: 'postgres', url: database.url, embedded: false };
  },
};

/** Another process plans and is killed over it while this one runs. Says how soon this one planned (ms), and what else it did. */
async function followed(backend: QueueBackend) {
  const planner = spawn(process.execPath, [...compiled, stuckPlanner, JSON.stringify(backend)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void planner.kill('SIGKILL'));
  const said: string[] = [];
  createInterface(planner.stdout).on('line', (line) => void said.push(line));
  await expect.poll(() => said).toContain('plan');
  const log = new NotedLog();
  // With all waits as they are in production.
  const jobs = await openJobs({ backend, clock: { now: Date.now }, log });
  onTestFinished(() => jobs.stop());
  const work = new NotedWork();
  await jobs.start(work);
  // One at the start of each, and the first of the schedule; whichever of the two took them.
  const sweepsOfBoth = () => said.filter((line) => line === 'sweep').length + work.count('sweep');
  await expect.poll(sweepsOfBoth, { timeout: 20_000 }).toBe(3);
  expect(work.count('plan')).toBe(0);
  const sweeps = work.count('sweep');
  planner.kill('SIGKILL');
  const killedAt = performance.now();
  await work.heard('plan', 1, 30_000);
  return { tookMs: performance.now() - killedAt, sweeps: work.count('sweep') - sweeps, errors: log.lines };
}

test('a planner that is killed over its work is followed within seconds, and what it had not told the queue is swept up', {
  timeout: 90_000,
}, async () => {
  const each = await Promise.all(Object.values(backends).map(async (open) => followed(await open())));
  for (const { tookMs, sweeps, errors } of each) {
    // Eight seconds, and what a busy machine adds. With the lock of a delivery it would be half a minute.
    expect(tookMs).toBeLessThan(20_000);
    expect(sweeps).toBe(1);
    expect(errors).toEqual([]);
  }
});
