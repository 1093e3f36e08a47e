import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type EmbeddedDatabase, startEmbedded } from '../../../adapters/postgres/embedded.ts';
import { emptyPglite } from '../../servers/pglite.ts';

/** On a busy machine a start may take half a minute. */
const startDeadlineMs = 90_000;
const slow = { timeout: 2 * startDeadlineMs };

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'kith-embedded-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Starting PGlite takes seconds of computing: one in memory serves all tests that do not look at files. */
let embedded: EmbeddedDatabase;
beforeAll(async () => {
  embedded = await startEmbedded(null, await emptyPglite());
}, startDeadlineMs);
afterAll(() => embedded?.stop());

async function connected({ url } = embedded): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

test('transactions of two connections are apart: neither sees nor joins the other', async () => {
  const [one, other] = [await connected(), await connected()];
  await one.query('create table apart (id int primary key, words text)');
  await one.query('begin');
  await one.query('insert into apart values ($1, $2)', [1, 'rolled back']);
  const order: string[] = [];
  const second = (async () => {
    await other.query('begin');
    order.push('other began');
    await other.query('insert into apart values ($1, $2)', [1, 'kept']);
    await other.query('commit');
  })();
  // The other one waits, however many round trips this one still makes.
  for (let count = 0; count < 5; count += 1) await one.query('select $1::int', [count]);
  order.push('one ends');
  await one.query('rollback');
  await second;
  expect(order).toEqual(['one ends', 'other began']);
  expect((await one.query('select * from apart')).rows).toEqual([{ id: 1, words: 'kept' }]);
});

test('parametrised queries that waited for a transaction are not mixed up with each other', async () => {
  // pglite-socket 0.2.17 alone binds one connection's parameters to the other's statement here.
  const holder = await connected();
  const waiting = await Promise.all(Array.from({ length: 6 }, () => connected()));
  await holder.query('begin');
  const answers = waiting.map(async (client, index) => {
    const text = index % 2 === 0 ? 'select $1::int as a' : 'select $1::int as a, $2::text as b';
    return (await client.query(text, index % 2 === 0 ? [index] : [index, 'b'])).rows[0].a;
  });
  for (let count = 0; count < 20; count += 1) await holder.query('select $1::int', [count]);
  await holder.query('commit');
  expect(await Promise.all(answers)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a connection that breaks off inside a transaction leaves nothing and blocks nobody', async () => {
  const client = await connected();
  await client.query('create table broken (id int)');
  const broken = new pg.Client({ connectionString: embedded.url });
  broken.on('error', () => {});
  await broken.connect();
  await broken.query('begin');
  await broken.query('insert into broken values ($1)', [1]);
  const count = client.query('select count(*)::int as n from broken');
  (broken as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  expect((await count).rows).toEqual([{ n: 0 }]);
});

test('a failed statement ends neither the session nor the transactions of others', async () => {
  const [one, other] = [await connected(), await connected()];
  await one.query('begin');
  await expect(one.query('select 1 / $1::int', [0])).rejects.toThrow('division by zero');
  const after = other.query('select $1::int as n', [7]);
  await expect(one.query('select 1')).rejects.toThrow('aborted');
  await one.query('rollback');
  expect((await after).rows).toEqual([{ n: 7 }]);
});

test('what is in a folder is still there after a restart, and nothing is left beside it', slow, async () => {
  const path = folder();
  const first = await startEmbedded(path);
  const client = new pg.Client({ connectionString: first.url });
  await client.connect();
  await client.query("create table notes as select 'kept' as words");
  await client.end();
  await first.stop();
  expect(readdirSync(path)).toEqual(['database']);
  const second = await startEmbedded(path);
  onTestFinished(() => second.stop());
  const again = await connected(second);
  expect((await again.query('select words from notes')).rows).toEqual([{ words: 'kept' }]);
});

test('only this user can reach it: it listens in a folder of its own', async () => {
  const host = new URL(embedded.url).searchParams.get('host') ?? '';
  expect(statSync(host).mode & 0o777).toBe(0o700);
});

test('a folder in use is refused to a second one; a lock left by a dead process is taken over', slow, async () => {
  const path = folder();
  const lock = join(path, 'database.lock');
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  writeFileSync(lock, JSON.stringify({ pid: dead, started: null }));
  const first = await startEmbedded(path, await emptyPglite());
  onTestFinished(() => first.stop());
  expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid });
  await expect(startEmbedded(path)).rejects.toThrow(`process ${process.pid}`);
  await first.stop();
  expect(readdirSync(path)).toEqual(['database']);
});
