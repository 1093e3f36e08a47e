import pg from 'pg';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createKeyring, generateKeys } from '../../../adapters/crypto/keyring.ts';
import { type Database, openDatabase } from '../../../adapters/postgres/database.ts';
import type { Cipher } from '../../../src/engine/ports/cipher.ts';
import type { Log } from '../../../src/engine/ports/log.ts';
import type { Stores } from '../../../src/engine/ports/stores.ts';
import { migratedDatabase } from '../../servers/database.ts';

/** A database somewhere, empty and not migrated. */
export interface Place {
  readonly url: string;
  /** As `openDatabase` wants to know. */
  readonly ownSessions?: boolean;
  leave(): Promise<void>;
}

/** The stores under test, and a way to look behind them. */
export interface Bench {
  readonly url: string;
  readonly database: Database;
  readonly cipher: Cipher;
  run<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  /** Leaves nothing of any community, and no pace. */
  empty(): Promise<void>;
  /** Plain SQL beside the stores: to look at what is kept, and to let leases and paces grow old without waiting. */
  query(statement: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Every row of every table, as text. */
  everything(): Promise<readonly { readonly table: string; readonly row: string }[]>;
}

/** What the adapters say is an error is one of the test's too. */
export const failingLog: Log = {
  info() {},
  warn() {},
  error(event, cause) {
    throw new Error(event, { cause });
  },
};

/** {@link setUp} on a PostgreSQL database that is migrated already. */
export function setUpOnPostgres(): Bench {
  return setUp(async () => {
    const database = await migratedDatabase();
    return { url: database.url, leave: () => database.drop() };
  });
}

/** One migrated database for the file, emptied before every test. */
export function setUp(open: () => Promise<Place>): Bench {
  let place: Place;
  let database: Database;
  let client: pg.Client;
  const cipher = createKeyring(generateKeys());

  beforeAll(async () => {
    place = await open();
    database = await openDatabase({ url: place.url, cipher, ownSessions: place.ownSessions ?? false, log: failingLog });
    await database.migrate();
    client = new pg.Client({ connectionString: place.url });
    await client.connect();
    // PGlite computes for seconds when it starts, on a busy machine for half a minute.
  }, 90_000);
  afterAll(async () => {
    await client?.end();
    await database?.close();
    await place?.leave();
  });
  // Deleted and not truncated: each of some fifty tables and their indices would become new files, for a few rows.
  const empty = async () => {
    for (const table of ['communities', 'paces', 'invalid_requests', 'slack_installations'])
      await client.query(`delete from kith.${table}`);
  };
  beforeEach(empty);

  const query: Bench['query'] = async (statement, values = []) => (await client.query(statement, values)).rows;
  return {
    get url() {
      return place.url;
    },
    get database() {
      return database;
    },
    cipher,
    run: (work) => database.transactor.run(work),
    empty,
    query,
    async everything() {
      const tables = await query("select table_name from information_schema.tables where table_schema = 'kith'");
      const found: { table: string; row: string }[] = [];
      for (const table of tables.map((one) => String(one.table_name))) {
        const rows = await query(`select to_jsonb(t)::text as row from kith.${table} t`);
        found.push(...rows.map(({ row }) => ({ table, row: String(row) })));
      }
      return found;
    },
  };
}

/** The tables in which one of these texts stands, in the clear or as plain bytes. */
export async function tablesWith(bench: Bench, ...texts: string[]): Promise<string[]> {
  const needles = texts.flatMap((text) => [text, Buffer.from(text).toString('hex')]);
  const rows = await bench.everything();
  const hits = rows.filter(({ row }) => needles.some((needle) => row.includes(needle)));
  return [...new Set(hits.map(({ table }) => table))].sort();
}
