import { CompiledQuery, type RawBuilder, type Transaction } from 'kysely';
import { sendOnly } from './pipelining.ts';
import type { Tables } from './tables.ts';

/** Stands for a value while a statement is written, until it is asked with one. */
class Blank {
  readonly name: PropertyKey;

  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/**
 * A statement that is written once and asked often: Kysely takes longer to put a long one together than to send it. What was read ahead
 * in the transaction is not looked after, so it must not write what the stores read later.
 * @param write gets for each value a blank to put where the value belongs
 */
export function statement<Values extends object, Found>(
  write: (values: Values) => RawBuilder<Found>,
): (db: Transaction<Tables>, values: Values) => Promise<readonly Found[]> {
  const fill = filling(write);
  return async (db, values) => {
    const { rows } = await db.executeQuery(fill(db, values));
    return rows as readonly Found[];
  };
}

/**
 * As {@link statement}, for one whose outcome tells nothing: inside a transaction it is sent and not waited for, so that what follows travels
 * along. Should it fail, the transaction does, at the next statement or when it is to be committed, with this one's error.
 */
export function command<Values extends object>(
  write: (values: Values) => RawBuilder<unknown>,
): (db: Transaction<Tables>, values: Values) => Promise<void> {
  const fill = filling(write);
  return async (db, values) => {
    const query = fill(db, values);
    if (db.isTransaction) sendOnly(query);
    await db.executeQuery(query);
  };
}

function filling<Values extends object>(
  write: (values: Values) => RawBuilder<unknown>,
): (db: Transaction<Tables>, values: Values) => CompiledQuery {
  let written: { readonly text: string; readonly blanks: readonly unknown[] } | undefined;
  return (db, values) => {
    if (written === undefined) {
      const blanks = new Proxy({} as Values, { get: (_, name) => new Blank(name) });
      const { sql, parameters } = write(blanks).compile(db);
      written = { text: sql, blanks: parameters };
    }
    const parameters = written.blanks.map((one) => (one instanceof Blank ? values[one.name as keyof Values] : one));
    return CompiledQuery.raw(written.text, parameters);
  };
}
