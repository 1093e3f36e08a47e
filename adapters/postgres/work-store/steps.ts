import { sql } from 'kysely';
import type { DeliveryId, EpochMs, MemberId, OccurrenceId } from '../../../src/engine/ids.ts';
import type { Receipt } from '../../../src/engine/ports/platform.ts';
import type { Lease } from '../../../src/engine/ports/work-store.ts';
import { type Batch, batch } from '../gathering.ts';
import { statement } from '../statement.ts';
import { microseconds } from './taking.ts';

interface Begun extends Lease {
  readonly occurrence: OccurrenceId | null;
  readonly member: MemberId | null;
  readonly prompt: string | null;
  readonly question: string | null;
  readonly at: EpochMs | null;
}

/** The oldest unconcluded beginning stays: the look-up has to reach back to it. */
export const beginNow: Batch<Begun, { readonly id: DeliveryId; readonly begun: boolean }> = batch(
  'id text, until bigint, occurrence text, member text, prompt text, question text, at bigint',
  sql`
    ours as (
      select d.* from asked a, lateral (
        select d.id, d.community_id from kith.deliveries d
        where d.id = a.id and d.state || '' = 'sending' and d.lease_until > clock_timestamp()
          and ${microseconds(sql`d.lease_until`)} = a.until
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
  'lasting',
);

interface Arrived extends Receipt {
  readonly id: DeliveryId;
  readonly at: EpochMs;
}

export const sentNow: Batch<Arrived, { readonly id: DeliveryId; readonly wished_at: EpochMs | null }> = batch(
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
  // It has begun, and is looked up.
  'undone by a crash',
);

interface Postponed extends Lease {
  readonly inMs: number;
  readonly paced: boolean;
  readonly line: string | null;
  readonly turn: number | null;
  readonly begun: boolean;
}

export const postponeNow: Batch<Postponed, { readonly id: DeliveryId }> = batch(
  'id text, until bigint, "inMs" float8, paced boolean, line text, turn bigint, begun boolean',
  sql`
    postponed as (
      update kith.deliveries d
      set state = 'pending', lease_until = null, not_before = clock_timestamp() + a."inMs" * interval '1 millisecond', paced = a.paced,
        -- Who has to come anew stands where they stood.
        turn = case when d.line = decode(a.line, 'hex') then least(d.turn, a.turn) else a.turn end, line = decode(a.line, 'hex'),
        begun_at = case when a.begun then d.begun_at end
      from asked a
      where d.id = a.id and d.state || '' = 'sending' and ${microseconds(sql`d.lease_until`)} = a.until
      returning d.id
    )
    select id from postponed
  `,
  // Its lease runs out.
  'undone by a crash',
);

/** Who has the first turns has nearly always the first slots: a whole line is too long to look through each time. */
export const firstDue = statement<{ readonly line: string }, { readonly id: DeliveryId }>(
  ({ line }) => sql`
    select id from (
      select d.id, d.not_before from kith.deliveries d
      where d.line = decode(${line}, 'hex') and d.state = 'pending' order by d.turn limit 50
    ) first
    where not_before <= clock_timestamp() limit 1
  `,
);
