import { sql } from 'kysely';
import type { TroubleStore } from '../../src/engine/ports/stores.ts';
import type { CommunityScope } from './scope.ts';

export function troubleStore({ db, community }: CommunityScope): TroubleStore {
  return {
    async note({ kind, place, missing }, at) {
      await db
        .insertInto('troubles')
        .values({ community_id: community, kind, place, missing, since: at, last_seen: at, times: 1 })
        .onConflict((conflict) =>
          conflict.columns(['community_id', 'kind', 'place']).doUpdateSet((old) => ({
            // What is named once is not forgotten by an answer that names nothing.
            missing: sql`coalesce(${missing}, ${old.ref('troubles.missing')})`,
            last_seen: at,
            times: sql`${old.ref('troubles.times')} + 1`,
          })),
        )
        .execute();
    },
    async settle(place, kinds) {
      await db
        .deleteFrom('troubles')
        .where('community_id', '=', community)
        .where('place', '=', place)
        .where('kind', 'in', kinds)
        .execute();
    },
    async open() {
      const rows = await db
        .selectFrom('troubles')
        .selectAll()
        .where('community_id', '=', community)
        .orderBy('since')
        .orderBy('kind')
        .orderBy('place')
        .execute();
      return rows.map(({ kind, place, missing, since, last_seen, times }) => ({
        kind,
        place,
        missing,
        since,
        lastSeen: last_seen,
        times,
      }));
    },
    async closed(member, at) {
      await db
        .insertInto('unreachable')
        .values({ community_id: community, member_id: member, since: at, told: false })
        .onConflict((conflict) => conflict.columns(['community_id', 'member_id']).doUpdateSet({ told: false }))
        .execute();
    },
    async reached(member) {
      await db
        .deleteFrom('unreachable')
        .where('community_id', '=', community)
        .where('member_id', '=', member)
        .execute();
    },
    async tell(member) {
      const told = await db
        .updateTable('unreachable')
        .set({ told: true })
        .where('community_id', '=', community)
        .where('member_id', '=', member)
        .where('told', '=', false)
        .returning('member_id')
        .executeTakeFirst();
      return told !== undefined;
    },
    async unreached() {
      // Who left is nobody who waits for anything.
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from kith.unreachable u
        join kith.members m on m.community_id = u.community_id and m.id = u.member_id and m.status = 'joined'
        where u.community_id = ${community}
      `.execute(db);
      return rows[0]?.count ?? 0;
    },
  };
}
