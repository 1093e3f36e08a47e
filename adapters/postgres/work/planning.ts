import { type Insertable, sql } from 'kysely';
import type { EpochMs } from '../../../src/engine/ids.ts';
import type { Planned, WorkStore } from '../../../src/engine/ports/work-store.ts';
import { communityOf } from '../communities.ts';
import { deliveryRow, insertDeliveries } from '../delivery-rows.ts';
import { enrolmentOf, enrolmentRow, saveEnrolments } from '../enrolments.ts';
import { memberNamedLater } from '../members.ts';
import { insertOccurrences, occurrenceRow } from '../occurrences.ts';
import { programOf } from '../programs.ts';
import type { Row, Scope } from '../scope.ts';
import type { Tables } from '../tables.ts';
import { type MemberJson, memberRowOf } from './joined-rows.ts';
import { hashed } from './paces.ts';

type UnaskedRow = Pick<Row<'members'>, 'id' | 'zone'> & {
  readonly person: string;
  readonly due_at: EpochMs;
  readonly community: Omit<Row<'communities'>, 'key'>;
};

/** What the planner reads and writes, a batch at a time and in a handful of statements whatever the batch's size. */
export function planning({
  db,
  seals,
}: Scope): Pick<WorkStore, 'dueEnrolments' | 'spreads' | 'keepSpreads' | 'plan' | 'unasked'> {
  return {
    async dueEnrolments(until, limit) {
      // `offset 0` keeps the two from being joined as a whole: they are asked of each enrolment, in the order of the index of due times,
      // until there are enough. Otherwise everything due would be joined and sorted anew for every batch of it.
      const due = await sql<Row<'enrolments'> & { readonly member_row: MemberJson }>`
        select e.*, to_jsonb(m) as member_row
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
    async spreads(communities) {
      const keys = new Map(communities.map((id) => [hashed(`spread:${id}`), id]));
      if (keys.size === 0) return new Map();
      const { rows } = await sql<{ key: string; until: EpochMs }>`
        insert into kith.paces as p (key, tat)
        select decode(key, 'hex'), to_timestamp(0) from unnest(${[...keys.keys()]}::text[]) key order by key
        on conflict (key) do update set tat = p.tat
        returning encode(key, 'hex') as key, ceil(extract(epoch from tat) * 1000)::bigint as until
      `.execute(db);
      return new Map(rows.map(({ key, until }) => [found(keys, key), until]));
    },
    async keepSpreads(until) {
      if (until.size === 0) return;
      const keys = [...until.keys()].map((id) => hashed(`spread:${id}`));
      await sql`
        update kith.paces p set tat = to_timestamp(u.ms / 1000)
        from unnest(${keys}::text[], ${[...until.values()]}::float8[]) u (key, ms)
        where p.key = decode(u.key, 'hex')
      `.execute(db);
    },
    async unasked({ until, askedBefore, platforms }, limit) {
      const { rows } = await sql<UnaskedRow>`
        select * from (
          select distinct on (m.community_id, m.id)
            m.id, m.zone, m.external_id as person, e.next_due_at as due_at, to_jsonb(c) - 'key' as community
          from kith.enrolments e
          join kith.members m on m.community_id = e.community_id and m.id = e.member_id
          join kith.communities c on c.id = e.community_id
          left join kith.presences p on p.community_id = m.community_id and p.member_id = m.id
          where e.status = 'active' and e.next_due_at <= ${until}
            and m.status = 'joined' and m.place = 'direct'
            and c.platform in (select jsonb_array_elements_text(${JSON.stringify(platforms)}::jsonb))
            and coalesce(p.asked_at, 0) < ${askedBefore}
          order by m.community_id, m.id, e.next_due_at
        ) as members
        order by due_at
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
    async plan(planned) {
      await saveEnrolments(
        db,
        planned.map((one) => enrolmentRow(one.community, one.enrolment)),
      );
      await countSkipped(planned);
      const withOccurrence = planned.flatMap(({ community, occurrence }) =>
        occurrence ? [{ community, occurrence }] : [],
      );
      const sealOf = await seals.ofAll(withOccurrence.map((one) => one.community));
      const inserted = await insertOccurrences(
        db,
        withOccurrence.map(({ community, occurrence }) => occurrenceRow(community, occurrence, sealOf(community))),
      );
      // A slot that was there already keeps the delivery it has.
      const wanted = planned.flatMap(({ community, delivery }) => {
        if (!delivery) return [];
        const { subject } = delivery;
        return subject.kind === 'prompt' && !inserted.has(subject.occurrence) ? [] : [deliveryRow(community, delivery)];
      });
      return insertDeliveries(db, wanted);
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
