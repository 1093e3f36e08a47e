import type { TieStore } from '../../src/engine/ports/stores.ts';
import type { CommunityScope } from './scope.ts';

/** The person is kept by platform id, in the clear: an erasure has to find whom a tie names. */
export function tieStore({ db, community }: CommunityScope): TieStore {
  return {
    async of(member) {
      const rows = await db
        .selectFrom('ties')
        .selectAll()
        .where('community_id', '=', community)
        .where('member_id', '=', member)
        .orderBy('person')
        .execute();
      return rows.map((row) => ({
        member: row.member_id,
        person: row.person,
        layer: row.layer,
        greetedAt: row.greeted_at,
      }));
    },
    async put(tie) {
      const changes = { layer: tie.layer, greeted_at: tie.greetedAt };
      await db
        .insertInto('ties')
        .values({ community_id: community, member_id: tie.member, person: tie.person, ...changes })
        .onConflict((conflict) => conflict.columns(['community_id', 'member_id', 'person']).doUpdateSet(changes))
        .execute();
    },
  };
}
