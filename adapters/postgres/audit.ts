import type { AuditStore } from '../../src/engine/ports/stores.ts';
import type { CommunityScope } from './scope.ts';

export function auditStore({ db, community }: CommunityScope): AuditStore {
  return {
    async add({ actor, action, target, at }) {
      await db.insertInto('audit').values({ community_id: community, actor, action, target, at }).execute();
    },
    /** Newest first. */
    list: (limit) =>
      db
        .selectFrom('audit')
        .select(['actor', 'action', 'target', 'at'])
        .where('community_id', '=', community)
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),
  };
}
