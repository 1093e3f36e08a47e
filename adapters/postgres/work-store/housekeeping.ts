import { type RawBuilder, sql } from 'kysely';
import type { CommunityId, EpochMs, MemberId } from '../../../src/engine/ids.ts';
import type { WorkStore } from '../../../src/engine/ports/work-store.ts';
import { enrolmentOf } from '../enrolments.ts';
import { memberNamedLater } from '../members.ts';
import { unopened } from '../occurrences.ts';
import type { Row, Scope } from '../scope.ts';
import { schema, type Tables } from '../tables.ts';
import { type MemberJson, memberRowOf } from './joined-rows.ts';

type Housekeeping = Pick<WorkStore, 'expired' | 'toErase' | 'purge' | 'nextAt'>;
/** What is not told yet when it began is kept. */
type Before = Parameters<WorkStore['purge']>[0];

/** What ends by itself, and when that is next. */
export function housekeeping(scope: Scope): Housekeeping {
  const { db, seals } = scope;
  return {
    async expired(now, limit) {
      // The enrolment is locked too: the planner and the member change it as well.
      const { rows } = await sql<
        Row<'occurrences'> & { readonly enrolment_row: Row<'enrolments'>; readonly member_row: MemberJson }
      >`
        select o.*, to_jsonb(e) as enrolment_row, to_jsonb(m) as member_row
        from kith.occurrences o
        join kith.enrolments e on e.community_id = o.community_id and e.id = o.enrolment_id
        join kith.members m on m.community_id = o.community_id and m.id = o.member_id
        where o.state in ('waiting', 'shown') and o.expires_at <= ${now}
        order by o.expires_at
        limit ${limit}
        for no key update of o, e skip locked
      `.execute(db);
      const sealOf = await seals.ofAll(rows.map((row) => row.community_id));
      return rows.map((row) => ({
        community: row.community_id,
        occurrence: unopened(row),
        enrolment: enrolmentOf(row.enrolment_row),
        member: memberNamedLater(memberRowOf(row.member_row), sealOf(row.community_id)),
      }));
    },
    async toErase(now, limit) {
      const { rows } = await sql<{ community: CommunityId; member: MemberId }>`
        select community_id as community, id as member from kith.members
        where erase_at <= ${now} order by erase_at limit ${limit}
      `.execute(db);
      return rows;
    },
    purge: (before, limit) => purge(scope, before, limit),
    nextAt: (now) => nextAt(scope, now),
  };
}

/** Any number that nobody else locks in the same database: "kpur" in ASCII. */
const PURGING = 0x6b707572;

/**
 * One batch of each class; nothing while another process purges. An occurrence is deleted once it is closed, its answer and delivery are gone, and
 * its enrolment does not count from its slot. A pace in the past is deleted because a missing one means the same.
 */
async function purge({ db }: Scope, before: Before, limit: number): Promise<number> {
  const { rows } = await sql<{ ours: boolean }>`select pg_try_advisory_xact_lock(${sql.lit(PURGING)}) as ours`.execute(
    db,
  );
  if (rows[0]?.ours !== true) return 0;
  const old: readonly (readonly [table: keyof Tables, which: RawBuilder<unknown>])[] = [
    ['claims', sql`claimed_at < ${before.claims}`],
    ['answers', sql`answered_at < ${before.answers}`],
    [
      'deliveries',
      // Where a digest stands is needed as long as one of its notes can be removed.
      sql`due_at < ${before.deliveries} and state not in ('pending', 'sending') and kind <> 'digest'`,
    ],
    [
      'occurrences',
      sql`o.expires_at < ${Math.min(before.answers, before.deliveries)} and o.state not in ('waiting', 'shown')
        and not exists (select from kith.answers a where a.community_id = o.community_id and a.occurrence_id = o.id)
        and not exists (select from kith.deliveries d where d.community_id = o.community_id and d.occurrence_id = o.id)
        and not exists (
          select from kith.enrolments e
          where e.community_id = o.community_id and e.id = o.enrolment_id and e.last_slot = o.slot
        )`,
    ],
    // The days are their givers' own: the last zone on earth has left a day half a day after UTC has.
    [
      'thanks_days',
      sql`day < to_char(to_timestamp(${before.claims} / 1000.0) at time zone 'UTC' - interval '1 day', 'YYYY-MM-DD')`,
    ],
    ['drafts', sql`created_at < ${before.drafts}`],
    ['self_ratings', sql`rated_at < ${before.support}`],
    ['skips', sql`at < ${before.deliveries}`],
    ['audit', sql`at < ${before.audit}`],
    // Not met for so long, it stands in nobody's way.
    ['troubles', sql`last_seen < ${before.deliveries}`],
    // What a giver removed after it was reported stays as long as the report is on record.
    [
      'thanks',
      sql`o.taken_back
        and not exists (
          select from kith.audit a
          where a.community_id = o.community_id and a.target = o.id and a.action = 'thanks.reported'
        )`,
    ],
    // Where calls are counted in a time, the last ones count for a second or so.
    ['paces', sql`greatest(tat, sent_tat) < now() - interval '1 minute'`],
    ['lanes', sql`last_slot < now()`],
    ['invalid_requests', sql`minute < now() - interval '1 hour'`],
    // No interaction can be answered after a quarter of an hour.
    ['discord_modals', sql`until < now()`],
    ['discord_owed', sql`made_at < now() - interval '15 minutes'`],
  ];
  let deleted = (await foldActs(db, before.support, limit)) + (await dropReplies(db, before.replies, limit));
  const full = new Set<keyof Tables>();
  for (const [table, which] of old) {
    // While what belongs to them is still being deleted few are free, and the whole table would be gone through for each few of them.
    if (table === 'occurrences' && (full.has('answers') || full.has('deliveries'))) continue;
    const name = sql.id(schema, table);
    // Rows that somebody holds are left for the next time: nobody waits for the purge, and it waits for nobody.
    const result = await sql`
      delete from ${name} where ctid = any (array(select ctid from ${name} o where ${which} limit ${limit} for update skip locked))
    `.execute(db);
    const count = Number(result.numAffectedRows ?? 0);
    if (count === limit) full.add(table);
    deleted += count;
  }
  return deleted;
}

/**
 * Old acts become totals of each side that consented, in the statement that deletes them: counted once, whatever fails. Sorted, so that two
 * statements at once lock the rows in the same order.
 */
async function foldActs(db: Scope['db'], before: EpochMs, limit: number): Promise<number> {
  const { rows } = await sql<{ folded: number }>`
    with gone as (
      delete from kith.support_events where ctid = any (array(
        select ctid from kith.support_events where at < ${before} limit ${limit} for update skip locked
      )) returning community_id, giver_id, receiver_id, kind
    ), sides as (
      select community_id, giver_id as member_id, 'given' as side, kind from gone where giver_id is not null
      union all
      select community_id, receiver_id, 'received', kind from gone where receiver_id is not null
    ), kept as (
      insert into kith.support_totals as t (community_id, member_id, side, kind, acts)
      select community_id, member_id, side, kind, count(*) from sides
      group by 1, 2, 3, 4 order by 1, 2, 3, 4
      on conflict (community_id, member_id, side, kind) do update set acts = t.acts + excluded.acts
    )
    select count(*)::integer as folded from gone
  `.execute(db);
  return rows[0]?.folded ?? 0;
}

/** Newest first: those from before the last purge have none any more, and are gone through once, when nothing is left to be done. */
async function dropReplies(db: Scope['db'], before: EpochMs, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update kith.claims set reply = null where ctid = any (array(
      select ctid from kith.claims where claimed_at < ${before} and reply is not null
      order by claimed_at desc limit ${limit} for update skip locked
    ))
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** `now` when something is due already. Each part is the first entry of a partial index. */
async function nextAt({ db }: Scope, now: EpochMs): Promise<EpochMs | null> {
  const { rows } = await sql<{ at: EpochMs | null }>`
    select least(
      (select e.next_due_at from kith.enrolments e
        join kith.programs p on p.community_id = e.community_id and p.id = e.program_id and p.status = 'active'
        join kith.members m on m.community_id = e.community_id and m.id = e.member_id and m.status = 'joined'
        where e.status = 'active' and e.next_due_at is not null order by e.next_due_at limit 1),
      -- What waits for a paused installation happens by a look-up, not by the clock.
      (select d.due_at from kith.deliveries d
        where d.state = 'pending'
          and not exists (select from kith.communities c where c.id = d.community_id and c.paused_at is not null)
        order by d.due_at limit 1),
      (select expires_at from kith.occurrences where state in ('waiting', 'shown') order by expires_at limit 1),
      (select erase_at from kith.members where erase_at is not null order by erase_at limit 1)
    ) as at
  `.execute(db);
  const at = rows[0]?.at ?? null;
  return at === null ? null : Math.max(at, now);
}
