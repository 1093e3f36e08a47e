import { setTimeout as after } from 'node:timers/promises';
import { type BackendFactory, createPostgresBackend, type IQueueBackend, runMigrations } from 'bullmq';
import pg from 'pg';
import { OperatorError } from '../../src/engine/errors.ts';
import type { Trouble } from '../trouble.ts';
import type { OpenBackend } from './backend.ts';

const schema = 'bullmq';
const connectDeadlineMs = 5_000;
/** Two workers keep one connection each to listen on; the others are shared by everything else. */
const connections = 6;
/** A transaction of BullMQ waits for nothing but the database. */
const idleDeadlineMs = 30_000;
/** Seconds a worker waits before it looks again by itself, when nothing can notify it. */
const lookAgainAfterS = 1;
const askAgainAfterMs = 500;

/**
 * BullMQ's tables live in a schema of their own in the database that also holds Kith's records.
 * @throws Error when the database cannot be reached within a few seconds.
 */
export async function openPostgres(at: { url: string; embedded: boolean }, trouble: Trouble): Promise<OpenBackend> {
  const pool = new pg.Pool({
    connectionString: at.url,
    max: connections,
    application_name: 'kith queue',
    idle_in_transaction_session_timeout: idleDeadlineMs,
    connectionTimeoutMillis: connectDeadlineMs,
    // BullMQ listens on one connection for up to an hour and has to hear when it breaks.
    keepAlive: true,
    // BullMQ's statements name no schema. PGlite ignores a `search_path` among the connection's options, so it is said here.
    // oxlint-disable-next-line typescript/no-misused-promises -- pg's types say void, but its pool awaits the promise.
    onConnect: (client) => client.query(`set search_path to ${schema}, public`),
  });
  pool.on('error', (error) => trouble('PostgreSQL', error));
  // One in use that breaks fails its statement, and says so once more as an event, which would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  await migrate(pool);
  let closing: Promise<void> | undefined;
  return {
    factory: (at.embedded ? createEmbeddedBackend : createPatientBackend) as BackendFactory<IQueueBackend, unknown>,
    producing: { connection: pool },
    consuming: () => ({
      options: { connection: pool, ...(at.embedded ? { drainDelay: lookAgainAfterS } : {}) },
      close: () => undefined,
    }),
    needsWaking: at.embedded,
    async ping() {
      await pool.query('select 1');
    },
    close() {
      closing ??= pool.end();
      return closing;
    },
  };
}

/** Asked for a job, BullMQ's backend fails at once while PostgreSQL starts or stops, and the worker would ask again at once. */
const createPatientBackend: typeof createPostgresBackend = (...args) => {
  const backend = createPostgresBackend(...args);
  const moveToActive = backend.moveToActive.bind(backend);
  backend.moveToActive = async (...asked) => {
    try {
      return await moveToActive(...asked);
    } catch (error) {
      await after(askAgainAfterMs);
      throw error;
    }
  };
  return backend;
};

/** PGlite's socket passes no NOTIFY: BullMQ would let an immediate job wait behind a delayed one for up to an hour. */
const createEmbeddedBackend: typeof createPostgresBackend = (...args) =>
  Object.defineProperty(createPatientBackend(...args), 'maximumBlockTimeout', { value: lookAgainAfterS });

async function migrate(pool: pg.Pool): Promise<void> {
  const { host, port } = new pg.Client({ ...pool.options });
  const client = await pool.connect().catch((cause) => {
    void pool.end();
    throw new OperatorError(`PostgreSQL at ${host}:${port} (DATABASE_URL) cannot be used: ${cause.message}`, { cause });
  });
  try {
    await runMigrations(client, schema);
  } finally {
    client.release();
  }
}
