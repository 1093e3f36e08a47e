import { sql } from 'kysely';
import type { CommunityId, EpochMs } from '../../src/engine/ids.ts';
import type { Claim, ClaimStore } from '../../src/engine/ports/stores.ts';
import type { Reply } from '../../src/engine/reply.ts';
import { type CommunityScope, insertOrFind } from './scope.ts';
import { opened } from './sealing.ts';
import { command } from './statement.ts';

interface Answered {
  readonly community: CommunityId;
  readonly key: string;
  readonly reply: Uint8Array;
  readonly person: string | null;
}

/**
 * It is always there to be updated. Found by its conflict, because that is looked up in the index whatever is known of the table: after a quiet
 * weekend there are a few claims, an update's kept plan reads them all, and a minute of a Monday morning makes thousands of them.
 */
const keep = command<Answered>(
  // A member whom this very event erased is no longer there to be named.
  ({ community, key, reply, person }) => sql`
    insert into kith.claims (community_id, key, claimed_at, reply, member_id)
    values (${community}, ${key}, 0, ${reply}, (
      select id from kith.members where community_id = ${community} and external_id = ${person}
    ))
    on conflict (community_id, key) do update set reply = excluded.reply, member_id = excluded.member_id
  `,
);

export function claimStore({ db, community, seals }: CommunityScope): ClaimStore {
  async function insert(key: string, at: EpochMs): Promise<Claim | null> {
    const row = await db
      .insertInto('claims')
      .values({ community_id: community, key, claimed_at: at, member_id: null, reply: null })
      .onConflict((conflict) => conflict.columns(['community_id', 'key']).doNothing())
      .returning('key')
      .executeTakeFirst();
    return row ? { kind: 'new' } : null;
  }

  async function find(key: string): Promise<Claim | null> {
    const row = await db
      .selectFrom('claims')
      .select('reply')
      .where('community_id', '=', community)
      .where('key', '=', key)
      .executeTakeFirst();
    if (!row) return null;
    const reply = opened(await seals.of(community), 'claims.reply', key, row.reply);
    return { kind: 'answered', reply: reply === null ? { kind: 'nothing' } : (JSON.parse(reply) as Reply) };
  }

  return {
    // Meeting the key of a transaction in flight, the insert waits for its end: then the reply is there, or the key is free.
    claim: (key, at) =>
      insertOrFind(
        () => insert(key, at),
        () => find(key),
      ),
    async answered(key, reply, person) {
      const seal = await seals.of(community);
      await keep(db, { community, key, reply: seal.seal('claims.reply', key, JSON.stringify(reply)), person });
    },
  };
}
