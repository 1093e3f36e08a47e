import type { ProgramStore } from '../../src/engine/ports/stores.ts';
import type { Program } from '../../src/engine/records/program.ts';
import type { CommunityScope, Row } from './scope.ts';

export function programStore({ db, community, ahead }: CommunityScope): ProgramStore {
  const ours = () => db.selectFrom('programs').selectAll().where('community_id', '=', community);
  return {
    async get(id) {
      const [row] = await ahead.or('programs', community, id, () => ours().where('id', '=', id).execute());
      return row ? programOf(row) : null;
    },
    async lock(id) {
      const row = await ours().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
      return row ? programOf(row) : null;
    },
    list: async () => (await ours().orderBy('created_at').orderBy('id').execute()).map(programOf),
    async add(program) {
      const added = await db
        .insertInto('programs')
        .values({ community_id: community, ...programRow(program) })
        .onConflict((conflict) => conflict.columns(['community_id', 'id']).doNothing())
        .executeTakeFirst();
      return added.numInsertedOrUpdatedRows === 1n;
    },
    async save(program) {
      await db
        .updateTable('programs')
        .set(programRow(program))
        .where('community_id', '=', community)
        .where('id', '=', program.id)
        .execute();
    },
  };
}

export function programOf(row: Row<'programs'>): Program {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    cadence: row.cadence,
    windowMinutes: row.window_minutes,
    expiryMinutes: row.expiry_minutes,
    pack: row.pack,
    channel: row.channel,
    ownDay: row.own_day,
    status: row.status,
    createdAt: row.created_at,
  };
}

function programRow(program: Program) {
  return {
    id: program.id,
    kind: program.kind,
    name: program.name,
    cadence: JSON.stringify(program.cadence),
    window_minutes: program.windowMinutes,
    expiry_minutes: program.expiryMinutes,
    pack: program.pack,
    channel: program.channel,
    own_day: program.ownDay,
    status: program.status,
    created_at: program.createdAt,
  };
}
