import { Kysely } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { createKeyring, generateKeys } from '../../../adapters/crypto/keyring.ts';
import { openDatabase } from '../../../adapters/postgres/database.ts';
import { Dialect, openPool } from '../../../adapters/postgres/dialect.ts';
import { migrations } from '../../../adapters/postgres/migrations/index.ts';
import type { CommunityId, EnrolmentId, MemberId } from '../../../src/engine/ids.ts';
import type { Log } from '../../../src/engine/ports/log.ts';
import { freshDatabase } from '../../servers/database.ts';

const log: Log = { info() {}, warn() {}, error() {} };
const cipher = createKeyring(generateKeys());

/** A database as it was before a migration, with rows in it, and then migrated. */
async function migratedFrom(last: string, rows: (key: Buffer, name: Buffer) => readonly [string, unknown[]][]) {
  const fresh = await freshDatabase();
  onTestFinished(() => fresh.drop());
  const pool = openPool({ url: fresh.url, poolSize: 1, log });
  const db = new Kysely<unknown>({ dialect: new Dialect({ pool }) });
  await pool.query('create schema kith');
  const names = Object.keys(migrations);
  const done = names.slice(0, names.indexOf(last) + 1);
  for (const name of done) await migrations[name]?.up(db);
  const key = cipher.newKey();
  const name = cipher.seal(key, 'members.name:m1', 'Maya');
  for (const [statement, values] of rows(Buffer.from(key), Buffer.from(name))) await pool.query(statement, values);
  for (const name of names.slice(done.length)) await migrations[name]?.up(db);
  await db.destroy();
  const database = await openDatabase({ url: fresh.url, cipher, log });
  onTestFinished(() => database.close());
  return database;
}

test('ties and enrolments from before there were labels and paces of one’s own are still there', async () => {
  const { transactor } = await migratedFrom('0003-deliveries', (key, name) => [
    ["insert into kith.communities values ('c1', 'slack', 'T1', 'Riverside', 'work', 'en', null, 1, $1)", [key]],
    [
      `insert into kith.members values
        ('c1', 'm1', 'U1', $1, 'UTC', 'en', 'direct', 1, '10:00', '20:00', '08:00', null, 'joined', 1, null)`,
      [name],
    ],
    ["insert into kith.programs values ('c1', 'p1', 'check-in', 'x', '{}', 1, 1, 'general', null, 'active', 1)", []],
    ["insert into kith.enrolments values ('c1', 'e1', 'p1', 'm1', 'active', 2, 0, null, null, null)", []],
    ["insert into kith.ties values ('c1', 'm1', 'U2', 'inner', 5), ('c1', 'm1', 'U3', 'outer', null)", []],
  ]);
  await transactor.run(async (stores) => {
    const within = stores.in('c1' as CommunityId);
    const ties = await within.ties.of('m1' as MemberId);
    expect(ties.map(({ person, layer, greetedAt }) => [person, layer, greetedAt])).toEqual([
      ['U2', 'inner', 5],
      ['U3', 'outer', null],
    ]);
    for (const { id } of ties) expect(id).toMatch(/^[0-9A-Za-z]{22}$/);
    expect(new Set(ties.map(({ id }) => id)).size).toBe(2);
    expect(await within.enrolments.get('e1' as EnrolmentId)).toMatchObject({ every: 2, chosenEvery: 2 });
    expect(await within.members.get('m1' as MemberId)).toMatchObject({
      name: 'Maya',
      publicThanks: null,
      ledger: null,
      country: null,
      daysOff: true,
    });
  });
});
