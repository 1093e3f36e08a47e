import { Redis } from 'ioredis';
import pg from 'pg';
import { startEmbedded } from '../../adapters/postgres/embedded.ts';
import type { QueueBackend } from '../../jobs/jobs.ts';
import { freshDatabase, freshRedis, redisCluster } from '../servers/database.ts';
import { emptyPglite } from '../servers/pglite.ts';

/** A place for queues; each test begins with an empty one. */
export interface Store {
  fresh(): Promise<QueueBackend>;
  close(): Promise<void>;
}

export const stores: Readonly<Record<string, () => Promise<Store>>> = {
  async Redis() {
    return {
      async fresh() {
        const { url, prefix } = await freshRedis();
        return { kind: 'redis', url, prefix };
      },
      close: async () => undefined,
    };
  },
  async 'Redis Cluster'() {
    const cluster = await redisCluster();
    // None of its nodes is lost in these tests: one that stands still for a moment is not to be called dead.
    await Promise.all(cluster.nodes.map(({ url }) => set(url, 'cluster-node-timeout', '30000')));
    let taken = 0;
    return {
      async fresh() {
        taken += 1;
        return { kind: 'redis', url: cluster.url, prefix: `kith-${taken}` };
      },
      close: () => cluster.stop(),
    };
  },
  async PostgreSQL() {
    const databases: { drop(): Promise<void> }[] = [];
    return {
      async fresh() {
        const database = await freshDatabase();
        databases.push(database);
        return { kind: 'postgres', url: database.url, embedded: false };
      },
      close: async () => void (await Promise.all(databases.map((database) => database.drop()))),
    };
  },
  async PGlite() {
    // One for all tests.
    const embedded = await startEmbedded(null, await emptyPglite());
    const client = new pg.Client(embedded.url);
    await client.connect();
    return {
      async fresh() {
        await client.query('drop schema if exists bullmq cascade');
        return { kind: 'postgres', url: embedded.url, embedded: true };
      },
      async close() {
        await client.end();
        await embedded.stop();
      },
    };
  },
};

async function set(url: string, name: string, value: string): Promise<void> {
  const redis = new Redis(url);
  try {
    await redis.config('SET', name, value);
  } finally {
    redis.disconnect();
  }
}
