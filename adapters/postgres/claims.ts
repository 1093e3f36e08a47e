import { sql } from 'kysely';
import type { ClaimStore } from '../../src/engine/ports/stores.ts';
import type { Reply } from '../../src/engine/reply.ts';
import type { CommunityScope } from './scope.ts';
import { opened } from './sealing.ts';

export function claimStore({ db, community, seals }: CommunityScope): ClaimStore {
  return {
    async claim(key, at) {
      // Meeting the key of a transaction in flight, this insert waits for its end: then the reply is there, or the key is free.
      const inserted = await db
        .insertInto('claims')
        .values({ community_id: community, key, claimed_at: at, member_id: null, reply: null })
        .onConflict((conflict) => conflict.columns(['community_id', 'key']).doNothing())
        .returning('key')
        .executeTakeFirst();
      if (inserted) return { kind: 'new' };
      const earlier = await db
        .selectFrom('claims')
        .select('reply')
        .where('community_id', '=', community)
        .where('key', '=', key)
        .executeTakeFirst();
      // Purged or erased in between.
      if (!earlier) return this.claim(key, at);
      const reply = opened(await seals.of(community), 'claims.reply', key, earlier.reply);
      return { kind: 'answered', reply: reply === null ? { kind: 'nothing' } : (JSON.parse(reply) as Reply) };
    },
    async answered(key, reply, member) {
      const seal = await seals.of(community);
      await db
        .updateTable('claims')
        .set({
          reply: seal.seal('claims.reply', key, JSON.stringify(reply)),
          // A member whom this very event erased is no longer there to be named.
          member_id: db
            .selectFrom('members')
            .select('id')
            .where('community_id', '=', community)
            .where('id', '=', sql.val(member)),
        })
        .where('community_id', '=', community)
        .where('key', '=', key)
        .execute();
    },
  };
}
