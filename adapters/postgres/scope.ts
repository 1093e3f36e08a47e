import { type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import type { CommunityId, EpochMs } from '../../src/engine/ids.ts';
import type { Cipher } from '../../src/engine/ports/cipher.ts';
import type { Gathering } from './gathering.ts';
import type { ReadAhead } from './read-ahead.ts';
import type { Seals } from './sealing.ts';
import { schema, type Tables } from './tables.ts';

/** What every store works with: one transaction, in our schema. */
export interface Scope {
  readonly db: Transaction<Tables>;
  readonly cipher: Cipher;
  readonly seals: Seals;
  readonly ahead: ReadAhead;
  /** Asks a batch about one; outside a transaction together with others. */
  readonly ask: Gathering['ask'];
}

/** What a store of one community works with; every statement of it names the community. */
export interface CommunityScope extends Scope {
  readonly community: CommunityId;
}

export type Row<Table extends keyof Tables> = Selectable<Tables[Table]>;

/**
 * Rows as one parameter: a thousand rows in one statement without thousands of placeholders to write and parse.
 * The columns take the table's own types.
 */
export function recordset(table: keyof Tables, rows: readonly object[]): RawBuilder<unknown> {
  return sql`json_populate_recordset(null::${sql.id(schema, table)}, ${JSON.stringify(rows)}::json)`;
}

/** Bytes inside {@link recordset}: the text form PostgreSQL reads into `bytea`. */
export function hex(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : `\\x${Buffer.from(bytes).toString('hex')}`;
}

/** The reverse of {@link hex}, for rows read as JSON. */
export function unhex(text: string): Uint8Array {
  return Buffer.from(text.slice(2), 'hex');
}

/** A value that a constraint of the table promises. */
export function promised<T>(value: T | null, column: string): T {
  if (value === null) throw new Error(`The column ${column} is empty against its constraint.`);
  return value;
}

/** Inserts a row unless its natural key is taken, and then finds who took it; anew when that one was deleted in between. */
export async function insertOrFind<T>(insert: () => Promise<T | null>, find: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < 3; tries += 1) {
    const row = (await insert()) ?? (await find());
    if (row !== null) return row;
  }
  throw new Error('A row can neither be inserted nor found: another constraint must be in the way.');
}

/** The properties that differ: a `save` that writes only these leaves alone what somebody else changed at the same time. */
export function differing<T extends object>(before: T, after: T): Partial<T> {
  const entries = Object.entries(after).filter(([name, value]) => value !== before[name as keyof T]);
  return Object.fromEntries(entries) as Partial<T>;
}

/** Whether a column of database time is not after a moment by a platform's clock, which tells whole seconds. */
export function thereBy(column: 'founded_at' | 'installed_at', at: EpochMs): RawBuilder<boolean> {
  return sql`${sql.ref(column)} <= to_timestamp(${Math.floor(at / 1000) + 1})`;
}
