import { type DialectAdapter, type Driver, PostgresAdapter, PostgresDialect, type PostgresDialectConfig } from 'kysely';
import { Pool, types } from 'pg';
import type { Log } from '../../src/engine/ports/log.ts';
import { KeptStatements, keepingClient } from './keeping-client.ts';
import { PipeliningDriver } from './pipelining.ts';

export interface PoolOptions {
  readonly url: string;
  readonly poolSize: number;
  /** As the database's own lists of connections show it. */
  readonly name?: string;
  /** Each connection has a session of its own: PostgreSQL, but not the embedded database. */
  readonly ownSessions?: boolean;
  readonly log: Log;
}

/** Also how long one waits for a free connection when all are busy; then it is an error, and the job is tried again. */
const connectDeadlineMs = 30_000;

/** People come in waves, and prompts each minute: a new connection costs the first of them some tens of milliseconds. */
const idleMs = 300_000;

/**
 * Milliseconds after which PostgreSQL itself ends what has gone astray: the longest statement of ours takes a second, and no transaction waits for
 * anything but the database.
 */
const deadlines = {
  statement_timeout: 60_000,
  lock_timeout: 15_000,
  idle_in_transaction_session_timeout: 30_000,
} as const;

/** A pool that reads `bigint` as numbers: all of ours are milliseconds or counts, far below 2^53. */
export function openPool({ url, poolSize, name = 'kith', ownSessions = false, log }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    application_name: name,
    ...deadlines,
    connectionTimeoutMillis: connectDeadlineMs,
    idleTimeoutMillis: idleMs,
    keepAlive: true,
    // A statement may be sent before the last is answered.
    pipeline: true,
    ...(ownSessions && { Client: keepingClient(new KeptStatements()) }),
    types: {
      getTypeParser: (type, format) =>
        type === types.builtins.INT8 ? (text: string) => Number(text) : types.getTypeParser(type, format),
    },
  });
  // An idle connection that breaks (a restart of the server) would otherwise end the process; the pool opens a new one by itself.
  // While the pool ends, its connections are closed without waiting for the server's farewell: nothing is lost then.
  pool.on('error', (error) => {
    if (!pool.ending) log.error('database-connection-lost', error);
  });
  // One that is in use when it breaks fails its statement, and says so once more as an event, which would end the process, too.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Kysely's own migration lock belongs to the session, which PGlite shares; `migrate` locks its transaction instead. */
export class Dialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new PipeliningDriver(this.#config);
  }

  override createAdapter(): DialectAdapter {
    return new AdapterWithoutSessionLock();
  }
}

class AdapterWithoutSessionLock extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}
