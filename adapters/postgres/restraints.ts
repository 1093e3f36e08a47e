import { type Kysely, sql } from 'kysely';
import { LONGEST_PATIENCE_MS } from '../../src/engine/errors.ts';
import type { Pace, Restraints } from '../../src/engine/ports/platform.ts';
import type { Tables } from './tables.ts';
import { admit, admitInWindow, hashed } from './work-store/paces.ts';

/** How things stand with the platforms' limits, for metrics. */
export interface Standing {
  /** Deliveries that wait for a slot they have reserved. */
  readonly waiting: number;
  /** Paces that a platform holds back now. */
  readonly held: number;
  /** Requests called invalid in the last ten minutes. */
  readonly invalid: number;
}

export interface SharedRestraints extends Restraints {
  standing(): Promise<Standing>;
}

/** Minutes in which invalid requests count together; one more, because the first of them is counted from its beginning. */
const WINDOW = sql`interval '11 minutes'`;

/** What platforms said about their limits, each a statement of its own; not part of any transaction. */
export function restraintsIn(db: Kysely<Tables>): SharedRestraints {
  async function hold({ key, everyMs, burst }: Pace, ms: number): Promise<void> {
    const end = sql`clock_timestamp() + ${Math.min(ms, LONGEST_PATIENCE_MS)} * interval '1 millisecond'`;
    // Without its tolerance a burst would go at the very end of the hold.
    const tolerance = sql`${(burst - 1) * everyMs} * interval '1 millisecond'`;
    await sql`
      insert into kith.paces as p (key, tat, held_until)
      values (decode(${hashed(key)}, 'hex'), ${end} + ${tolerance}, ${end})
      on conflict (key) do update
        set tat = greatest(p.tat, excluded.tat), held_until = greatest(p.held_until, excluded.held_until)
    `.execute(db);
  }

  return {
    hold,
    async invalid(pace, budget) {
      const key = hashed(pace.key);
      await sql`
        insert into kith.invalid_requests as r (key, minute, count)
        values (decode(${key}, 'hex'), date_trunc('minute', clock_timestamp()), 1)
        on conflict (key, minute) do update set count = r.count + 1
      `.execute(db);
      // Once the last minute that makes it too many has left the window, the rest are few enough.
      const { rows } = await sql<{ count: number; hold_ms: number | null }>`
        select coalesce(max(since), 0)::integer as count,
          ceil(extract(epoch from max(minute) filter (where since >= ${budget}) + ${WINDOW} - clock_timestamp()) * 1000)::bigint as hold_ms
        from (
          select minute, sum(count) over (order by minute desc) as since from kith.invalid_requests
          where key = decode(${key}, 'hex') and minute > clock_timestamp() - ${WINDOW}
        ) counted
      `.execute(db);
      const { count = 0, hold_ms: holdMs = null } = rows[0] ?? {};
      if (holdMs !== null) await hold(pace, holdMs);
      return { count, holdMs: holdMs ?? 0 };
    },
    admit: ({ window, ...pace }, withinMs) =>
      window === undefined ? admit(db, pace, withinMs) : admitInWindow(db, { ...pace, window }, withinMs),
    async standing() {
      const { rows } = await sql<Standing>`
        select
          (select count(*) from kith.deliveries where state = 'pending' and paced)::integer as waiting,
          (select count(*) from kith.paces where held_until > clock_timestamp())::integer as held,
          (select coalesce(sum(count), 0) from kith.invalid_requests where minute > clock_timestamp() - ${WINDOW})::integer as invalid
      `.execute(db);
      return rows[0] ?? { waiting: 0, held: 0, invalid: 0 };
    },
  };
}
