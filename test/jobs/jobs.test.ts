import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allJobs } from '../../jobs/index.ts';
import { type Jobs, type JobsOptions, openJobs } from '../../jobs/jobs.ts';
import { NotedLog, NotedWork, newId } from './engine.ts';
import { type Store, stores } from './stores.ts';

test('every job file is in the index, under its own name', () => {
  const files = readdirSync(new URL('../../jobs', import.meta.url)).filter((file) => file.endsWith('.job.ts'));
  expect(allJobs.map((job) => `${job.name}.job.ts`).sort()).toEqual(files.sort());
});

describe.each(Object.entries(stores))('jobs on %s', (_, freshStore) => {
  let store: Store;
  let log: NotedLog;
  let clock: { ahead: number; now(): number };
  let opened: Jobs[];

  beforeEach(async () => {
    store = await freshStore();
    log = new NotedLog();
    clock = { ahead: 0, now: () => Date.now() + clock.ahead };
    opened = [];
  });

  afterEach(async () => {
    await Promise.all(opened.map((jobs) => jobs.stop()));
    await store.drop();
  });

  async function open(more: Partial<JobsOptions> = {}): Promise<Jobs> {
    const jobs = await openJobs({ backend: store.backend, clock, log, ...more });
    opened.push(jobs);
    return jobs;
  }

  test('a delivery wakes when it is due, not before', async () => {
    const jobs = await open();
    const work = new NotedWork();
    await jobs.start(work);
    const [now, soon] = [newId(), newId()];
    const at = clock.now() + 400;
    await jobs.scheduler.schedule([
      { id: soon, at },
      { id: now, at: clock.now() - 1000 },
    ]);
    await work.heard(now);
    expect(clock.now()).toBeLessThan(at);
    await work.heard(soon);
    expect(clock.now()).toBeGreaterThanOrEqual(at);
    expect(log.lines).toEqual([]);
  });
});
