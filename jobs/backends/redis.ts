import { type BackendFactory, createRedisBackend, type IQueueBackend } from 'bullmq';
import { Redis } from 'ioredis';
import type { Log } from '../../src/engine/ports/log.ts';
import type { Trouble } from '../trouble.ts';
import type { OpenBackend } from './backend.ts';

/** How long the start waits for Redis: containers are often started together. */
const startDeadlineMs = 5_000;
/** Longest wait for one answer while adding jobs; the sweep mends what was not added. */
const answerDeadlineMs = 2_000;
/** The oldest Redis that BullMQ 6 works on. */
const oldestVersion = 5;

const retryStrategy = (attempt: number) => Math.min(attempt * 100, 2_000);

/** @throws Error when Redis cannot be reached within a few seconds, or is too old. */
export async function openRedis(at: { url: string; prefix: string }, log: Log, trouble: Trouble): Promise<OpenBackend> {
  const producer = new Redis(at.url, {
    lazyConnect: true,
    retryStrategy,
    connectTimeout: answerDeadlineMs,
    commandTimeout: answerDeadlineMs,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
  });
  const lastError = listenForErrors(producer, trouble);
  await untilReady(producer, lastError);
  let consumer: Redis | undefined;
  // The braces make a Redis Cluster keep all keys of a queue in one slot, which BullMQ's scripts need.
  const prefix = at.prefix.includes('{') ? at.prefix : `{${at.prefix}}`;
  try {
    await inspect(producer, log);
  } catch (cause) {
    producer.disconnect();
    throw cause;
  }
  return {
    factory: createRedisBackend as BackendFactory<IQueueBackend, unknown>,
    // BullMQ says what it finds about version and eviction on the console; `inspect` has said it in the log.
    producing: { connection: producer, prefix, skipVersionCheck: true },
    consuming() {
      if (!consumer) {
        // BullMQ demands null here: a worker waits for as long as it takes.
        consumer = new Redis(at.url, { retryStrategy, maxRetriesPerRequest: null });
        listenForErrors(consumer, trouble);
      }
      // Without its look at the version BullMQ thinks the worst and waits in whole seconds.
      return { connection: consumer, prefix };
    },
    needsWaking: false,
    async ping() {
      await producer.ping();
    },
    async close() {
      producer.disconnect();
      consumer?.disconnect();
    },
  };
}

/** Without a listener an error would end the process. */
function listenForErrors(redis: Redis, trouble: Trouble): () => Error | undefined {
  let last: Error | undefined;
  redis.on('error', (error: Error) => {
    trouble('Redis', error);
    last = error;
  });
  return () => last;
}

async function untilReady(redis: Redis, lastError: () => Error | undefined): Promise<void> {
  const { host, port } = redis.options;
  try {
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(lastError() ?? new Error('no answer')), startDeadlineMs);
      redis.once('ready', () => {
        clearTimeout(late);
        resolve();
      });
      // It goes on trying by itself until the deadline; what went wrong is in `lastError`.
      redis.connect().catch(() => undefined);
    });
  } catch (cause) {
    redis.disconnect();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Redis at ${host}:${port} (REDIS_URL) cannot be used: ${reason}`, { cause });
  }
}

async function inspect(redis: Redis, log: Log): Promise<void> {
  const info = await redis.info();
  const said = (field: string) => new RegExp(`^${field}:(.*)$`, 'm').exec(info)?.[1]?.trim();
  const version = said('redis_version') ?? '';
  if (Number.parseInt(version, 10) < oldestVersion) {
    throw new Error(`Redis ${version} (REDIS_URL) is too old: ${oldestVersion}.0 or newer is needed.`);
  }
  const policy = said('maxmemory_policy');
  if (policy && policy !== 'noeviction') {
    log.warn('jobs.redis_may_evict', {
      policy,
      should: 'set maxmemory-policy to noeviction, or jobs may vanish until the next sweep',
    });
  }
}
