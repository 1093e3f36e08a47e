import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { Client, type ClientConfig } from 'pg';

/** A statement is kept once it was asked so often: what is asked now and then is not worth a plan on every connection. */
const KEPT_AFTER = 5;
/** Statements with lists of any length come in ever new texts; those are forgotten, and no connection holds more than this many. */
const MOST_KEPT = 200;
const MOST_COUNTED = 1_000;
/** A batch: its best plan depends on its size and on how much is due, so it is planned anew each time. */
const BATCH = /\blimit \$\d/;
/** PostgreSQL's code when a kept plan no longer fits the table, since a migration has added a column. */
const PLAN_OUTDATED = '0A000';

/**
 * Statements by the name under which they are kept. PostgreSQL takes longer to plan some of ours than to execute them, and keeps the plan of
 * a statement that has a name: https://www.postgresql.org/docs/current/sql-prepare.html
 */
export class KeptStatements {
  readonly #asked = new Map<string, number>();
  readonly #names = new Map<string, string>();
  #generation = 0;

  nameOf(text: string): string | undefined {
    const name = this.#names.get(text);
    if (name !== undefined || this.#names.size >= MOST_KEPT) return name;
    const asked = (this.#asked.get(text) ?? 0) + 1;
    if (this.#asked.size >= MOST_COUNTED) this.#asked.clear();
    this.#asked.set(text, asked);
    if (asked < KEPT_AFTER || BATCH.test(text)) return undefined;
    this.#asked.delete(text);
    const made = `kith_${this.#generation}_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
    this.#names.set(text, made);
    return made;
  }

  /** Everything gets another name, and so another plan. */
  forget(): void {
    this.#names.clear();
    this.#generation += 1;
  }
}

/**
 * A connection that keeps the statements it is asked often, and sends what is asked at once as one: each writing to a socket takes longer than
 * what it writes. Only for a server that gives every connection a session of its own.
 */
export function keepingClient(kept: KeptStatements): typeof Client {
  return class KeepingClient extends Client {
    constructor(config?: string | ClientConfig) {
      super(config);
      const ask = this.query.bind(this) as (...args: unknown[]) => unknown;
      // Kysely's way of asking: a text and its values, for a promise.
      this.query = ((text: unknown, values: unknown, ...others: unknown[]) => {
        together(this.connection.stream);
        const name = others.length === 0 && isAsked(text, values) ? kept.nameOf(text) : undefined;
        if (name === undefined) return ask(text, values, ...others);
        const asked = ask({ name, text, values }) as Promise<unknown>;
        return asked.catch((error: unknown) => {
          if (error instanceof Error && 'code' in error && error.code === PLAN_OUTDATED) kept.forget();
          throw error;
        });
      }) as Client['query'];
    }
  };
}

/** Holds back what is written until everything has run that can run now. */
function together(stream: Duplex): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

function isAsked(text: unknown, values: unknown): text is string {
  return typeof text === 'string' && Array.isArray(values) && values.length > 0;
}
