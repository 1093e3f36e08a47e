import type { BlockStore } from '../../src/engine/ports/stores.ts';
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
    of: async (member) =>
      (await ours().where('member_id', '=', member).orderBy('person').execute()).map(({ person }) => person),
  };
}
