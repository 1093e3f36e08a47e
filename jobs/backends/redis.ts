import { type BackendFactory, createRedisBackend, type IQueueBackend } from 'bullmq';
import { OperatorError } from '../../src/engine/errors.ts';
import type { Log } from '../../src/engine/ports/log.ts';
import type { Trouble } from '../trouble.ts';
import type { OpenBackend } from './backend.ts';
import { addressesIn, clientFor, fieldOf, nodesOf, placesIn, type RedisClient } from './redis-client.ts';

/** How long the start waits for Redis: containers are often started together. */
const startDeadlineMs = 5_000;
/** The oldest Redis that BullMQ 6 works on. */
const oldestVersion = 5;

/**
 * Opens one Redis or a cluster: several addresses are nodes of one, and a single one is asked whether it belongs to one.
 * @throws Error when it cannot be reached within a few seconds, or is too old.
 */
export async function openRedis(at: { url: string; prefix: string }, log: Log, trouble: Trouble): Promise<OpenBackend> {
  const isCluster = addressesIn(at.url).length > 1 || (await belongsToCluster(at.url, trouble));
  const producer = await open(at.url, isCluster, trouble);
  const consumers = new Set<RedisClient>();
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
      // By the nodes there are now: those named in the address may be gone.
      const consumer = clientFor(at.url, isCluster, 'patient', nodesOf(producer));
      consumers.add(consumer);
      listenForErrors(consumer, trouble);
      consumer.connect().catch(() => undefined);
      return {
        // Without its look at the version BullMQ thinks the worst and waits in whole seconds.
        options: { connection: consumer, prefix },
        close() {
          consumers.delete(consumer);
          consumer.disconnect();
        },
      };
    },
    needsWaking: false,
    async ping() {
      // Not PING, which any node of a cluster answers: this one is for the node that has the queue.
      await producer.exists(prefix);
    },
    async close() {
      producer.disconnect();
      for (const consumer of consumers) consumer.disconnect();
    },
  };
}

async function belongsToCluster(url: string, trouble: Trouble): Promise<boolean> {
  const client = await open(url, false, trouble);
  try {
    return fieldOf(await client.info('cluster'), 'cluster_enabled') === '1';
  } finally {
    client.disconnect();
  }
}

async function open(url: string, isCluster: boolean, trouble: Trouble): Promise<RedisClient> {
  const client = clientFor(url, isCluster, 'impatient');
  const lastError = listenForErrors(client, trouble);
  await untilReady(client, lastError, placesIn(url));
  return client;
}

/** Without a listener an error would end the process. */
function listenForErrors(redis: RedisClient, trouble: Trouble): () => Error | undefined {
  let last: Error | undefined;
  redis.on('error', (error: Error) => {
    trouble('Redis', error);
    last = error;
  });
  return () => last;
}

async function untilReady(redis: RedisClient, lastError: () => Error | undefined, places: string): Promise<void> {
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
    throw new OperatorError(`Redis at ${places} (REDIS_URL) cannot be used: ${reason}`, { cause });
  }
}

async function inspect(redis: RedisClient, log: Log): Promise<void> {
  for (const node of nodesOf(redis)) {
    const info = await node.info();
    const version = fieldOf(info, 'redis_version');
    if (Number.parseInt(version, 10) < oldestVersion) {
      throw new OperatorError(`Redis ${version} (REDIS_URL) is too old: ${oldestVersion}.0 or newer is needed.`);
    }
    const policy = fieldOf(info, 'maxmemory_policy');
    if (policy !== '' && policy !== 'noeviction') {
      log.warn('jobs.redis_may_evict', {
        policy,
        should: 'set maxmemory-policy to noeviction, or jobs may vanish until the next sweep',
      });
    }
  }
}
