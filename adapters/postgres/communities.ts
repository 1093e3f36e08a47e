import type { CommunityId } from '../../src/engine/ids.ts';
import type { CommunityStore } from '../../src/engine/ports/stores.ts';
import type { Community } from '../../src/engine/records/community.ts';
import { holdWork } from './enrolments.ts';
import { insertOrFind, type Row, type Scope, thereBy } from './scope.ts';
import { removeInstallation } from './slack-installations.ts';

type Founded = Omit<Community, 'country' | 'minors' | 'channel' | 'setUpAt'>;

export function communityStore({ db, cipher, seals }: Scope): CommunityStore {
  function known(row: Row<'communities'> | undefined): Community | null {
    if (!row) return null;
    seals.learn(row.id, row.key);
    return communityOf(row);
  }

  async function find(platform: string, externalId: string): Promise<Community | null> {
    const row = await db
      .selectFrom('communities')
      .selectAll()
      .where('platform', '=', platform)
      .where('external_id', '=', externalId)
      .executeTakeFirst();
    return known(row);
  }

  async function insert(community: Founded): Promise<Community | null> {
    const row = await db
      .insertInto('communities')
      .values({ ...foundedRow(community), key: cipher.newKey() })
      .onConflict((conflict) => conflict.columns(['platform', 'external_id']).doNothing())
      .returningAll()
      .executeTakeFirst();
    return known(row);
  }

  return {
    find,
    async get(id) {
      return known(await db.selectFrom('communities').selectAll().where('id', '=', id).executeTakeFirst());
    },
    async open(installation, founded) {
      const there = await find(installation.platform, installation.externalId);
      if (there) return there;
      return insertOrFind(
        () => insert({ ...founded, ...installation }),
        () => find(installation.platform, installation.externalId),
      );
    },
    async save(community) {
      await db.updateTable('communities').set(communityRow(community)).where('id', '=', community.id).execute();
    },
    async erase(id: CommunityId, removedAt) {
      await holdWork(db, id, null);
      const erased = await db
        .deleteFrom('communities')
        .where('id', '=', id)
        .$if(removedAt !== null, (query) => query.where(thereBy('founded_at', removedAt ?? 0)))
        .returning(['platform', 'external_id'])
        .executeTakeFirst();
      if (erased?.platform === 'slack') await removeInstallation(db, erased.external_id, removedAt);
    },
  };
}

export function communityOf(row: Omit<Row<'communities'>, 'key'>): Community {
  return {
    id: row.id,
    platform: row.platform,
    externalId: row.external_id,
    name: row.name,
    mode: row.mode,
    language: row.language,
    zone: row.zone,
    country: row.country,
    minors: row.minors,
    channel: row.channel,
    setUpAt: row.set_up_at,
    createdAt: row.created_at,
  };
}

function communityRow(community: Community) {
  return {
    ...foundedRow(community),
    country: community.country,
    minors: community.minors,
    channel: community.channel,
    set_up_at: community.setUpAt,
  };
}

/** The rest is as the table has it for who was never set up. */
function foundedRow(community: Founded) {
  return {
    id: community.id,
    platform: community.platform,
    external_id: community.externalId,
    name: community.name,
    mode: community.mode,
    language: community.language,
    zone: community.zone,
    created_at: community.createdAt,
  };
}
