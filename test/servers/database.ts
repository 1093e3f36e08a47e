import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import pg from 'pg';
import { startPostgres } from './postgres.ts';
import type { PrivateServer } from './private-server.ts';
import { redisDatabases, startRedis } from './redis.ts';
import { type RedisCluster, startRedisCluster } from './redis-cluster.ts';

/** An empty PostgreSQL database of the test's own. `drop` also ends connections that are still open. */
export function freshDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  return freshDatabaseIn({ url: given('KITH_TEST_POSTGRES_URL') });
}

/** The same in a PostgreSQL of the test's own. */
export async function freshDatabaseIn({
  url: server,
}: Pick<PrivateServer, 'url'>): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `kith_${randomBytes(8).toString('hex')}`;
  await ask(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => ask(server, `drop database if exists ${name} with (force)`) };
}

/**
 * An empty numbered database of the run's Redis, for this test alone; `prefix` is unique too, for those who share a `url`.
 * `flush` empties it, as a Redis that lost its memory would be.
 */
export async function freshRedis(): Promise<{ url: string; prefix: string; flush(): Promise<void> }> {
  const server = given('KITH_TEST_REDIS_URL');
  const taken = await command(server, (redis) => redis.incr('kith:test:databases-taken'));
  if (taken >= redisDatabases) throw new Error(`More than ${redisDatabases} tests asked for a Redis of their own.`);
  const url = `${server}/${taken}`;
  return {
    url,
    prefix: `kith-test-${taken}`,
    flush: () => command(url, async (redis) => void (await redis.flushdb())),
  };
}

/** A Redis of the test's own, started, which it may kill and start again. `keeps`: does it remember across restarts? */
export function restartableRedis(options: { keeps?: boolean } = {}): Promise<PrivateServer> {
  return startRedis(given('KITH_TEST_REDIS_PROGRAM'), options);
}

/** A cluster of three Redis servers of the test's own. */
export function redisCluster(): Promise<RedisCluster> {
  return startRedisCluster(given('KITH_TEST_REDIS_PROGRAM'));
}

/** A PostgreSQL of the test's own, started, which it may kill and start again; committed rows survive. */
export function restartablePostgres(): Promise<PrivateServer> {
  return startPostgres(given('KITH_TEST_POSTGRES_PROGRAMS'));
}

function given(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: test/servers/global-setup.ts sets it when Vitest starts.`);
  return value;
}

async function ask(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function command<T>(server: string, act: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(server);
  try {
    return await act(redis);
  } finally {
    redis.disconnect();
  }
}
