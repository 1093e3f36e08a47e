import { type Insertable, sql } from 'kysely';
import type { EpochMs } from '../../../src/engine/ids.ts';
import type { Planned, WorkStore } from '../../../src/engine/ports/work-store.ts';
import { communityOf } from '../communities.ts';
import { insertDeliveries } from '../delivery-rows.ts';
import { enrolmentOf, enrolmentRow, saveEnrolments } from '../enrolments.ts';
import { memberNamedLater } from '../members.ts';
import { insertOccurrences, occurrenceRow } from '../occurrences.ts';
import { programOf } from '../programs.ts';
import type { Row, Scope } from '../scope.ts';
import type { Tables } from '../tables.ts';
import { type MemberJson, memberRowOf } from './joined-rows.ts';

type UnaskedRow = Pick<Row<'members'>, 'id' | 'zone'> & {
  readonly person: string;
  readonly due_at: EpochMs;
  readonly community: Omit<Row<'communities'>, 'key'>;
};

/** The clocks of several processes may differ by this much (ms); a time kept from further ahead is of a clock that was set back since. */
const CLOCKS_APART_MS = 60_000;

/** What the planner reads and writes, a batch at a time and in a handful of statements whatever the batch's size. */
export function planning({
  db,
  seals,
}: Scope): Pick<WorkStore, 'dueEnrolments' | 'spreads' | 'keepSpreads' | 'plan' | 'unasked' | 'askedAbout'> {
  return {
    async dueEnrolments(until, limit) {
      // `offset 0` keeps the two from being joined as a whole: they are asked of each enrolment, in the order of the index of due times,
      // until there are enough. Otherwise everything due would be joined and sorted anew for every batch of it.
      const due = await sql<Row<'enrolments'> & { readonly member_row: MemberJson }>`
        select e.*, to_json(m) as member_row
        from kith.enrolments e
        cross join lateral (
          select from kith.programs p
          where p.community_id = e.community_id and p.id = e.program_id and p.status = 'active'
          offset 0
        ) p
        cross join lateral (
          select m.* from kith.members m
          where m.community_id = e.community_id and m.id = e.member_id and m.status = 'joined'
          offset 0
        ) m
        where e.status = 'active' and e.next_due_at <= ${until}
        order by e.next_due_at
        limit ${limit}
        for no key update of e skip locked
      `.execute(db);
      // A batch has few programs and communities: they are read once, not once for each enrolment.
      const programs = await programsOf(due.rows);
      const communities = await communitiesOf(due.rows);
      return due.rows.map((row) => {
        const { community, seal } = found(communities, row.community_id);
        const program = found(programs, `${row.community_id} ${row.program_id}`);
        return {
          community,
          program,
          member: memberNamedLater(memberRowOf(row.member_row), seal),
          enrolment: enrolmentOf(row),
        };
      });
    },
    async spreads(communities, now) {
      if (communities.length === 0) return new Map();
      // Sorted, because two planners locking the same communities in different orders would wait for each other.
      const { rows } = await sql<Row<'spreads'>>`
        insert into kith.spreads as s (community_id, until, kept_at)
        select id, 0, ${now} from unnest(${[...communities]}::text[]) id order by id
        on conflict (community_id) do update
          set until = case when s.kept_at > ${now + CLOCKS_APART_MS} then 0 else s.until end
        returning *
      `.execute(db);
      return new Map(rows.map((row) => [row.community_id, row.until]));
    },
    async keepSpreads(until, now) {
      if (until.size === 0) return;
      // A platform's spacing is no whole number of milliseconds.
      const whole = [...until.values()].map(Math.ceil);
      await sql`
        update kith.spreads s set until = u.until, kept_at = ${now}
        from unnest(${[...until.keys()]}::text[], ${whole}::bigint[]) u (id, until)
        where s.community_id = u.id
      `.execute(db);
    },
    async unasked({ now, soonMs, until, askedBefore, platforms }, limit) {
      const { rows } = await sql<UnaskedRow>`
        with asked as (
          select name, "perMinute" from jsonb_to_recordset(${JSON.stringify(platforms)}::jsonb) as a (name text, "perMinute" float8)
        ), waiting as (
          select distinct on (m.community_id, m.id)
            m.community_id, m.id, m.zone, m.external_id, e.next_due_at as due_at, a."perMinute" as per_minute
          from kith.enrolments e
          join kith.members m on m.community_id = e.community_id and m.id = e.member_id
          join kith.communities c on c.id = e.community_id
          join asked a on a.name = c.platform
          left join kith.presences p on p.community_id = m.community_id and p.member_id = m.id
          where e.status = 'active' and e.next_due_at <= ${until}
            and m.status = 'joined' and m.place = 'direct'
            -- Asked about after now: the clock has been set back since.
            and (coalesce(p.asked_at, 0) < ${askedBefore} or p.asked_at > ${now + CLOCKS_APART_MS})
          order by m.community_id, m.id, e.next_due_at
        ), placed as (
          select *, row_number() over (partition by community_id order by due_at, id) as place from waiting
        ), begun as (
          -- Whoever has that many before them is asked about so many minutes later.
          select *, bool_or(due_at <= ${now + soonMs} + place * 60000 / per_minute) over (partition by community_id) as begins
          from placed
        )
        select b.id, b.zone, b.external_id as person, b.due_at, to_jsonb(c) - 'key' as community
        from begun b
        join kith.communities c on c.id = b.community_id
        where b.begins and b.place <= b.per_minute
        order by b.due_at
        limit ${limit}
      `.execute(db);
      return rows.map(({ id, zone, person, due_at, community }) => ({
        community: communityOf(community),
        id,
        zone,
        person,
        dueAt: due_at,
      }));
    },
    async askedAbout(members, at) {
      if (members.length === 0) return;
      await sql`
        insert into kith.presences (community_id, member_id, asked_at)
        select u.community, m.id, ${at}
        from unnest(${members.map(({ community }) => community.id)}::text[], ${members.map(({ id }) => id)}::text[]) u (community, id)
        join kith.members m on m.community_id = u.community and m.id = u.id
        order by 1, 2
        on conflict (community_id, member_id) do update set asked_at = excluded.asked_at
      `.execute(db);
    },
    async plan(planned) {
      const withOccurrence = planned.flatMap(({ community, occurrence }) =>
        occurrence ? [{ community, occurrence }] : [],
      );
      const sealOf = await seals.ofAll(withOccurrence.map((one) => one.community));
      // Sent one after the other and not waited for one by one: PostgreSQL works on the first while the next is put together.
      const [inserted] = await Promise.all([
        insertOccurrences(
          db,
          withOccurrence.map(({ community, occurrence }) => occurrenceRow(community, occurrence, sealOf(community))),
        ),
        saveEnrolments(
          db,
          planned.map((one) => enrolmentRow(one.community, one.enrolment)),
        ),
        countSkipped(planned),
      ]);
      // A slot that was there already keeps the delivery it has.
      return insertDeliveries(
        db,
        planned.flatMap(({ community, delivery }) => {
          if (!delivery) return [];
          const { subject } = delivery;
          return subject.kind === 'prompt' && !inserted.has(subject.occurrence) ? [] : [{ community, delivery }];
        }),
      );
    },
  };

  async function countSkipped(planned: readonly Planned[]): Promise<void> {
    const counts = new Map<string, Insertable<Tables['skips']>>();
    for (const { community, skipped } of planned) {
      for (const { reason, count, at } of skipped) {
        const key = `${community} ${reason} ${at}`;
        counts.set(key, { community_id: community, reason, at, count: count + (counts.get(key)?.count ?? 0) });
      }
    }
    if (counts.size === 0) return;
    await db
      .insertInto('skips')
      .values([...counts.values()])
      .execute();
  }

  async function programsOf(rows: readonly Row<'enrolments'>[]) {
    if (rows.length === 0) return new Map<string, never>();
    const programs = await db
      .selectFrom('programs')
      .selectAll()
      .where('id', 'in', [...new Set(rows.map((row) => row.program_id))])
      .where('community_id', 'in', [...new Set(rows.map((row) => row.community_id))])
      .execute();
    return new Map(programs.map((row) => [`${row.community_id} ${row.id}`, programOf(row)]));
  }

  async function communitiesOf(rows: readonly Row<'enrolments'>[]) {
    if (rows.length === 0) return new Map<string, never>();
    const communities = await db
      .selectFrom('communities')
      .selectAll()
      .where('id', 'in', [...new Set(rows.map((row) => row.community_id))])
      .execute();
    return new Map<string, { community: ReturnType<typeof communityOf>; seal: ReturnType<typeof seals.learn> }>(
      communities.map((row) => [row.id, { community: communityOf(row), seal: seals.learn(row.id, row.key) }]),
    );
  }
}

function found<T>(all: ReadonlyMap<string, T>, key: string): T {
  const one = all.get(key);
  if (one === undefined) throw new Error(`${key} vanished although an enrolment of it is locked.`);
  return one;
}
