import { sql } from 'kysely';
import type { DeliveryId, EpochMs, MemberId, OccurrenceId } from '../../../src/engine/ids.ts';
import type { Receipt } from '../../../src/engine/ports/platform.ts';
import type { Given, Taken, WorkStore } from '../../../src/engine/ports/work-store.ts';
import { communityOf } from '../communities.ts';
import { deliveryOf } from '../delivery-rows.ts';
import { type Batch, batch } from '../gathering.ts';
import { hex, type Scope } from '../scope.ts';
import { reserve } from './paces.ts';
import { keepPrompt } from './prompt-ahead.ts';
import { after, CROWDED_MS, type TakenRow, takenBy } from './taking.ts';

type Sending = Pick<
  WorkStore,
  'take' | 'reserve' | 'postpone' | 'notYet' | 'defer' | 'begin' | 'sent' | 'end' | 'unfinished'
>;

interface Begun {
  readonly id: DeliveryId;
  readonly occurrence: OccurrenceId | null;
  readonly member: MemberId | null;
  readonly prompt: string | null;
  readonly question: string | null;
  readonly at: EpochMs | null;
}

/** The oldest unconcluded beginning stays: the look-up has to reach back to it. */
const beginNow: Batch<Begun, { readonly id: DeliveryId; readonly begun: boolean }> = batch(
  'id text, occurrence text, member text, prompt text, question text, at bigint',
  sql`
    ours as (
      select d.* from asked a, lateral (
        select d.id, d.community_id from kith.deliveries d
        where d.id = a.id and d.state || '' = 'sending' and d.lease_until > clock_timestamp()
        for no key update
      ) d
    ), given as (
      update kith.occurrences o set prompt = a.prompt, question = a.question::bytea
      from ours join asked a using (id)
      where o.community_id = ours.community_id and o.id = a.occurrence and o.prompt is null
      returning ours.id, o.community_id
    ), seen as (
      insert into kith.prompts_seen (community_id, member_id, prompt, seen_at)
      select g.community_id, a.member, a.prompt, a.at from given g join asked a using (id)
      on conflict (community_id, member_id, prompt) do update set seen_at = excluded.seen_at
    ), begun as (
      update kith.deliveries d
      set attempts = attempts + 1, begun_at = coalesce(begun_at, clock_timestamp())
      from ours join asked a using (id)
      where d.id = ours.id and (a.occurrence is null or ours.id in (select id from given))
      returning d.id
    )
    select id, id in (select id from begun) as begun from ours
  `,
);

interface Arrived extends Receipt {
  readonly id: DeliveryId;
  readonly at: EpochMs;
}

const nothingGiven = { occurrence: null, member: null, prompt: null, question: null, at: null };

const sentNow: Batch<Arrived, { readonly id: DeliveryId; readonly wished_at: EpochMs | null }> = batch(
  'id text, at bigint, channel text, message text',
  sql`
    done as (
      update kith.deliveries d
      set state = 'sent', reason = null, lease_until = null, not_before = null, sent_at = a.at,
        receipt_channel = a.channel, receipt_message = a.message
      from asked a where d.id = a.id
      returning d.id, d.community_id, d.occurrence_id, d.to_kind, d.to_id
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
    select d.id, o.due_at as wished_at
    from done d
    left join kith.occurrences o on o.community_id = d.community_id and o.id = d.occurrence_id
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
    const question = hex(seal.seal('occurrences.question', id, occurrence.question));
    return { occurrence: id, member, prompt, question, at };
  }

  return {
    reserve: (community, paces, had) => reserve(scope, community, paces, had),
    async take(id, now, leaseMs) {
      const row = await takenBy(scope, { id, now, leaseMs });
      if (row === 'crowded') return { againInMs: CROWDED_MS };
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
      const outcome = await scope.ask(beginNow, { id, ...(given === null ? nothingGiven : await givenNow(given)) });
      if (!outcome) throw new Error(`The delivery ${id} is no longer ours to send.`);
      return outcome.begun;
    },
    async sent(id, receipt, at) {
      const row = await scope.ask(sentNow, { id, at, ...receipt });
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
