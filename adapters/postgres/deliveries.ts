import { sql } from 'kysely';
import type { DeliveryStore } from '../../src/engine/ports/stores.ts';
import { deliveryColumns, deliveryOf, deliveryRow, insertDeliveries } from './delivery-rows.ts';
import type { CommunityScope } from './scope.ts';
import { sentTo } from './work/prompt-ahead.ts';

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
        deliveries.map((delivery) => deliveryRow(community, delivery)),
      ),
    async drop(which, reason) {
      const pending = db
        .updateTable('deliveries')
        .set({ state: 'dropped', reason })
        .where('community_id', '=', community)
        .where('state', '=', sql.lit('pending' as const));
      const dropped =
        'member' in which
          ? pending.where('member_id', '=', which.member)
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
    async dropThanks(thanks, reason) {
      await db
        .updateTable('deliveries')
        .set({ state: 'dropped', reason })
        .where('community_id', '=', community)
        .where('thanks_id', '=', thanks)
        .where('state', '=', sql.lit('pending' as const))
        .execute();
    },
    async sentTo(member, since) {
      const rows = await ahead.or('deliveries', community, sentTo(member), () =>
        db
          .selectFrom('deliveries')
          .select('sent_at')
          .where('community_id', '=', community)
          .where('member_id', '=', member)
          .where('kind', '=', 'prompt')
          .where('state', '=', 'sent')
          .where('sent_at', '>=', since)
          .orderBy('sent_at')
          .execute(),
      );
      return rows.flatMap(({ sent_at }) => (sent_at === null || sent_at < since ? [] : [sent_at]));
    },
    counts: (since) =>
      db
        .selectFrom('deliveries')
        .select((of) => ['state', 'reason', of.fn.countAll<number>().as('count')])
        .where('community_id', '=', community)
        .where('due_at', '>=', since)
        .groupBy(['state', 'reason'])
        .orderBy('state')
        .orderBy('reason')
        .execute(),
  };
}
