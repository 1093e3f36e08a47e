import { generateKeys } from '../../adapters/crypto/keyring.ts';
import { startLocalDiscord } from '../../playground/discord/local-discord.ts';
import type { LocalPlatform } from '../../playground/driver.ts';
import { startLocalSlack } from '../../playground/slack/local-slack.ts';
import { type MovableClock, movableClock } from '../../src/clock.ts';
import { parseConfig } from '../../src/config.ts';
import { type Kith, startKith } from '../../src/kith.ts';
import { createLog } from '../../src/log.ts';
import { type MovingTime, movingTime } from '../../src/moving-time.ts';
import { freshRedis, migratedDatabase } from '../servers/database.ts';
import { patientDiscord, patientSlack, seldom } from '../servers/patience.ts';
import { emptyPglite } from '../servers/pglite.ts';

export type PlatformName = 'slack' | 'slack-http' | 'discord';
/** On which stores: Redis beside PostgreSQL, PostgreSQL alone, or everything embedded. */
export type StoresName = 'redis' | 'postgres' | 'embedded';

export interface Running<Local extends LocalPlatform = LocalPlatform> {
  readonly local: Local;
  readonly kith: Kith;
  readonly clock: MovableClock;
  readonly time: MovingTime;
  /** Every line Kith logged. */
  readonly logged: readonly string[];
  /** The addresses of the database and of the Redis, for looking into them. */
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  stop(): Promise<void>;
}

/** Sunday noon in Greenwich: Monday is a day away for everyone. */
const SUNDAY = Date.parse('2026-11-22T12:00:00Z');

/** Weeks pass in seconds here, and so must the platforms' paces: both sides keep the same limits, so many times faster. */
const COMPRESSION = 20;

/** The whole of Kith, as `npm start` composes it, against one local platform. `redisUrl`: a Redis of the test's own instead of the run's. */
export async function run(
  platform: PlatformName,
  stores: StoresName,
  startAt = SUNDAY,
  redisUrl?: string,
): Promise<Running> {
  const undo: (() => Promise<unknown>)[] = [];
  let eventsUrl = '';
  const local =
    platform === 'discord'
      ? await startLocalDiscord({ rateLimitFactor: 1 / COMPRESSION, ...patientDiscord })
      : await startLocalSlack({
          mode: platform === 'slack' ? 'socket' : 'http',
          eventsUrl: () => eventsUrl,
          rates: COMPRESSION,
          ...patientSlack,
        });
  undo.push(() => local.stop());
  const environment: Record<string, string> = {
    ...local.environment,
    KITH_ENCRYPTION_KEYS: generateKeys(),
    KITH_HOST: '127.0.0.1',
    PORT: '0',
  };
  let databaseUrl: string | null = null;
  if (stores !== 'embedded') {
    const database = await migratedDatabase();
    databaseUrl = database.url;
    environment.DATABASE_URL = database.url;
    undo.push(() => database.drop());
  }
  if (redisUrl !== undefined) {
    environment.REDIS_URL = redisUrl;
  } else if (stores === 'redis') {
    const redis = await freshRedis();
    environment.REDIS_URL = redis.url;
    undo.push(() => redis.flush());
  }
  const logged: string[] = [];
  const clock = movableClock(startAt);
  const log = createLog('trace', { write: (line) => void logged.push(line) });
  const kith = await startKith({
    config: parseConfig(environment),
    clock,
    log,
    ephemeral: true,
    ...(stores === 'embedded' && { beginning: await emptyPglite() }),
    compression: COMPRESSION,
    rounds: seldom,
  });
  undo.push(() => kith.stop());
  eventsUrl = `${kith.address}/slack/events`;
  await local.connected();
  const stop = async () => {
    for (const step of undo.reverse()) await step();
  };
  return {
    local,
    kith,
    clock,
    time: movingTime(clock, kith),
    logged,
    databaseUrl,
    redisUrl: environment.REDIS_URL ?? null,
    stop,
  };
}
