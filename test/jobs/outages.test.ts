import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Jobs, openJobs, type QueueBackend } from '../../jobs/jobs.ts';
import { restartablePostgres, restartableRedis } from '../servers/database.ts';
import { freePort, type PrivateServer } from '../servers/private-server.ts';
import { NotedLog, NotedWork, newId } from './noted.ts';

/** Within seconds: a client that waits for its store to come back would wait for as long as the tests do (ms). */
const SECONDS_MS = 12_000;

let log: NotedLog;
let cleanUp: (() => Promise<unknown>)[];
const clock = { now: Date.now };

beforeEach(() => {
  log = new NotedLog();
  cleanUp = [];
});

afterEach(async () => {
  for (const act of cleanUp.reverse()) await act();
});

async function server(starting: Promise<PrivateServer>): Promise<PrivateServer> {
  const started = await starting;
  cleanUp.push(() => started.stop());
  return started;
}

async function open(backend: QueueBackend): Promise<Jobs> {
  const jobs = await openJobs({ backend, clock, log, every: { plan: 200 }, lockMs: 500 });
  cleanUp.push(() => jobs.stop());
  return jobs;
}

test('a start without its store says which one and why, and keeps the password to itself', async () => {
  const port = await freePort();
  const at = `kith:s3cret@127.0.0.1:${port}`;
  const tries: [string, QueueBackend][] = [
    ['Redis', { kind: 'redis', url: `redis://${at}`, prefix: 'kith' }],
    ['PostgreSQL', { kind: 'postgres', url: `postgres://${at}/kith`, embedded: false }],
  ];
  await Promise.all(
    tries.map(async ([name, backend]) => {
      const refusal = await openJobs({ backend, clock, log }).then(
        () => undefined,
        (error: Error) => error,
      );
      expect(refusal?.message).toMatch(new RegExp(`^${name} at 127.0.0.1:${port} .* cannot be used: .*ECONNREFUSED`));
    }),
  );
  expect(JSON.stringify(log.lines.map((line) => String(line.cause)))).not.toContain('s3cret');
});

test('with Redis gone scheduling is refused within seconds; an empty one come back is used again', async () => {
  const redis = await server(restartableRedis());
  const jobs = await open({ kind: 'redis', url: redis.url, prefix: 'kith' });
  const work = new NotedWork();
  await jobs.start(work);
  await work.heard('plan');
  await redis.kill();
  await log.heard('jobs.trouble');
  const asked = performance.now();
  await expect(jobs.scheduler.schedule([{ id: newId(), at: clock.now() }])).rejects.toThrow();
  await expect(jobs.ping()).rejects.toThrow();
  expect(performance.now() - asked).toBeLessThan(SECONDS_MS);

  await redis.start();
  const plans = work.count('plan');
  await work.heard('plan', plans + 3);
  const id = newId();
  await jobs.scheduler.schedule([{ id, at: clock.now() }]);
  await work.heard(id);
});

test('with Redis silent scheduling is refused within seconds', async () => {
  const redis = await server(restartableRedis());
  const jobs = await open({ kind: 'redis', url: redis.url, prefix: 'kith' });
  const other = new Redis(redis.url);
  cleanUp.push(async () => other.disconnect());
  await other.client('PAUSE', 60_000);
  const asked = performance.now();
  await expect(jobs.scheduler.schedule([{ id: newId(), at: clock.now() }])).rejects.toThrow('timed out');
  expect(performance.now() - asked).toBeLessThan(SECONDS_MS);
});

test('a Redis that may evict is pointed out', async () => {
  const redis = await server(restartableRedis());
  const other = new Redis(redis.url);
  cleanUp.push(async () => other.disconnect());
  await other.config('SET', 'maxmemory-policy', 'allkeys-lru');
  await open({ kind: 'redis', url: redis.url, prefix: 'kith' });
  expect(log.of('jobs.redis_may_evict')).toMatchObject([{ fields: { policy: 'allkeys-lru' } }]);
});

test('with PostgreSQL gone scheduling is refused; come back it is used again', async () => {
  const postgres = await server(restartablePostgres());
  const jobs = await open({ kind: 'postgres', url: postgres.url, embedded: false });
  const work = new NotedWork();
  await jobs.start(work);
  await work.heard('plan');
  const kept = newId();
  await jobs.scheduler.schedule([{ id: kept, at: clock.now() + 2_000 }]);
  await postgres.kill();
  await log.heard('jobs.trouble');
  await expect(jobs.scheduler.schedule([{ id: newId(), at: clock.now() }])).rejects.toThrow();

  await postgres.start();
  const plans = work.count('plan');
  await work.heard('plan', plans + 2);
  await work.heard(kept);
});
