import type { TieId } from '../../src/engine/ids.ts';
import type { TieStore } from '../../src/engine/ports/bond-stores.ts';
import type { Tie } from '../../src/engine/records/bond.ts';
import { type CommunityScope, insertOrFind, type Row } from './scope.ts';
import { opened, type Seal, sealed } from './sealing.ts';

/** The person is kept by platform id, in the clear: an erasure has to find whom a tie names. The label is sealed. */
export function tieStore({ db, community, seals }: CommunityScope): TieStore {
  const ours = () => db.selectFrom('ties').selectAll().where('community_id', '=', community);

  async function insert(tie: Tie): Promise<TieId | null> {
    const row = tieRow(tie, await seals.of(community));
    const inserted = await db
      .insertInto('ties')
      .values({ community_id: community, ...row })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    return inserted?.id ?? null;
  }

  /** Which row a tie replaces: the member's to the same person before the one with the same id. */
  async function standing({ id, member, person }: Tie): Promise<TieId | null> {
    const own = db
      .selectFrom('ties')
      .select('id')
      .where('community_id', '=', community)
      .where('member_id', '=', member)
      .forNoKeyUpdate();
    const samePerson = person === null ? undefined : await own.where('person', '=', person).executeTakeFirst();
    return (samePerson ?? (await own.where('id', '=', id).executeTakeFirst()))?.id ?? null;
  }

  async function remove(id: TieId): Promise<void> {
    await db.deleteFrom('ties').where('community_id', '=', community).where('id', '=', id).execute();
  }

  return {
    async get(id) {
      const row = await ours().where('id', '=', id).executeTakeFirst();
      return row ? tieOf(row, await seals.of(community)) : null;
    },
    async of(member) {
      const rows = await ours().where('member_id', '=', member).orderBy('created_at').orderBy('id').execute();
      if (rows.length === 0) return [];
      const seal = await seals.of(community);
      return rows.map((row) => tieOf(row, seal));
    },
    async put(tie) {
      let inserted = false;
      const id = await insertOrFind(
        async () => {
          const fresh = await insert(tie);
          inserted = fresh !== null;
          return fresh;
        },
        () => standing(tie),
      );
      const kept = { ...tie, id };
      if (inserted) return kept;
      // A tie that was turned to a person who has one already becomes that one.
      if (id !== tie.id) await remove(tie.id);
      await db
        .updateTable('ties')
        .set(tieRow(kept, await seals.of(community)))
        .where('community_id', '=', community)
        .where('id', '=', id)
        .execute();
      return kept;
    },
    remove,
  };
}

function tieOf(row: Row<'ties'>, seal: Seal): Tie {
  return {
    id: row.id,
    member: row.member_id,
    person: row.person,
    label: opened(seal, 'ties.label', row.id, row.label),
    layer: row.layer,
    everyDays: row.every_days,
    greetedAt: row.greeted_at,
    putOffUntil: row.put_off_until,
    createdAt: row.created_at,
  };
}

function tieRow(tie: Tie, seal: Seal) {
  return {
    id: tie.id,
    member_id: tie.member,
    person: tie.person,
    label: sealed(seal, 'ties.label', tie.id, tie.label),
    layer: tie.layer,
    every_days: tie.everyDays,
    greeted_at: tie.greetedAt,
    put_off_until: tie.putOffUntil,
    created_at: tie.createdAt,
  };
}
