import { sql } from 'kysely';
import type { MemberId } from '../../../src/engine/ids.ts';
import type { WorkStore } from '../../../src/engine/ports/work-store.ts';
import type { Standing } from '../../../src/engine/records/community.ts';
import { communityOf } from '../communities.ts';
import { promised, type Row, type Scope } from '../scope.ts';

type Installations = Pick<
  WorkStore,
  | 'pause'
  | 'resume'
  | 'paused'
  | 'toLookAt'
  | 'lookedAt'
  | 'heardFrom'
  | 'standing'
  | 'keepStanding'
  | 'toLookUp'
  | 'lookedUp'
>;

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
    async paused(platforms, limit) {
      const rows = await db
        .selectFrom('communities')
        .selectAll()
        .where('paused_at', 'is not', null)
        .where(sql<boolean>`platform = any (${platforms})`)
        .orderBy('looked_at')
        .orderBy('paused_at')
        .limit(limit)
        .execute();
      return rows.map(communityOf);
    },
    async toLookAt(platforms, { before, now }, limit) {
      const rows = await db
        .selectFrom('communities')
        .selectAll()
        .where('paused_at', 'is', null)
        .where(sql<boolean>`platform = any (${platforms})`)
        .where((where) => where.or([where('looked_at', '<=', before), where('looked_at', '>', now)]))
        .orderBy('looked_at')
        .limit(limit)
        .execute();
      return rows.map(communityOf);
    },
    async lookedAt(community, at) {
      await db.updateTable('communities').set({ looked_at: at }).where('id', '=', community).execute();
    },
    async heardFrom(community, { since, until }) {
      const claim = await db
        .selectFrom('claims')
        .select('key')
        .where('community_id', '=', community)
        .where('claimed_at', '>', since)
        .where('claimed_at', '<=', until)
        .limit(1)
        .executeTakeFirst();
      return claim !== undefined;
    },
    async standing(community) {
      const row = await db
        .selectFrom('communities')
        .select(['found_identity', 'found_since', 'missed_since', 'missed_days', 'missed_seen_at', 'erase_at'])
        .where('id', '=', community)
        .forNoKeyUpdate()
        .executeTakeFirst();
      return row ? standingOf(row) : null;
    },
    async keepStanding(community, { found, missed }) {
      await db
        .updateTable('communities')
        .set({
          found_identity: found?.identity ?? null,
          found_since: found?.since ?? null,
          missed_since: missed?.since ?? null,
          missed_days: missed?.days ?? null,
          missed_seen_at: missed?.seenAt ?? null,
          erase_at: missed?.eraseAt ?? null,
        })
        .where('id', '=', community)
        .execute();
    },
    async toLookUp(platforms, { before, now }, limit) {
      const { rows } = await sql<{ member: MemberId; external_id: string; community: Omit<Row<'communities'>, 'key'> }>`
        select m.id as member, m.external_id, to_jsonb(c) - 'key' as community
        from kith.members m
        join kith.communities c on c.id = m.community_id and c.paused_at is null
        where m.status = 'joined' and (m.looked_up_at < ${before} or m.looked_up_at > ${now}) and c.platform = any (${platforms})
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

type StandingRow = Pick<
  Row<'communities'>,
  'found_identity' | 'found_since' | 'missed_since' | 'missed_days' | 'missed_seen_at' | 'erase_at'
>;

function standingOf(row: StandingRow): Standing {
  const { found_identity: identity, missed_since: since } = row;
  return {
    found: identity === null ? null : { identity, since: row.found_since },
    missed:
      since === null
        ? null
        : {
            since,
            days: promised(row.missed_days, 'missed_days'),
            seenAt: promised(row.missed_seen_at, 'missed_seen_at'),
            eraseAt: promised(row.erase_at, 'erase_at'),
          },
  };
}
