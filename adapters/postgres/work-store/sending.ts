import { sql } from 'kysely';
import type { DeliveryId, EpochMs, MemberId, OccurrenceId } from '../../../src/engine/ids.ts';
import type { Receipt } from '../../../src/engine/ports/platform.ts';
import type { Given, Taken, WorkStore } from '../../../src/engine/ports/work-store.ts';
import { communityOf } from '../communities.ts';
import { deliveryOf } from '../delivery-rows.ts';
import type { Scope } from '../scope.ts';
import { statement } from '../statement.ts';
import { reserve } from './paces.ts';
import { keepPrompt } from './prompt-ahead.ts';
import { after, type TakenRow, takenBy } from './taking.ts';

type Sending = Pick<
  WorkStore,
  'take' | 'reserve' | 'postpone' | 'notYet' | 'defer' | 'begin' | 'sent' | 'end' | 'unfinished'
>;

interface Begun {
  readonly id: DeliveryId;
  readonly occurrence: OccurrenceId | null;
  readonly member: MemberId | null;
  readonly prompt: string | null;
  readonly question: Uint8Array | null;
  readonly at: EpochMs | null;
}

/** The oldest unconcluded beginning stays: the look-up has to reach back to it. */
const beginNow = statement<Begun, { readonly ours: boolean; readonly begun: boolean }>(
  ({ id, occurrence, member, prompt, question, at }) => sql`
    with ours as (
      select id, community_id from kith.deliveries
      where id = ${id} and state = 'sending' and lease_until > clock_timestamp()
      for no key update
    ), given as (
      update kith.occurrences o set prompt = ${prompt}, question = ${question}::bytea
      from ours where o.community_id = ours.community_id and o.id = ${occurrence} and o.prompt is null
      returning o.community_id
    ), seen as (
      insert into kith.prompts_seen (community_id, member_id, prompt, seen_at)
      select g.community_id, ${member}, ${prompt}, ${at}::bigint from given g
      on conflict (community_id, member_id, prompt) do update set seen_at = excluded.seen_at
    ), begun as (
      update kith.deliveries d
      set attempts = attempts + 1, begun_at = coalesce(begun_at, clock_timestamp())
      from ours where d.id = ours.id and (${occurrence}::text is null or exists (select from given))
      returning d.id
    )
    select exists (select from ours) as ours, exists (select from begun) as begun
  `,
);

const nothingGiven = { occurrence: null, member: null, prompt: null, question: null, at: null };

const sentNow = statement<{ id: DeliveryId; at: EpochMs } & Receipt, { readonly wished_at: EpochMs }>(
  ({ id, at, channel, message }) => sql`
    with done as (
      update kith.deliveries
      set state = 'sent', reason = null, lease_until = null, not_before = null, sent_at = ${at},
        receipt_channel = ${channel}, receipt_message = ${message}
      where id = ${id}
      returning community_id, occurrence_id, to_kind, to_id
    ), works as (
      -- What stood in the way here, or for the whole installation, does so no more. A look-up has to prove itself.
      delete from kith.troubles t using done d
      where t.community_id = d.community_id and t.kind <> 'cannot-look-up'
        and (t.place = case d.to_kind when 'direct' then 'direct' else d.to_id end
          or (t.place = '' and t.kind in ('installation-gone', 'platform-silent')))
    ), shown as (
      -- Compared so that no index knows of it: PostgreSQL takes the one of what is open for short, and would read all that is open in the community.
      update kith.occurrences o set state = 'shown'
      from done d
      where o.community_id = d.community_id and o.id = d.occurrence_id and o.state || '' = 'waiting'
    )
    select o.due_at as wished_at
    from done d
    join kith.occurrences o on o.community_id = d.community_id and o.id = d.occurrence_id
  `,
);

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

  async function givenNow({ community, occurrence, at }: Given) {
    const { id, member, prompt } = occurrence;
    const seal = await scope.seals.of(community);
    const question = seal.seal('occurrences.question', id, occurrence.question);
    return { occurrence: id, member, prompt, question, at };
  }

  return {
    reserve: (community, paces, had) => reserve(scope, community, paces, had),
    async take(id, now, leaseMs) {
      const [row] = await takenBy(db, { id, now, leaseMs });
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
      const { line, turn } = slot?.place ?? { line: null, turn: null };
      await sql`
        update kith.deliveries
        set state = 'pending', lease_until = null, not_before = ${after(inMs)}, paced = ${slot !== null},
          -- Who has to come anew stands where they stood.
          turn = case when line = decode(${line}, 'hex') then least(turn, ${turn}) else ${turn} end, line = decode(${line}, 'hex'),
          begun_at = case when ${begun} then begun_at end
        where id = ${id} and state = 'sending'
      `.execute(db);
    },
    async notYet(id, inMs) {
      await sql`
        update kith.deliveries
        set state = 'pending', lease_until = null, not_before = ${after(inMs)}, paced = false, begun_at = null,
          attempts = attempts - 1
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
    async begin(id, given) {
      const [outcome] = await beginNow(db, { id, ...(given === null ? nothingGiven : await givenNow(given)) });
      if (!outcome?.ours) throw new Error(`The delivery ${id} is no longer ours to send.`);
      return outcome.begun;
    },
    async sent(id, receipt, at) {
      const [row] = await sentNow(db, { id, at, ...receipt });
      return row?.wished_at ?? null;
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

function pacedOf({ paced, in_line: inLine, late }: TakenRow): Taken['paced'] {
  if (!paced) return 'none';
  if (inLine) return 'whole';
  return late === true ? 'late' : 'own';
}
