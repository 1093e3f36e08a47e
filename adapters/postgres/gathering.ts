import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { DatabaseError } from 'pg';
import { statement } from './statement.ts';
import type { Tables } from './tables.ts';

/** So many at most are asked together. */
const MOST = 20;
/** Together they rather fail than wait for somebody's lock: one would hold up all (ms). Alone each waits as ever. */
const LOCK_WAIT_MS = 100;
/** Who has waited so long for those on their way goes without them (ms): their connection may be dead. */
const PATIENCE_MS = 250;

type Keyed = { readonly id: string };

/** In somebody's transaction, or a transaction of its own, for one alone or for several. */
type Asking = 'within' | 'alone' | 'together';

/** A statement that does for many what it does for one; whom it finds nothing for is left out. */
export type Batch<One extends Keyed, Found extends Keyed> = (
  db: Transaction<Tables>,
  many: readonly One[],
  asking: Asking,
) => Promise<readonly Found[]>;

/** For a statement that a crash of the database may undo: it does not wait for the disk. PostgreSQL reads the setting when it commits. */
export const quickly = sql`select set_config('synchronous_commit', 'off', true)`;
const hastily = sql`select set_config('lock_timeout', ${sql.lit(`${LOCK_WAIT_MS}ms`)}, true)`;

/**
 * @param columns of `asked`, which has a row for each that is asked about, with their types
 * @param body what follows `with asked as (…),`: it has a row with `id` for each that something is found for
 * @param lasting whether the answer means that it outlasts a crash of the database
 */
export function batch<One extends Keyed, Found extends Keyed>(
  columns: string,
  body: RawBuilder<Found>,
  lasting: 'lasting' | 'undone by a crash',
): Batch<One, Found> {
  const written = (...settings: readonly RawBuilder<unknown>[]) =>
    statement<{ readonly rows: string }, Found>(
      // Every row fulfils the condition, and PostgreSQL expects that one does: so it goes by keys, whatever it believes of the tables, and keeps its
      // plan, for which the length of a list would be a reason to plan anew.
      ({ rows }) => sql`
        with asked as (
          select a.* from ${sql.join([
            sql`json_to_recordset(${rows}::json) as a (${sql.raw(columns)})`,
            ...settings.map((setting, number) => sql`(${setting}) ${sql.id(`setting_${number}`)}`),
          ])}
          where a.id || '' = a.id
        ), ${body}
      `,
    );
  const commit = lasting === 'lasting' ? [] : [quickly];
  const statements = { within: written(), alone: written(...commit), together: written(hastily, ...commit) };
  return (db, many, asking) => statements[asking](db, { rows: JSON.stringify(many) });
}

/**
 * What is asked while the last is on its way is asked together: a statement for ten costs little more than for one, of which most is the round trip and the
 * commit. Whoever is alone does not wait. Each statement is a transaction of its own, so an answer means that it is committed; when one of them is
 * the reason that all fail, each is asked anew by itself.
 */
export class Gathering {
  readonly #db: Transaction<Tables>;
  // biome-ignore lint/suspicious/noExplicitAny: each line is of the type of its batch
  readonly #lines = new Map<Batch<any, any>, Line<any, any>>();

  constructor(db: Kysely<Tables>) {
    // It is asked for the same as a transaction.
    this.#db = db as Transaction<Tables>;
  }

  ask<One extends Keyed, Found extends Keyed>(of: Batch<One, Found>, one: One): Promise<Found | undefined> {
    const line: Line<One, Found> = this.#lines.get(of) ?? new Line(this.#db, of);
    this.#lines.set(of, line);
    return line.ask(one);
  }
}

interface Waiting<One, Found> {
  readonly one: One;
  readonly answer: (found: Found | undefined | Promise<Found | undefined>) => void;
  readonly fail: (error: unknown) => void;
}

class Line<One extends Keyed, Found extends Keyed> {
  readonly #db: Transaction<Tables>;
  readonly #batch: Batch<One, Found>;
  #waiting: Waiting<One, Found>[] = [];
  #leaving = false;

  constructor(db: Transaction<Tables>, batch: Batch<One, Found>) {
    this.#db = db;
    this.#batch = batch;
  }

  ask(one: One): Promise<Found | undefined> {
    return new Promise((answer, fail) => {
      this.#waiting.push({ one, answer, fail });
      this.#leave();
    });
  }

  #leave(): void {
    if (this.#leaving || this.#waiting.length === 0) return;
    this.#leaving = true;
    // Those who come in the same turn of the event loop come along.
    setImmediate(() => {
      const next = () => {
        clearTimeout(impatient);
        this.#leaving = false;
        this.#leave();
      };
      const impatient = setTimeout(next, PATIENCE_MS);
      void this.#travel(this.#board()).finally(next);
    });
  }

  /** Nobody travels twice at once: a statement would find them twice. */
  #board(): readonly Waiting<One, Found>[] {
    const aboard = new Map<string, Waiting<One, Found>>();
    const left: Waiting<One, Found>[] = [];
    for (const each of this.#waiting) {
      if (aboard.size < MOST && !aboard.has(each.one.id)) aboard.set(each.one.id, each);
      else left.push(each);
    }
    this.#waiting = left;
    return [...aboard.values()];
  }

  async #travel(aboard: readonly Waiting<One, Found>[]): Promise<void> {
    const ask = (some: readonly Waiting<One, Found>[]) =>
      this.#batch(
        this.#db,
        some.map(({ one }) => one),
        some.length > 1 ? 'together' : 'alone',
      );
    try {
      const found = new Map((await ask(aboard)).map((each) => [each.id, each]));
      for (const { one, answer } of aboard) answer(found.get(one.id));
    } catch (error) {
      // Rolled back, if PostgreSQL itself says so. Of a connection that is lost nobody knows.
      const anew = aboard.length > 1 && error instanceof DatabaseError;
      for (const each of aboard) {
        if (anew) each.answer(ask([each]).then(([found]) => found));
        else each.fail(error);
      }
    }
  }
}
