import { sql, type Transaction } from 'kysely';
import type { CommunityId, MemberId } from '../../src/engine/ids.ts';
import type { EnrolmentStore } from '../../src/engine/ports/stores.ts';
import type { Enrolment } from '../../src/engine/records/program.ts';
import { type CommunityScope, type Row, recordset } from './scope.ts';
import type { Tables } from './tables.ts';

/**
 * Enrolments are read to be changed, by people and by the planner at the same time: every read locks its rows until the
 * transaction ends (always in order of id, so that two never wait for each other), and the planner skips what is locked.
 */
export function enrolmentStore({ db, community, ahead }: CommunityScope): EnrolmentStore {
  const ours = () =>
    db.selectFrom('enrolments').selectAll().where('community_id', '=', community).orderBy('id').forNoKeyUpdate();
  return {
    async get(id) {
      const [row] = await ahead.or('enrolments', community, id, () => ours().where('id', '=', id).execute());
      return row ? enrolmentOf(row) : null;
    },
    of: async (member) => (await ours().where('member_id', '=', member).execute()).map(enrolmentOf),
    in: async (program) => (await ours().where('program_id', '=', program).execute()).map(enrolmentOf),
    async put(enrolment) {
      const { id, ...changes } = enrolmentRow(community, enrolment);
      const row = await db
        .insertInto('enrolments')
        .values({ id, ...changes })
        .onConflict((conflict) => conflict.columns(['community_id', 'program_id', 'member_id']).doUpdateSet(changes))
        .returningAll()
        .executeTakeFirstOrThrow();
      return enrolmentOf(row);
    },
    save: (enrolments) =>
      saveEnrolments(
        db,
        enrolments.map((enrolment) => enrolmentRow(community, enrolment)),
      ),
  };
}

/** Replaces enrolments of any communities in one statement. */
export async function saveEnrolments(db: Transaction<Tables>, rows: readonly Row<'enrolments'>[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update kith.enrolments e
    set status = r.status, every = r.every, chosen_every = r.chosen_every, ignored_in_row = r.ignored_in_row,
      last_slot = r.last_slot, next_slot = r.next_slot, next_due_at = r.next_due_at
    from ${recordset('enrolments', rows)} r
    where e.community_id = r.community_id and e.id = r.id
  `.execute(db);
}

/**
 * Before a community or a member is erased: whoever plans or is answered holds an enrolment, whoever sends holds a delivery, and both then write what needs
 * its member to be there. Taken in another order, each would wait for the other, and the erasure might be the one to fail.
 */
export async function holdWork(
  db: Transaction<Tables>,
  community: CommunityId,
  member: MemberId | null,
): Promise<void> {
  const theirs = sql`community_id = ${community} ${member === null ? sql`` : sql`and member_id = ${member}`}`;
  await sql`
    select count(*) from (select from kith.enrolments where ${theirs} order by id for update) held
  `.execute(db);
  await sql`
    select count(*) from (
      select from kith.deliveries where ${theirs} and state in ('pending', 'sending') order by id for update
    ) held
  `.execute(db);
}

export function enrolmentOf(row: Row<'enrolments'>): Enrolment {
  return {
    id: row.id,
    program: row.program_id,
    member: row.member_id,
    status: row.status,
    every: row.every,
    chosenEvery: row.chosen_every,
    ignoredInRow: row.ignored_in_row,
    lastSlot: row.last_slot,
    nextSlot: row.next_slot,
    nextDueAt: row.next_due_at,
  };
}

export function enrolmentRow(community: CommunityId, enrolment: Enrolment): Row<'enrolments'> {
  return {
    community_id: community,
    id: enrolment.id,
    program_id: enrolment.program,
    member_id: enrolment.member,
    status: enrolment.status,
    every: enrolment.every,
    chosen_every: enrolment.chosenEvery,
    ignored_in_row: enrolment.ignoredInRow,
    last_slot: enrolment.lastSlot,
    next_slot: enrolment.nextSlot,
    next_due_at: enrolment.nextDueAt,
  };
}
