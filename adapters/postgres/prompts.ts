import type { PromptStore } from '../../src/engine/ports/stores.ts';
import type { CommunityScope } from './scope.ts';

export function promptStore({ db, community, ahead }: CommunityScope): PromptStore {
  return {
    async seen(member) {
      const rows = await ahead.or('prompts_seen', community, member, () =>
        db
          .selectFrom('prompts_seen')
          .select(['prompt', 'seen_at'])
          .where('community_id', '=', community)
          .where('member_id', '=', member)
          .execute(),
      );
      return new Map(rows.map((row) => [row.prompt, row.seen_at]));
    },
    async see(member, prompt, at) {
      await db
        .insertInto('prompts_seen')
        .values({ community_id: community, member_id: member, prompt, seen_at: at })
        .onConflict((conflict) =>
          conflict.columns(['community_id', 'member_id', 'prompt']).doUpdateSet({ seen_at: at }),
        )
        .execute();
    },
    async rests(member) {
      const rows = await ahead.or('category_rests', community, member, () =>
        db
          .selectFrom('category_rests')
          .select(['category', 'until'])
          .where('community_id', '=', community)
          .where('member_id', '=', member)
          .execute(),
      );
      return new Map(rows.map((row) => [row.category, row.until]));
    },
    async rest(member, category, until) {
      await db
        .insertInto('category_rests')
        .values({ community_id: community, member_id: member, category, until })
        .onConflict((conflict) => conflict.columns(['community_id', 'member_id', 'category']).doUpdateSet({ until }))
        .execute();
    },
  };
}
