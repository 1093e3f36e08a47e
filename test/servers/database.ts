import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import pg from 'pg';
import { createKeyring, generateKeys } from '../../adapters/crypto/keyring.ts';
import { openDatabase } from '../../adapters/postgres/database.ts';
import type { Certificates } from './certificates.ts';
import { startPostgres } from './postgres.ts';
import type { PrivateServer } from './private-server.ts';
import { redisDatabases, startRedis } from './redis.ts';
import { type RedisCluster, startRedisCluster } from './redis-cluster.ts';

export interface TestDatabase {
  readonly url: string;
  /** Also ends connections that are still open. */
  drop(): Promise<void>;
}

/** An empty PostgreSQL database of the test's own. */
export function freshDatabase(): Promise<TestDatabase> {
  return freshDatabaseIn({ url: given('KITH_TEST_POSTGRES_URL') });
}

/** The same in a PostgreSQL of the test's own. */
export function freshDatabaseIn({ url }: Pick<PrivateServer, 'url'>): Promise<TestDatabase> {
  return copyOf('template1', url);
}

/** The same with every migration done, as every start but the first finds it: a copy, which takes a fifth of the time of migrating. */
export async function migratedDatabase(): Promise<TestDatabase> {
  const server = given('KITH_TEST_POSTGRES_URL');
  const template = given('KITH_TEST_POSTGRES_TEMPLATE');
  made ??= makeTemplate(server, template);
  await made;
  return copyOf(template, server);
}

let made: Promise<void> | undefined;

/** By the first process of the run that wants it; the others wait. */
async function makeTemplate(server: string, name: string): Promise<void> {
  await withClient(server, async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    if ((await client.query('select from pg_database where datname = $1', [name])).rowCount) return;
    const database = await copyOf('template1', server);
    await migrateAt(database.url);
    await client.query(`alter database ${nameIn(database.url)} rename to ${name}`);
  });
}

async function migrateAt(url: string): Promise<void> {
  const silent = { info() {}, warn() {}, error() {} };
  const database = await openDatabase({ url, cipher: createKeyring(generateKeys()), ownSessions: true, log: silent });
  await database.migrate();
  await database.close();
}

async function copyOf(template: string, server: string): Promise<TestDatabase> {
  const url = new URL(server);
  url.pathname = `/kith_${randomBytes(8).toString('hex')}`;
  await withClient(server, async (client) => {
    // Through the log, as is the default since 15, it takes three times as long.
    const [{ recent }] = (await client.query("select current_setting('server_version_num')::int >= 150000 as recent"))
      .rows;
    const strategy = recent ? 'strategy file_copy' : '';
    await client.query(`create database ${nameIn(url.href)} template ${template} ${strategy}`);
  });
  return { url: url.href, drop: () => dropDatabase(server, nameIn(url.href)) };
}

export async function dropDatabase(server: string, name: string): Promise<void> {
  await withClient(server, (client) => client.query(`drop database if exists ${name} with (force)`));
}

function nameIn(url: string): string {
  return new URL(url).pathname.slice(1);
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

/**
 * A Redis of the test's own, started, which it may kill and start again. `keeps`: does it remember across restarts? `certificates`: it speaks
 * TLS alone.
 */
export function restartableRedis(
  options: { keeps?: boolean; certificates?: Certificates } = {},
): Promise<PrivateServer> {
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

async function withClient<T>(server: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    return await act(client);
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
