import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Pace } from '../../../src/engine/ports/platform.ts';
import type { Scope } from '../scope.ts';

/**
 * The generic cell rate algorithm (ITU-T I.371, annex A, virtual scheduling), turned from policing into reserving: a call that would
 * not conform now is not refused but told when it will.
 *
 * For each pace, with T = `everyMs` and the tolerance τ = (burst − 1)·T, the stored `tat` is the theoretical arrival time of the
 * next call. A call at t takes the slot max(t, tat − τ) and moves tat to max(t, tat) + T. In any stretch of L milliseconds thus lie
 * at most burst + L/T slots. With several paces the slot is the latest of theirs; each tat moves by its own T.
 *
 * One statement: the row lock of the upsert makes it atomic, the order of the keys keeps two callers from waiting for each other.
 * @returns milliseconds from now to the slot; 0 means now
 */
export async function reserve({ db }: Scope, paces: readonly Pace[]): Promise<number> {
  const byKey = new Map(paces.map((pace) => [hashed(pace.key), pace]));
  if (byKey.size === 0) return 0;
  const values = [...byKey.entries()]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    // `statement_timestamp()` stands still within the statement: subtracting it below gives back T.
    .map(
      ([key, { everyMs }]) =>
        sql`(decode(${key}, 'hex'), statement_timestamp() + ${everyMs} * interval '1 millisecond')`,
    );
  // `clock_timestamp()`, because waiting for another caller's lock takes time that has really passed.
  const reserved = await sql<{ key: string; ahead: number }>`
    insert into kith.paces as p (key, tat)
    values ${sql.join(values)}
    on conflict (key) do update
      set tat = greatest(p.tat, clock_timestamp()) + (excluded.tat - statement_timestamp())
    returning encode(p.key, 'hex') as key, (extract(epoch from p.tat - clock_timestamp()) * 1000)::float8 as ahead
  `.execute(db);
  const waits = reserved.rows.map(({ key, ahead }) => {
    const pace = byKey.get(key);
    // The new tat is max(t, old tat) + T, so the slot, old tat − τ, lies burst·T before it.
    return pace ? ahead - pace.burst * pace.everyMs : 0;
  });
  return Math.max(0, ...waits.map(Math.ceil));
}

/** A pace may be named after a person's direct message; its hash names nobody. */
function hashed(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
