import { sql } from 'kysely';
import type { EnrolmentId, EpochMs, LocalDate, OccurrenceId } from '../../src/engine/ids.ts';
import type { DeliveryStore } from '../../src/engine/ports/stores.ts';
import { deliveryColumns, deliveryOf, insertDeliveries, receiptOf } from './delivery-rows.ts';
import type { CommunityScope } from './scope.ts';
import { countsForCaps, sentTo } from './work-store/prompt-ahead.ts';

type Counted = Awaited<ReturnType<DeliveryStore['counts']>>[number];

export function deliveryStore({ db, community, ahead }: CommunityScope): DeliveryStore {
  return {
    async get(id) {
      const row = await db
        .selectFrom('deliveries')
        .select(deliveryColumns)
        .where('community_id', '=', community)
        .where('id', '=', id)
        .executeTakeFirst();
      return row ? deliveryOf(row) : null;
    },
    add: (deliveries) =>
      insertDeliveries(
        db,
        deliveries.map((delivery) => ({ community, delivery })),
      ),
    async drop(which, reason) {
      const pending = db
        .updateTable('deliveries')
        .set({ state: 'dropped', reason })
        .where('community_id', '=', community)
        .where('state', '=', sql.lit('pending' as const));
      const dropped =
        'member' in which
          ? pending
              .where('member_id', '=', which.member)
              .$if(which.keepNotes === true, (mine) => mine.where('kind', '!=', sql.lit('thanks' as const)))
          : pending.where((or) =>
              or.or([
                or('program_id', '=', which.program),
                or.exists(
                  or
                    .selectFrom('occurrences as o')
                    .select('o.id')
                    .whereRef('o.community_id', '=', 'deliveries.community_id')
                    .whereRef('o.id', '=', 'deliveries.occurrence_id')
                    .where('o.program_id', '=', which.program),
                ),
              ]),
            );
      return Number((await dropped.executeTakeFirst()).numUpdatedRows);
    },
    async withdraw(program) {
      const gone = await sql<{ occurrence: OccurrenceId | null; slot: LocalDate | null }>`
        delete from kith.deliveries d
        where d.community_id = ${community} and d.state = 'pending' and d.begun_at is null and (
          d.program_id = ${program} or exists (
            select from kith.occurrences o
            where o.community_id = d.community_id and o.id = d.occurrence_id and o.program_id = ${program}
          ))
        returning d.occurrence_id as occurrence, d.slot
      `.execute(db);
      if (gone.rows.length === 0) return [];
      // A statement of its own: it sees what a worker wrote for whom the first had to wait.
      const { rows } = await sql<{ enrolment: EnrolmentId; slot: LocalDate; dueAt: EpochMs }>`
        delete from kith.occurrences o
        where o.community_id = ${community} and o.program_id = ${program} and o.state = 'waiting' and (
          o.id = any(${gone.rows.flatMap(({ occurrence }) => occurrence ?? [])}::text[])
          -- Behind a doorbell are those that have no delivery of their own.
          or (o.slot = any(${gone.rows.flatMap(({ slot }) => slot ?? [])}::text[]) and not exists (
            select from kith.deliveries d where d.community_id = o.community_id and d.occurrence_id = o.id
          )))
        returning o.enrolment_id as enrolment, o.slot, o.due_at as "dueAt"
      `.execute(db);
      return rows;
    },
    async holdPosts(member) {
      const notes = db
        .selectFrom('thanks')
        .select('id')
        .where('community_id', '=', community)
        .where((or) => or.or([or('giver_id', '=', member), or('receiver_id', '=', member)]));
      await db
        .selectFrom('deliveries')
        .select('id')
        .where('community_id', '=', community)
        .where('kind', '=', sql.lit('public-thanks' as const))
        .where('thanks_id', 'in', notes)
        .orderBy('id')
        .forNoKeyUpdate()
        .execute();
    },
    async dropThanks(thanks, reason) {
      await db
        .updateTable('deliveries')
        .set({ state: 'dropped', reason })
        .where('community_id', '=', community)
        .where('thanks_id', '=', thanks)
        .where('state', '=', sql.lit('pending' as const))
        .execute();
    },
    async takeDigest(slot) {
      const row = await db
        .selectFrom('deliveries')
        .select(['id', 'receipt_channel', 'receipt_message'])
        .where('community_id', '=', community)
        .where('kind', '=', sql.lit('digest' as const))
        .where('slot', '=', slot)
        // Who removes a note looks here; a digest that arrives right now waits, and then sees that the note is gone.
        .forNoKeyUpdate()
        .executeTakeFirst();
      const receipt = row === undefined ? null : receiptOf(row.receipt_channel, row.receipt_message);
      if (row !== undefined && receipt !== null)
        await db
          .updateTable('deliveries')
          .set({ receipt_channel: null, receipt_message: null })
          .where('community_id', '=', community)
          .where('id', '=', row.id)
          .execute();
      return receipt;
    },
    async sentTo(member, besides, since, now) {
      const rows = await ahead.or('deliveries', community, sentTo(member), () =>
        db
          .selectFrom('deliveries')
          .select('sent_at')
          .where('community_id', '=', community)
          .where('member_id', '=', member)
          .where('kind', '=', 'prompt')
          .$if(besides !== null, (query) => query.where('id', '<>', besides))
          .where(countsForCaps(sql.ref('deliveries')))
          .orderBy('sent_at')
          .execute(),
      );
      return rows.map(({ sent_at }) => sent_at ?? now).filter((at) => at >= since);
    },
    async counts(since) {
      const { rows } = await sql<Counted>`
        select state, reason, sum(count)::integer as count
        from (
          select state, reason, 1 as count from kith.deliveries where community_id = ${community} and due_at >= ${since}
          union all
          select 'dropped', reason, count from kith.skips where community_id = ${community} and at >= ${since}
        ) as all_of_them
        group by state, reason
        order by state, reason
      `.execute(db);
      return rows;
    },
  };
}
