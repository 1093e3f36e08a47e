import { expect, onTestFinished, test } from 'vitest';
import { createKeyring, generateKeys } from '../../../adapters/crypto/keyring.ts';
import { openDatabase } from '../../../adapters/postgres/database.ts';
import { openPool } from '../../../adapters/postgres/dialect.ts';
import type { Log } from '../../../src/engine/ports/log.ts';
import { freshDatabase, restartablePostgres } from '../../servers/database.ts';
import { freePort } from '../../servers/private-server.ts';

const cipher = createKeyring(generateKeys());
const silent: Log = { info() {}, warn() {}, error() {} };

test('a database that is not there is said so, without its address', async () => {
  const url = `postgres://kith:hunter2@127.0.0.1:${await freePort()}/kith`;
  const error = await openDatabase({ url, cipher, log: silent }).catch((reason: unknown) => reason);
  expect(String(error)).toContain('DATABASE_URL cannot be reached: connect ECONNREFUSED');
  expect(String(error)).not.toContain('hunter2');
});

test('an empty database has every migration pending, and none after migrating', async () => {
  const fresh = await freshDatabase();
  onTestFinished(() => fresh.drop());
  const database = await openDatabase({ url: fresh.url, cipher, log: silent });
  onTestFinished(() => database.close());
  const pending = await database.pending();
  expect(pending.length).toBeGreaterThan(0);
  expect(pending).toEqual(pending.toSorted());
  expect(await database.migrate()).toEqual(pending);
  expect(await database.pending()).toEqual([]);
});

test('a server that goes while the pool closes is no loss', async () => {
  const fresh = await freshDatabase();
  const errors: string[] = [];
  const log: Log = { ...silent, error: (event) => void errors.push(event) };
  const database = await openDatabase({ url: fresh.url, cipher, log });
  await Promise.all(Array.from({ length: 8 }, () => database.ping()));
  await Promise.all([database.close(), fresh.drop()]);
  expect(errors).toEqual([]);
});

test('a restart of the server is logged, survived, and the same pool goes on', async () => {
  const server = await restartablePostgres();
  onTestFinished(() => server.stop());
  const errors: string[] = [];
  const log: Log = { ...silent, error: (event) => void errors.push(event) };
  const database = await openDatabase({ url: server.url, cipher, log });
  onTestFinished(() => database.close());
  await server.kill();
  await expect.poll(() => errors).toContain('database-connection-lost');
  await expect(database.ping()).rejects.toThrow();
  await server.start();
  await database.ping();
});

test('a server that goes in the midst of a transaction fails that one, and no more', async () => {
  const server = await restartablePostgres();
  onTestFinished(() => server.stop());
  const database = await openDatabase({ url: server.url, cipher, log: silent });
  onTestFinished(() => database.close());
  await database.migrate();
  const broken = database.transactor.run(async ({ communities }) => {
    await communities.find('slack', 'T1');
    await server.kill();
    return communities.find('slack', 'T1');
  });
  await expect(broken).rejects.toThrow();
  await server.start();
  expect(await database.transactor.run(({ communities }) => communities.find('slack', 'T1'))).toBeNull();
});

test('a statement that was kept is planned anew once its table has another column', async () => {
  const fresh = await freshDatabase();
  onTestFinished(() => fresh.drop());
  const pool = openPool({ url: fresh.url, poolSize: 1, ownSessions: true, log: silent });
  onTestFinished(() => pool.end());
  const client = await pool.connect();
  onTestFinished(() => client.release());
  await client.query('create table things (id integer)');
  const ask = () => client.query('select * from things where id = $1', [1]);
  const kept = async () =>
    (await client.query('select count(*)::integer as n from pg_prepared_statements', [])).rows[0]?.n;
  for (let times = 0; times < 6; times += 1) await ask();
  expect(await kept()).toBe(1);
  await client.query('alter table things add column name text');
  await expect(ask()).rejects.toMatchObject({ code: '0A000' });
  expect((await ask()).fields.map(({ name }) => name)).toEqual(['id', 'name']);
  // Batches of any size are not kept.
  for (let times = 0; times < 6; times += 1) await client.query('select * from things limit $1', [times]);
  expect(await kept()).toBe(1);
});
