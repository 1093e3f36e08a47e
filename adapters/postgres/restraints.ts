import { type Kysely, sql } from 'kysely';
import type { Pace, Restraints } from '../../src/engine/ports/platform.ts';
import type { Tables } from './tables.ts';
import { hashed, quickly, untilMs } from './work-store/paces.ts';

/** Others may wait for longer than the one who asks (ms). */
const MOST_AHEAD_MS = 5_000;

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
    const end = sql`clock_timestamp() + ${ms} * interval '1 millisecond'`;
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
    async admit({ key, everyMs, burst }, withinMs) {
      const interval = (ms: number) => sql`${ms} * interval '1 millisecond'`;
      // Further ahead it can only be because the clock was set back since.
      const ahead = sql`clock_timestamp() + ${interval(withinMs + MOST_AHEAD_MS + burst * everyMs)}`;
      const sent = sql`case when p.sent_tat < ${ahead} then p.sent_tat else clock_timestamp() end`;
      const next = sql`greatest(${sent} - ${interval((burst - 1) * everyMs)}, p.held_until, clock_timestamp())`;
      const moved = sql`greatest(${sent}, p.held_until, clock_timestamp()) + ${interval(everyMs)}`;
      const { rows } = await sql<{ admitted_ms: number | null; soonest_ms: number | null }>`
        with quickly as (${quickly}), admitted as (
          insert into kith.paces as p (key, tat, sent_tat)
          select decode(${hashed(key)}, 'hex'), clock_timestamp(), clock_timestamp() + ${interval(everyMs)} from quickly
          on conflict (key) do update set sent_tat = ${moved}
            where ${next} <= clock_timestamp() + ${interval(withinMs)}
          returning greatest(${untilMs(sql`sent_tat`)} - ${burst * everyMs}, ${untilMs(sql`held_until`)}) as ms
        )
        select (select ms from admitted)::float8 as admitted_ms,
          (select ${untilMs(next)} from kith.paces p where key = decode(${hashed(key)}, 'hex'))::float8 as soonest_ms
      `.execute(db);
      const { admitted_ms: admittedMs = null, soonest_ms: soonestMs = null } = rows[0] ?? {};
      return { admitted: admittedMs !== null, waitMs: Math.max(0, admittedMs ?? soonestMs ?? 0) };
    },
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
