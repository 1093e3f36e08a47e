import { sql } from 'kysely';
import type { WorkStore } from '../../../src/engine/ports/work-store.ts';
import { communityOf } from '../communities.ts';
import { deliveryRow, insertDeliveries } from '../delivery-rows.ts';
import { enrolmentOf, enrolmentRow, saveEnrolments } from '../enrolments.ts';
import { memberNamedLater } from '../members.ts';
import { insertOccurrences, occurrenceRow } from '../occurrences.ts';
import { programOf } from '../programs.ts';
import type { Row, Scope } from '../scope.ts';
import { type MemberJson, memberRowOf } from './joined-rows.ts';

/** What the planner reads and writes, a batch at a time and in a handful of statements whatever the batch's size. */
export function planning({ db, seals }: Scope): Pick<WorkStore, 'dueEnrolments' | 'plan'> {
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
    async plan(planned) {
      await saveEnrolments(
        db,
        planned.map((one) => enrolmentRow(one.community, one.enrolment)),
      );
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
