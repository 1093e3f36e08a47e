import type { DraftStore } from '../../src/engine/ports/bond-stores.ts';
import type { CommunityScope } from './scope.ts';

export function draftStore({ db, community, seals }: CommunityScope): DraftStore {
  return {
    async get(id) {
      const row = await db
        .selectFrom('drafts')
        .selectAll()
        .where('community_id', '=', community)
        .where('id', '=', id)
        .executeTakeFirst();
      if (!row) return null;
      const seal = await seals.of(community);
      return {
        id,
        member: row.member_id,
        words: seal.open('drafts.words', id, row.words),
        createdAt: row.created_at,
      };
    },
    async add({ id, member, words, createdAt }) {
      const seal = await seals.of(community);
      await db
        .insertInto('drafts')
        .values({
          community_id: community,
          id,
          member_id: member,
          words: seal.seal('drafts.words', id, words),
          created_at: createdAt,
        })
        .execute();
    },
    async remove(id) {
      await db.deleteFrom('drafts').where('community_id', '=', community).where('id', '=', id).execute();
    },
  };
}
