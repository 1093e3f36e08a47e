import { sql } from 'kysely';
import type { MemberId } from '../../../src/engine/ids.ts';
import type { WorkStore } from '../../../src/engine/ports/work-store.ts';
import { communityOf } from '../communities.ts';
import type { Row, Scope } from '../scope.ts';

type Installations = Pick<WorkStore, 'pause' | 'resume' | 'paused' | 'toLookUp' | 'lookedUp'>;

/** Which installations the platforms refuse, so that nothing is asked of them, and who of the others is still there. */
export function installations({ db }: Scope): Installations {
  return {
    async pause(community, at) {
      await db
        .updateTable('communities')
        .set({ paused_at: at })
        .where('id', '=', community)
        .where('paused_at', 'is', null)
        .execute();
    },
    async resume(community) {
      const resumed = await db
        .updateTable('communities')
        .set({ paused_at: null })
        .where('id', '=', community)
        .where('paused_at', 'is not', null)
        .returning('id')
        .executeTakeFirst();
      return resumed !== undefined;
    },
    async paused(limit) {
      const rows = await db
        .selectFrom('communities')
        .selectAll()
        .where('paused_at', 'is not', null)
        .orderBy('paused_at')
        .limit(limit)
        .execute();
      return rows.map(communityOf);
    },
    async toLookUp(before, limit) {
      const { rows } = await sql<{ member: MemberId; external_id: string; community: Omit<Row<'communities'>, 'key'> }>`
        select m.id as member, m.external_id, to_jsonb(c) - 'key' as community
        from kith.members m
        join kith.communities c on c.id = m.community_id and c.paused_at is null
        where m.status = 'joined' and m.looked_up_at < ${before}
        order by m.looked_up_at
        limit ${limit}
      `.execute(db);
      return rows.map(({ member, external_id, community }) => ({
        community: communityOf(community),
        member,
        externalId: external_id,
      }));
    },
    async lookedUp(community, members, at) {
      if (members.length === 0) return;
      await db
        .updateTable('members')
        .set({ looked_up_at: at })
        .where('community_id', '=', community)
        .where('id', 'in', members)
        .execute();
    },
  };
}
