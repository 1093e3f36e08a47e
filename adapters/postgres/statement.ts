import { CompiledQuery, type RawBuilder, type Transaction } from 'kysely';
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
  let written: { readonly text: string; readonly blanks: readonly unknown[] } | undefined;
  return async (db, values) => {
    if (written === undefined) {
      const blanks = new Proxy({} as Values, { get: (_, name) => new Blank(name) });
      const { sql, parameters } = write(blanks).compile(db);
      written = { text: sql, blanks: parameters };
    }
    const parameters = written.blanks.map((one) => (one instanceof Blank ? values[one.name as keyof Values] : one));
    const { rows } = await db.executeQuery(CompiledQuery.raw(written.text, parameters));
    return rows as readonly Found[];
  };
}
