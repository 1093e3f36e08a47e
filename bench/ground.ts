import { Redis } from 'ioredis';
import { freshDatabase, freshRedis } from '../test/servers/database.ts';
import { findPrograms, version } from '../test/servers/find-programs.ts';
import { findOrInstallPrograms } from '../test/servers/install-programs.ts';
import { startPostgres } from '../test/servers/postgres.ts';
import { startRedis } from '../test/servers/redis.ts';

/** The servers everything is measured on, started for this run and gone after it. */
export interface Ground {
  /** In words, for the head of the table. */
  readonly about: string;
  /** An empty database; it goes with the server. */
  database(): Promise<string>;
  /** An empty Redis database. */
  redis(): Promise<{ readonly url: string; flush(): Promise<void> }>;
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL and Redis in temporary folders, as they run in production: every commit waits for the disk, and Redis writes its
 * append-only file once a second (its default).
 */
export async function startGround(tell: (line: string) => void): Promise<Ground> {
  const found = findPrograms();
  const { redis, postgres } =
    found.redis && found.postgres ? { redis: found.redis, postgres: found.postgres } : findOrInstallPrograms(tell);
  const [records, clock] = await Promise.all([startPostgres(postgres, { durable: true }), startRedis(redis)]);
  process.env.KITH_TEST_POSTGRES_URL = records.url;
  process.env.KITH_TEST_REDIS_URL = clock.url;
  const client = new Redis(clock.url);
  await client.config('SET', 'appendfsync', 'everysec');
  await client.config('SET', 'appendonly', 'yes');
  client.disconnect();
  return {
    about: `${version(`${postgres}/postgres`)}, fsync on, shared_buffers 64 MB; ${version(redis).split(' sha')[0]}, append-only file, fsync every second`,
    database: async () => (await freshDatabase()).url,
    redis: freshRedis,
    async stop() {
      await Promise.all([records.stop(), clock.stop()]);
    },
  };
}
