import { type RawBuilder, sql } from 'kysely';
import { DatabaseError } from 'pg';
import type { DeliveryId, EpochMs } from '../../../src/engine/ids.ts';
import type { Lease } from '../../../src/engine/ports/work-store.ts';
import type { DeliveryRow } from '../delivery-rows.ts';
import { type Batch, batch } from '../gathering.ts';
import type { Row, Scope } from '../scope.ts';
import { statement } from '../statement.ts';
import { type PromptJson, promptOf } from './prompt-ahead.ts';

export type TakenRow = DeliveryRow & {
  readonly paced: boolean;
  /** Its slot had come a while ago. */
  readonly late: boolean | null;
  readonly in_line: boolean;
  readonly instead_ms: number | null;
  readonly begun_ms: EpochMs | null;
  /** Milliseconds by the database's clock until it may be taken; below zero when that has passed. */
  readonly wait_ms: number | null;
  readonly community: Omit<Row<'communities'>, 'key'>;
  readonly key: Uint8Array;
  readonly prompt: PromptJson | null;
  /** Of who has taken it now; `null` when nobody has. */
  readonly lease_us: number | null;
};

/** How soon one is looked at again whose member is being sent another prompt (ms). */
export const CROWDED_MS = 1_000;

interface Asked {
  readonly id: DeliveryId;
  readonly now: EpochMs;
  readonly leaseMs: number;
}

/**
 * Those that are their own: they stand in no line, are due, and nobody has taken them. The rule; nothing is found of others. Of one member's one
 * is taken: whether the next is still wanted shows when it is known what became of it.
 */
const takeAlone: Batch<Asked, TakenRow> = batch(
  'id text, now bigint, "leaseMs" float8',
  sql`
    standing as (
      select d.* from asked a, lateral (
        select * from kith.deliveries d
        where d.id = a.id and d.state || '' = 'pending' and d.line is null and d.due_at + 0 <= a.now
          and coalesce(d.not_before <= clock_timestamp(), true) and not ${crowded(sql`d`)}
        for no key update skip locked
      ) d
    ), first as (
      select distinct on (community_id, case kind when 'prompt' then member_id else id end) id from standing
    ), taken as (
      update kith.deliveries d
      set state = 'sending', lease_until = clock_timestamp() + a."leaseMs" * interval '1 millisecond', not_before = null, paced = false
      from first f join asked a using (id) where d.id = f.id
      returning d.id, d.lease_until
    )
    select s.*, to_jsonb(c) - 'key' as community, c.key,
      case when s.kind = 'prompt' then ${promptOf(sql`s`)} end as prompt,
      s.paced, ${late(sql`s.not_before`)} as late, false as in_line, null::bigint as instead_ms,
      ${milliseconds(sql`s.begun_at`)} as begun_ms, null::bigint as wait_ms, ${microseconds(sql`t.lease_until`)} as lease_us
    from standing s
    join taken t on t.id = s.id
    join kith.communities c on c.id = s.community_id
  `,
  // It is not taken then; what begins afterwards is only lasting together with it.
  'undone by a crash',
);

/** Any: who is first in its line instead, one whose lease has run out, or why it cannot be taken. */
const takeInTurn = statement<Asked, TakenRow>(
  ({ id, now, leaseMs }) => sql`
    -- Of those whose turn is the same, who came last goes first: their community has let the fewest go.
    with asked as (
      select id, line, not_before from kith.deliveries
      where id = ${id} and state = 'pending' and line is not null and not_before <= clock_timestamp()
      for no key update skip locked
    ), first as (
      select d.id, d.not_before from asked a, lateral (
        select d.id, d.not_before from kith.deliveries d
        where d.line = a.line and d.state = 'pending' and (d.id = a.id or not ${crowded(sql`d`)})
        order by d.turn, d.not_before desc limit 1
        for no key update skip locked
      ) d
      where d.id <> a.id
    ), exchanged as (
      update kith.deliveries d set not_before = f.not_before from first f where d.id = ${id}
      returning d.community_id, d.line, d.not_before
    ), lane as (
      -- Its community is in the line until then: what comes behind it does not begin anew.
      update kith.lanes l set last_slot = x.not_before from exchanged x
      where l.community_id = x.community_id and l.line = x.line and l.last_slot < x.not_before
    ), standing as (
      select * from kith.deliveries where id = coalesce((select id from first), ${id}) for no key update
    ), taken as (
      update kith.deliveries d
      set state = 'sending', lease_until = ${after(leaseMs)}, not_before = null, paced = false
      from standing s
      where d.id = s.id and (
        (s.state = 'pending' and s.due_at <= ${now} and not ${crowded(sql`s`)}
          and (s.id <> ${id} or coalesce(s.not_before <= clock_timestamp(), true)))
        -- A lease that ends later than any can was given before the clock was set back.
        or (s.state = 'sending'
          and (s.lease_until <= clock_timestamp() or s.lease_until > ${after(leaseMs)} + interval '1 second'))
      )
      returning d.id, d.lease_until
    )
    select s.*, to_jsonb(c) - 'key' as community, c.key,
      case when t.id is not null and s.kind = 'prompt' then ${promptOf(sql`s`)} end as prompt,
      s.paced, ${late(sql`s.not_before`)} as late, s.line is not null as in_line,
      ${milliseconds(sql`f.not_before`)} - ${milliseconds(sql`clock_timestamp()`)} as instead_ms,
      ${milliseconds(sql`s.begun_at`)} as begun_ms,
      case when ${crowded(sql`s`)} then ${CROWDED_MS}
        else ${milliseconds(sql`coalesce(s.lease_until, s.not_before)`)} - ${milliseconds(sql`clock_timestamp()`)} end as wait_ms,
      ${microseconds(sql`t.lease_until`)} as lease_us
    from standing s
    join kith.communities c on c.id = s.community_id
    left join taken t on t.id = s.id
    left join first f on f.id = s.id
  `,
);

/** The delivery asked for, or who was taken instead, as it stood before; nothing when there is none. */
export async function takenBy(scope: Scope, asked: Asked): Promise<TakenRow | 'crowded' | undefined> {
  try {
    // The second statement does all of it, but PostgreSQL works on it twice as long.
    return (await scope.ask(takeAlone, asked)) ?? (await takeInTurn(scope.db, asked))[0];
  } catch (error) {
    if (error instanceof DatabaseError && error.constraint === 'deliveries_prompt_under_way') return 'crowded';
    throw error;
  }
}

/** Another prompt of its member is being sent: whether this one is still wanted shows afterwards. */
function crowded(d: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`(${d}.kind = 'prompt' and exists (
    select from kith.deliveries x
    where x.community_id = ${d}.community_id and x.member_id = ${d}.member_id and x.state = 'sending' and x.kind = 'prompt'
      and x.id <> ${d}.id))`;
}

/** While a worker is busy slots are met a little late; after an outage, when thousands lie in the past, they are worth nothing by themselves. */
function late(slot: RawBuilder<unknown>): RawBuilder<boolean | null> {
  return sql`${slot} <= clock_timestamp() - interval '1 second'`;
}

/** The row of a delivery (`kith.deliveries`) that is still held by this lease. */
export function ours({ id, until }: Lease): RawBuilder<boolean> {
  return sql`id = ${id} and state = 'sending' and ${microseconds(sql`lease_until`)} = ${until}`;
}

/** A moment so many milliseconds from now, by the database's clock. */
export function after(ms: number): RawBuilder<Date> {
  return sql`clock_timestamp() + ${ms} * interval '1 millisecond'`;
}

/** As {@link Lease} tells when it ends: all that PostgreSQL knows of a moment. */
export function microseconds(moment: RawBuilder<unknown>): RawBuilder<number> {
  return sql`(extract(epoch from ${moment}) * 1000000)::bigint`;
}

/** Whole milliseconds since 1970, rounded up so that who waits that long does not come a fraction too early. */
function milliseconds(moment: RawBuilder<unknown>): RawBuilder<number> {
  return sql`ceil(extract(epoch from ${moment}) * 1000)::bigint`;
}
