import type { BlockStore } from '../../src/engine/ports/bond-stores.ts';
import type { CommunityScope } from './scope.ts';

/** The person is kept by platform id, in the clear: an erasure has to find whom a block names. */
export function blockStore({ db, community }: CommunityScope): BlockStore {
  const ours = () => db.selectFrom('blocks').select('person').where('community_id', '=', community);
  return {
    has: async (member, person) =>
      (await ours().where('member_id', '=', member).where('person', '=', person).executeTakeFirst()) !== undefined,
    async add(member, person) {
      await db
        .insertInto('blocks')
        .values({ community_id: community, member_id: member, person })
        .onConflict((conflict) => conflict.columns(['community_id', 'member_id', 'person']).doNothing())
        .execute();
    },
    async remove(member, person) {
      await db
        .deleteFrom('blocks')
        .where('community_id', '=', community)
        .where('member_id', '=', member)
        .where('person', '=', person)
        .execute();
    },
    async of(member, limit, after) {
      const rows = await ours()
        .where('member_id', '=', member)
        .$if(after !== null, (query) => query.where('person', '>', after))
        .orderBy('person')
        .limit(limit)
        .execute();
      return rows.map(({ person }) => person);
    },
  };
}
