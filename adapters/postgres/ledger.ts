import { sql } from 'kysely';
import type { MemberId } from '../../src/engine/ids.ts';
import type { LedgerStore } from '../../src/engine/ports/bond-stores.ts';
import type { SupportEvent } from '../../src/engine/records/bond.ts';
import type { CommunityScope, Row } from './scope.ts';

export function ledgerStore(scope: CommunityScope): LedgerStore {
  const { db, community } = scope;
  return {
    async enter(event) {
      if (event.giver === null && event.receiver === null) return;
      await db
        .insertInto('support_events')
        .values({
          community_id: community,
          giver_id: event.giver,
          receiver_id: event.receiver,
          kind: event.kind,
          share: event.share,
          at: event.at,
          source: event.source,
          source_id: event.sourceId,
        })
        .onConflict((conflict) =>
          conflict.columns(['community_id', 'source', 'source_id', 'giver_id', 'receiver_id']).doNothing(),
        )
        .execute();
    },
    async withdraw(source, sourceId) {
      await db
        .deleteFrom('support_events')
        .where('community_id', '=', community)
        .where('source', '=', source)
        .where('source_id', '=', sourceId)
        .execute();
    },
    async of(member, since) {
      const rows = await db
        .selectFrom('support_events')
        .selectAll()
        .where('community_id', '=', community)
        .where((or) => or.or([or('giver_id', '=', member), or('receiver_id', '=', member)]))
        .where('at', '>=', since)
        .orderBy('at')
        .orderBy('id')
        .execute();
      return rows.map(eventOf);
    },
    totals: (member) =>
      db
        .selectFrom('support_totals')
        .select(['side', 'kind', 'acts'])
        .where('community_id', '=', community)
        .where('member_id', '=', member)
        .orderBy('side')
        .orderBy('kind')
        .execute(),
    async rate(member, day, feels, at) {
      await db
        .insertInto('self_ratings')
        .values({ community_id: community, member_id: member, day, feels, rated_at: at })
        .onConflict((conflict) =>
          conflict.columns(['community_id', 'member_id', 'day']).doUpdateSet({ feels, rated_at: at }),
        )
        .execute();
    },
    async ratings(member, limit) {
      const rows = await db
        .selectFrom('self_ratings')
        .select('feels')
        .where('community_id', '=', community)
        .where('member_id', '=', member)
        .orderBy('day', 'desc')
        .limit(limit)
        .execute();
      return rows.map(({ feels }) => feels);
    },
    forget: (member) => forget(scope, member),
  };
}

/**
 * Takes a member's side out of every act. First go the acts that have no other side, and those that would become the
 * same as one that stands already: an act counts once.
 */
export async function forget({ db, community }: CommunityScope, member: MemberId): Promise<void> {
  await sql`
    delete from kith.support_events e
    where e.community_id = ${community} and ${member} in (e.giver_id, e.receiver_id)
      and (
        coalesce(nullif(e.giver_id, ${member}), nullif(e.receiver_id, ${member})) is null
        or exists (
          select from kith.support_events o
          where o.community_id = e.community_id and o.source = e.source and o.source_id = e.source_id
            and o.giver_id is not distinct from nullif(e.giver_id, ${member})
            and o.receiver_id is not distinct from nullif(e.receiver_id, ${member})
        )
      )
  `.execute(db);
  await sql`
    update kith.support_events
    set giver_id = nullif(giver_id, ${member}), receiver_id = nullif(receiver_id, ${member})
    where community_id = ${community} and ${member} in (giver_id, receiver_id)
  `.execute(db);
  // After the acts: a purge that made totals of some meanwhile has been waited for.
  for (const table of ['support_totals', 'self_ratings'] as const) {
    await db.deleteFrom(table).where('community_id', '=', community).where('member_id', '=', member).execute();
  }
}

function eventOf(row: Row<'support_events'>): SupportEvent {
  return {
    giver: row.giver_id,
    receiver: row.receiver_id,
    kind: row.kind,
    share: row.share,
    at: row.at,
    source: row.source,
    sourceId: row.source_id,
  };
}
