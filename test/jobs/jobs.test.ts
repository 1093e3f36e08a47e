import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { allJobs } from '../../jobs/index.ts';
import { type Jobs, type JobsOptions, openJobs, type QueueBackend } from '../../jobs/jobs.ts';
import type { DeliveryId } from '../../src/engine/ids.ts';
import { NotedLog, NotedWork, newId } from './noted.ts';
import { type Store, stores } from './stores.ts';

test('every job file is in the index, under its own name', () => {
  const files = readdirSync(new URL('../../jobs', import.meta.url)).filter((file) => file.endsWith('.job.ts'));
  expect(allJobs.map((job) => `${job.name}.job.ts`).sort()).toEqual(files.sort());
});

const stuckWorker = fileURLToPath(new URL('stuck-worker.ts', import.meta.url));

describe.each(Object.entries(stores))('jobs on %s', (_, openStore) => {
  let store: Store;
  let backend: QueueBackend;
  let log: NotedLog;
  let clock: { ahead: number; now(): number };
  let opened: Jobs[];

  beforeAll(async () => {
    store = await openStore();
  });

  afterAll(() => store.close());

  beforeEach(async () => {
    backend = await store.fresh();
    log = new NotedLog();
    clock = { ahead: 0, now: () => Date.now() + clock.ahead };
    opened = [];
  });

  afterEach(async () => {
    await Promise.all(opened.map((jobs) => jobs.stop()));
  });

  async function open(more: Partial<JobsOptions> = {}): Promise<Jobs> {
    const jobs = await openJobs({ backend, clock, log, ...more });
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

  test('the same delivery scheduled twice wakes once', async () => {
    const jobs = await open();
    const [id, other] = [newId(), newId()];
    const at = clock.now() + 50;
    await jobs.scheduler.schedule([
      { id, at },
      { id, at },
    ]);
    await jobs.scheduler.schedule([{ id, at }]);
    const work = new NotedWork();
    await jobs.start(work);
    await work.heard(id);
    await jobs.scheduler.schedule([{ id: other, at: clock.now() }]);
    await work.heard(other);
    await jobs.idle();
    expect(work.count(id)).toBe(1);
  });

  test('a delivery that asks for it is woken again', async () => {
    const jobs = await open();
    const times: number[] = [];
    const work = new NotedWork(() => (times.push(performance.now()) < 3 ? { againInMs: 40.5 } : 'done'));
    await jobs.start(work);
    const id = newId();
    await jobs.scheduler.schedule([{ id, at: clock.now() }]);
    await work.heard(id, 3);
    await jobs.idle();
    expect(work.count(id)).toBe(3);
    const [first = 0, second = 0, third = 0] = times;
    // One millisecond of grace: the queue counts whole ones.
    expect(Math.min(second - first, third - second)).toBeGreaterThan(39);
    expect(log.lines).toEqual([]);
  });

  test('after the clock was moved, what is due by it is promoted; what is early waits on', async () => {
    const jobs = await open();
    const day = 24 * 60 * 60_000;
    const due = new Map([newId(), newId(), newId()].map((id, n) => [id, clock.now() + (n + 1) * 10 * day]));
    const [first, second, third] = [...due.keys()];
    const work = new NotedWork((id) => {
      const early = (due.get(id) ?? 0) - clock.now();
      return early > 0 ? { againInMs: early } : 'done';
    });
    await jobs.start(work);
    await jobs.scheduler.schedule([...due].map(([id, at]) => ({ id, at })));
    await jobs.idle();
    expect([first, second, third].map((id) => work.count(id ?? ''))).toEqual([0, 0, 0]);
    clock.ahead = 21 * day;
    await jobs.promote();
    await jobs.idle();
    expect([first, second, third].map((id) => work.count(id ?? ''))).toEqual([1, 1, 1]);
    clock.ahead = 31 * day;
    await jobs.promote();
    await jobs.idle();
    expect([first, second, third].map((id) => work.count(id ?? ''))).toEqual([1, 1, 2]);
  });

  test('delays of years are taken', async () => {
    const jobs = await open();
    const work = new NotedWork();
    await jobs.start(work);
    const id = newId();
    await jobs.scheduler.schedule([{ id, at: clock.now() + 50 * 365 * 24 * 60 * 60_000 }]);
    await jobs.promote();
    await work.heard(id);
  });

  test('promoting while deliveries come and go loses none', async () => {
    const jobs = await open({ concurrency: 5 });
    const again = new Set<string>();
    const work = new NotedWork((id) => {
      if (again.has(id)) return 'done';
      again.add(id);
      return { againInMs: 20 };
    });
    await jobs.start(work);
    const ids = Array.from({ length: 60 }, newId);
    await jobs.scheduler.schedule(ids.map((id, n) => ({ id, at: clock.now() + n })));
    for (let round = 0; round < 8; round++) await jobs.promote();
    await Promise.all(ids.map((id) => work.heard(id, 2)));
    await jobs.idle();
    expect(ids.filter((id) => work.count(id) !== 2)).toEqual([]);
    expect(log.lines).toEqual([]);
  });

  test('a flushed queue is filled again by the sweep', async () => {
    const jobs = await open({ every: { sweep: 300 } });
    const rows = [newId(), newId()].map((id) => ({ id, at: clock.now() + 500 }));
    const ids = rows.map((row) => row.id);
    const work = new NotedWork();
    work.sweep = async () => {
      const open = rows.filter((row) => work.count(row.id) === 0);
      await jobs.scheduler.schedule(open);
      return open.length;
    };
    await jobs.scheduler.schedule(rows);
    await jobs.flush();
    await jobs.start(work);
    await Promise.all(ids.map((id) => work.heard(id)));
    await jobs.idle();
    expect(ids.map((id) => work.count(id))).toEqual([1, 1]);
  });

  test('a queue flushed under a running worker goes on working', async () => {
    const jobs = await open();
    const work = new NotedWork();
    await jobs.start(work);
    const [lost, next] = [newId(), newId()];
    await jobs.scheduler.schedule([{ id: lost, at: clock.now() + 100 }]);
    await jobs.flush();
    await jobs.scheduler.schedule([{ id: next, at: clock.now() + 150 }]);
    await work.heard(next);
    expect(work.count(lost)).toBe(0);
  });

  test('a delivery that throws is logged once with its cause, and can be scheduled again', async () => {
    const jobs = await open();
    const bug = new Error('a bug');
    let broken = true;
    const work = new NotedWork(() => {
      if (broken) throw bug;
      return 'done';
    });
    await jobs.start(work);
    const id = newId();
    await jobs.scheduler.schedule([{ id, at: clock.now() }]);
    await log.heard('jobs.failed');
    await jobs.idle();
    expect(log.lines).toEqual([{ event: 'jobs.failed', cause: bug, fields: { queue: 'deliver', job: 'deliver', id } }]);
    expect(work.count(id)).toBe(1);
    broken = false;
    await jobs.scheduler.schedule([{ id, at: clock.now() }]);
    await work.heard(id, 2);
    await jobs.idle();
    expect(log.lines).toHaveLength(1);
  });

  test('a payload that is none is refused and logged, and nothing else suffers', async () => {
    const jobs = await open();
    const work = new NotedWork();
    await jobs.start(work);
    const id = newId();
    const at = clock.now();
    await jobs.scheduler.schedule([
      { id: 'DROP TABLE' as DeliveryId, at },
      { id, at },
    ]);
    await work.heard(id);
    await log.heard('jobs.failed');
    expect(log.lines).toMatchObject([{ cause: { name: 'ZodError' }, fields: { id: 'DROP TABLE' } }]);
    expect(work.count('DROP TABLE')).toBe(0);
  });

  test('ids the queue cannot hold are refused when they are scheduled', async () => {
    const jobs = await open();
    for (const id of ['1234567890123456', 'a:b'] as DeliveryId[]) {
      await expect(jobs.scheduler.schedule([{ id, at: clock.now() }])).rejects.toThrow('Custom Id');
    }
  });

  test('what is due now does not wait behind what is due later', async () => {
    const jobs = await open();
    const work = new NotedWork();
    await jobs.start(work);
    await jobs.scheduler.schedule([{ id: newId(), at: clock.now() + 60_000 }]);
    for (const id of [newId(), newId(), newId()]) {
      await jobs.idle();
      await jobs.scheduler.schedule([{ id, at: clock.now() }]);
      await work.heard(id, 1, 3_000);
    }
  });

  test('what a killed worker had taken is delivered by the next', async () => {
    const jobs = await open({ lockMs: 400, every: { sweep: 300 } });
    const id = newId();
    await jobs.scheduler.schedule([{ id, at: clock.now() }]);
    const stuck = spawn(process.execPath, [stuckWorker, JSON.stringify(backend)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [taken] = await once(stuck.stdout, 'data', { signal: AbortSignal.timeout(8_000) });
    expect(String(taken)).toBe(`${id}\n`);
    stuck.kill('SIGKILL');
    await once(stuck, 'exit');

    const work = new NotedWork();
    work.sweep = async () => {
      if (work.count(id) === 0) await jobs.scheduler.schedule([{ id, at: clock.now() }]);
      return 0;
    };
    await jobs.start(work);
    await work.heard(id);
    await jobs.idle();
    expect(work.count(id)).toBe(1);
  });

  test('recurring jobs fire again and again', async () => {
    const jobs = await open({ every: { plan: 100, expire: 150, sweep: 200, purge: 250 } });
    const work = new NotedWork();
    await jobs.start(work);
    await Promise.all(['plan', 'expire', 'sweep', 'purge'].map((job) => work.heard(job, 3)));
    expect(log.lines).toEqual([]);
  });

  test('a start sweeps at once, whatever the schedule an earlier life left', async () => {
    const earlier = await open();
    const before = new NotedWork();
    await earlier.start(before);
    await before.heard('sweep', 2);
    await earlier.stop();
    const work = new NotedWork();
    await (await open()).start(work);
    await work.heard('sweep');
  });

  test('a thrown bug in a recurring job is logged, and it fires again', async () => {
    const jobs = await open({ every: { plan: 100 } });
    const work = new NotedWork();
    const plan = work.plan;
    work.plan = async () => {
      await plan();
      if (work.count('plan') === 1) throw new Error('a bug');
      return 0;
    };
    await jobs.start(work);
    await work.heard('plan', 3);
    expect(log.of('jobs.failed')).toMatchObject([{ fields: { queue: 'recurring', job: 'plan' } }]);
  });

  test('stopping lets deliveries at work end and takes no others', async () => {
    const jobs = await open({ concurrency: 1 });
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    let ended = false;
    const work = new NotedWork(async (): Promise<'done'> => {
      await held;
      ended = true;
      return 'done';
    });
    await jobs.start(work);
    const [atWork, waiting] = [newId(), newId()];
    await jobs.scheduler.schedule([{ id: atWork, at: clock.now() }]);
    await work.heard(atWork);
    await jobs.scheduler.schedule([{ id: waiting, at: clock.now() }]);
    const stopped = jobs.stop();
    expect(ended).toBe(false);
    release();
    await stopped;
    expect(ended).toBe(true);
    expect(work.count(waiting)).toBe(0);

    const later = new NotedWork();
    const next = await open();
    await next.start(later);
    await later.heard(waiting);
    await next.idle();
    expect(later.count(atWork)).toBe(0);
    expect(log.lines).toEqual([]);
  });

  test('stopping does not wait for ever; what was left behind is delivered by the next', async () => {
    const jobs = await open({ graceMs: 100, lockMs: 300 });
    const stuck = new NotedWork(() => new Promise(() => undefined));
    await jobs.start(stuck);
    const id = newId();
    await jobs.scheduler.schedule([{ id, at: clock.now() }]);
    await stuck.heard(id);
    await jobs.stop();
    const work = new NotedWork();
    await (await open({ lockMs: 300 })).start(work);
    await work.heard(id);
    expect(log.lines).toEqual([]);
  });

  test('idle says what is still to be done when its time is up', async () => {
    const jobs = await open();
    await jobs.scheduler.schedule([{ id: newId(), at: clock.now() }]);
    await expect(jobs.idle(50)).rejects.toThrow('1 waiting, 0 active');
  });

  test('the store answers a ping', async () => {
    await expect((await open()).ping()).resolves.toBeUndefined();
  });
});
