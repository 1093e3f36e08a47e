import { Kysely, sql, type Transaction } from 'kysely';
import { OperatorError } from '../../src/engine/errors.ts';
import type { Cipher } from '../../src/engine/ports/cipher.ts';
import type { Log } from '../../src/engine/ports/log.ts';
import type { Transactor } from '../../src/engine/ports/stores.ts';
import { Dialect, openPool } from './dialect.ts';
import { discordAnswers, discordModals, type SealedAnswers, type SealedModals } from './discord-answers.ts';
import { discordDirectChannels, type KeptDirectChannels } from './discord-direct-channels.ts';
import { discordShards } from './discord-shards.ts';
import { Gathering } from './gathering.ts';
import { migrate, pending } from './migrate.ts';
import { restraintsIn, type SharedRestraints } from './restraints.ts';
import { rewrapKeys } from './rewrap.ts';
import { type SealedInstallations, slackInstallations } from './slack-installations.ts';
import { createStores } from './stores.ts';
import { schema, type Tables } from './tables.ts';

/** Whose shard is whose, and what one process keeps for the next. */
export interface SharedDiscord {
  readonly shards: ReturnType<typeof discordShards>;
  readonly modals: SealedModals;
  readonly owed: SealedAnswers;
}

export interface Database {
  readonly transactor: Transactor;
  /** Slack workspaces and what they installed with; not part of any transaction. */
  readonly installations: SealedInstallations;
  /** What platforms said about their limits; not part of any transaction. */
  readonly restraints: SharedRestraints;
  /** Discord's direct channels of members; not part of any transaction. */
  readonly directChannels: KeptDirectChannels;
  /** What the processes that receive from Discord share of an application's gateway; not part of any transaction. */
  discord(applicationId: string): SharedDiscord;
  /** Brings the schema up to date, all or nothing; says which migrations were done. */
  migrate(): Promise<readonly string[]>;
  /** Migrations still to be done; the stores must not be used while there are any. */
  pending(): Promise<readonly string[]>;
  /** After a new key was put first in `KITH_ENCRYPTION_KEYS`: says how many wrapped keys were moved under it. */
  rewrapKeys(): Promise<number>;
  /** @throws Error when the database does not answer. */
  ping(): Promise<void>;
  /** Waits for what runs, then lets go of every connection. */
  close(): Promise<void>;
}

const defaultPoolSize = 10;

/**
 * Opens PostgreSQL, or an embedded database by the address it gave.
 * @throws Error when it cannot be reached; the address is not in the message, because it may hold a password.
 */
export async function openDatabase(options: {
  readonly url: string;
  readonly cipher: Cipher;
  readonly poolSize?: number;
  readonly name?: string;
  /** Whether it is a PostgreSQL, where each connection has a session of its own; not unless told. */
  readonly ownSessions?: boolean;
  readonly log: Log;
}): Promise<Database> {
  const { url, cipher, poolSize = defaultPoolSize, name = 'kith', ownSessions = false, log } = options;
  const pool = openPool({ url, poolSize, name, ownSessions, log });
  const db = new Kysely<Tables>({ dialect: new Dialect({ pool }) }).withSchema(schema);
  const gathering = new Gathering(db);
  const database: Database = {
    transactor: {
      run: (work) => db.transaction().execute((transaction) => work(createStores(transaction, cipher))),
      // The stores ask the same of it as of a transaction.
      alone: (work) => work(createStores(db as Transaction<Tables>, cipher, gathering)),
    },
    installations: slackInstallations(db, cipher),
    restraints: restraintsIn(db),
    directChannels: discordDirectChannels(db),
    discord: (applicationId) => ({
      shards: discordShards(db, cipher, applicationId),
      modals: discordModals(db, cipher),
      owed: discordAnswers(db, cipher),
    }),
    migrate: () => migrate(db),
    pending: () => pending(db),
    rewrapKeys: () => rewrapKeys(db, cipher),
    ping: async () => void (await sql`select 1`.execute(db)),
    close: () => db.destroy(),
  };
  try {
    await database.ping();
  } catch (cause) {
    await database.close();
    throw new OperatorError(`The database in DATABASE_URL cannot be reached: ${reason(cause)}.`, { cause });
  }
  return database;
}

function reason(cause: unknown): string {
  // Trying several addresses of a host fails with an AggregateError whose own message is empty.
  const first = cause instanceof AggregateError ? cause.errors[0] : cause;
  return first instanceof Error ? first.message : String(first);
}
