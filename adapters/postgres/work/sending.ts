import { type RawBuilder, sql } from 'kysely';
import type { DeliveryId, EpochMs } from '../../../src/engine/ids.ts';
import type { Taken, WorkStore } from '../../../src/engine/ports/work-store.ts';
import { communityOf } from '../communities.ts';
import { type DeliveryRow, deliveryOf } from '../delivery-rows.ts';
import type { Row, Scope } from '../scope.ts';
import { reserve } from './paces.ts';
import { keepOccurrence, keepPrompt, type OccurrenceJson, type PromptJson, promptOf } from './prompt-ahead.ts';

type Sending = Pick<WorkStore, 'take' | 'reserve' | 'postpone' | 'defer' | 'begin' | 'sent' | 'end' | 'unfinished'>;

type TakenRow = DeliveryRow & {
  readonly taken: boolean;
  readonly paced: boolean;
  readonly in_line: boolean;
  readonly granted: boolean;
  readonly instead_ms: number | null;
  readonly begun_ms: EpochMs | null;
  /** Milliseconds by the database's clock until it may be taken; below zero when that has passed. */
  readonly wait_ms: number | null;
  readonly community: Omit<Row<'communities'>, 'key'>;
  readonly key: Uint8Array;
  readonly prompt: PromptJson | null;
};

/** What is marked as shown next, if it is a prompt that was sent. */
interface SentRow {
  readonly occurrence: OccurrenceJson;
  readonly key: Uint8Array;
}

/** The life of one delivery, each step a single statement. */
export function sending(scope: Scope): Sending {
  const { db } = scope;

  /** Whoever held it may still be sending: it is looked up once that cannot be so any more. */
  async function leaveAlone(id: DeliveryId, quietMs: number): Promise<{ readonly againInMs: number }> {
    await sql`
      update kith.deliveries set state = 'pending', lease_until = null, not_before = ${after(quietMs)}
      where id = ${id} and state = 'sending'
    `.execute(db);
    return { againInMs: quietMs };
  }

  return {
    reserve: (community, paces, had) => reserve(scope, community, paces, had),
    async take(id, now, leaseMs) {
      const result = await sql<TakenRow>`
        -- Of those whose turn is the same, who came last goes first: their community has let the fewest go.
        with asked as (
          select id, line, not_before, granted from kith.deliveries
          where id = ${id} and state = 'pending' and line is not null and not_before <= clock_timestamp()
          for no key update skip locked
        ), first as (
          select d.id, d.not_before, d.granted, a.not_before as slot, a.granted as slot_granted from asked a, lateral (
            select d.id, d.not_before, d.granted from kith.deliveries d
            where d.line = a.line and d.state = 'pending' order by d.turn, d.not_before desc limit 1
            for no key update skip locked
          ) d
          where d.id <> a.id
        ), exchanged as (
          update kith.deliveries d set not_before = f.not_before, granted = f.granted from first f where d.id = ${id}
        ), standing as (
          select * from kith.deliveries where id = coalesce((select id from first), ${id}) for no key update
        ), taken as (
          update kith.deliveries d
          set state = 'sending', lease_until = ${after(leaseMs)}, not_before = null, paced = false, granted = false
          from standing s
          where d.id = s.id and (
            (s.state = 'pending' and s.due_at <= ${now}
              and (s.id <> ${id} or coalesce(s.not_before <= clock_timestamp(), true)))
            -- A lease that ends later than any can was given before the clock was set back.
            or (s.state = 'sending'
              and (s.lease_until <= clock_timestamp() or s.lease_until > ${after(leaseMs)} + interval '1 second'))
          )
          returning d.id
        )
        select s.*, t.id is not null as taken, to_jsonb(c) - 'key' as community, c.key,
          case when t.id is not null and s.kind = 'prompt' then ${promptOf(sql`s`)} end as prompt,
          s.paced and (s.line is not null or ${notMissed(sql`s.not_before`)}) as paced, s.line is not null as in_line,
          coalesce(f.slot_granted, s.granted) and ${notMissed(sql`coalesce(f.slot, s.not_before)`)} as granted,
          ${milliseconds(sql`f.not_before`)} - ${milliseconds(sql`clock_timestamp()`)} as instead_ms,
          ${milliseconds(sql`s.begun_at`)} as begun_ms,
          ${milliseconds(sql`coalesce(s.lease_until, s.not_before)`)} - ${milliseconds(sql`clock_timestamp()`)} as wait_ms
        from standing s
        join kith.communities c on c.id = s.community_id
        left join taken t on t.id = s.id
        left join first f on f.id = s.id
      `.execute(db);
      const [row] = result.rows;
      if (!row || !(row.state === 'pending' || row.state === 'sending')) return null;
      if (!row.taken) {
        const notDueMs = row.state === 'pending' ? row.due_at - now : 0;
        return { againInMs: Math.max(1, notDueMs, row.wait_ms ?? 0) };
      }
      if (row.state === 'sending' && row.begun_ms !== null) return leaveAlone(id, leaseMs);
      scope.seals.learn(row.community_id, row.key);
      if (row.prompt !== null) keepPrompt(scope, row, row.prompt);
      return {
        community: communityOf(row.community),
        paused: row.community.paused_at !== null,
        delivery: { ...deliveryOf(row), state: 'sending' },
        begunAt: row.begun_ms,
        paced: pacedOf(row),
        insteadInMs: row.instead_ms === null ? null : Math.max(1, row.instead_ms),
      };
    },
    async postpone(id, inMs, { slot, begun }) {
      const kept = slot?.place === 'kept';
      const { line, turn } = slot?.place && slot.place !== 'kept' ? slot.place : { line: null, turn: null };
      await sql`
        update kith.deliveries
        set state = 'pending', lease_until = null, not_before = ${after(inMs)}, paced = ${slot !== null}, granted = ${kept},
          line = case when ${kept} then line else decode(${line}, 'hex') end,
          turn = case when ${kept} then turn else ${turn} end,
          begun_at = case when ${begun} then begun_at end
        where id = ${id} and state = 'sending'
      `.execute(db);
    },
    async defer(id, at) {
      await sql`
        update kith.deliveries
        set state = 'pending', due_at = ${at}, lease_until = null, not_before = null, paced = false, line = null,
          turn = null, begun_at = null
        where id = ${id} and state = 'sending'
      `.execute(db);
    },
    async begin(id) {
      // The oldest unconcluded beginning stays: the look-up has to reach back to it.
      const begun = await sql`
        update kith.deliveries
        set attempts = attempts + 1, begun_at = coalesce(begun_at, clock_timestamp())
        where id = ${id} and state = 'sending' and lease_until > clock_timestamp()
      `.execute(db);
      if (begun.numAffectedRows === 0n) throw new Error(`The delivery ${id} is no longer ours to send.`);
    },
    async sent(id, receipt, at) {
      const { rows } = await sql<SentRow>`
        with done as (
          update kith.deliveries
          set state = 'sent', reason = null, lease_until = null, not_before = null, sent_at = ${at},
            receipt_channel = ${receipt.channel}, receipt_message = ${receipt.message}
          where id = ${id}
          returning community_id, occurrence_id, to_kind, to_id
        ), works as (
          -- What stood in the way here, or for the whole installation, does so no more. A look-up has to prove itself.
          delete from kith.troubles t using done d
          where t.community_id = d.community_id and t.kind <> 'cannot-look-up'
            and (t.place = case d.to_kind when 'direct' then 'direct' else d.to_id end
              or (t.place = '' and t.kind in ('installation-gone', 'platform-silent')))
        ), shown as (
          update kith.occurrences o set state = 'shown'
          from done d
          where o.community_id = d.community_id and o.id = d.occurrence_id and o.state = 'waiting'
          returning o.*
        )
        select to_jsonb(o) as occurrence, c.key
        from shown o
        join kith.communities c on c.id = o.community_id
      `.execute(db);
      for (const { occurrence, key } of rows) {
        scope.seals.learn(occurrence.community_id, key);
        keepOccurrence(scope, occurrence);
      }
    },
    async end(id, state, reason) {
      await sql`
        update kith.deliveries
        set state = ${state}, reason = ${reason}, lease_until = null, not_before = null
        where id = ${id} and state in ('pending', 'sending')
      `.execute(db);
    },
    async unfinished(until, after, limit) {
      const rows = await db
        .selectFrom('deliveries')
        .select(['id', 'due_at'])
        .where('state', 'in', [sql.lit('pending' as const), sql.lit('sending' as const)])
        .where('due_at', '<=', until)
        .$if(after !== null, (query) => query.where('id', '>', after))
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ id: row.id, at: row.due_at }));
    },
  };
}

function pacedOf({ paced, in_line, granted }: TakenRow): Taken['paced'] {
  if (!paced) return 'none';
  if (!in_line) return 'own';
  return granted ? 'granted' : 'whole';
}

/** While a worker is busy slots are met a little late; after an outage they are worth nothing. */
function notMissed(slot: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`${slot} > clock_timestamp() - interval '1 second'`;
}

/** A moment so many milliseconds from now, by the database's clock. */
function after(ms: number): RawBuilder<Date> {
  return sql`clock_timestamp() + ${ms} * interval '1 millisecond'`;
}

/** Whole milliseconds since 1970, rounded up so that who waits that long does not come a fraction too early. */
function milliseconds(moment: RawBuilder<unknown>): RawBuilder<number> {
  return sql`ceil(extract(epoch from ${moment}) * 1000)::bigint`;
}
