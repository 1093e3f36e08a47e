import type { PresenceStore } from '../../src/engine/ports/stores.ts';
import type { Presence } from '../../src/engine/records/member.ts';
import type { CommunityScope, Row } from './scope.ts';

export function presenceStore({ db, community, ahead }: CommunityScope): PresenceStore {
  return {
    async get(member) {
      const [row] = await ahead.or('presences', community, member, () =>
        db
          .selectFrom('presences')
          .selectAll()
          .where('community_id', '=', community)
          .where('member_id', '=', member)
          .execute(),
      );
      return row === undefined ? null : presenceOf(row);
    },
    async note(member, presence) {
      const changes = {
        ...(presence.awayUntil !== undefined && { away_until: presence.awayUntil }),
        ...(presence.silent !== undefined && {
          silent_from: presence.silent?.from ?? null,
          silent_until: presence.silent?.until ?? null,
        }),
        ...(presence.askedAt !== undefined && { asked_at: presence.askedAt }),
        ...(presence.zone !== undefined && { zone: presence.zone }),
      };
      await db
        .insertInto('presences')
        .values({ community_id: community, member_id: member, ...changes })
        .onConflict((conflict) =>
          conflict.columns(['community_id', 'member_id']).doUpdateSet({ member_id: member, ...changes }),
        )
        .execute();
    },
  };
}

function presenceOf(row: Row<'presences'>): Presence {
  return {
    awayUntil: row.away_until,
    silent:
      row.silent_from === null || row.silent_until === null ? null : { from: row.silent_from, until: row.silent_until },
    askedAt: row.asked_at,
    zone: row.zone,
  };
}
