import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { generateKeys } from '../../adapters/crypto/keyring.ts';
import type { CommunityId } from '../../src/engine/ids.ts';
import { freshDatabase } from '../servers/database.ts';
import { opened, program } from './setup.ts';

/** Starting a program takes its time where cores are shared (ms). */
const PATIENCE = 60_000;

async function schemas(url: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const made =
    "select distinct table_schema as name from information_schema.tables where table_schema in ('kith', 'bullmq')";
  const { rows } = await client.query(made);
  await client.end();
  return rows.map((row: { name: string }) => row.name).toSorted();
}

it(
  'brings an empty database up to date, and has nothing to do the second time',
  async () => {
    const database = await freshDatabase();
    onTestFinished(() => database.drop());
    const first = await program('migrate', { DATABASE_URL: database.url });
    expect(first.err).toBe('');
    expect(first.out).toMatch(/^Migrated the database: 0001-people, /);
    expect(first.code).toBe(0);
    // Without Redis the queue lives there too.
    expect(await schemas(database.url)).toEqual(['bullmq', 'kith']);
    const second = await program('migrate', { DATABASE_URL: database.url });
    expect(second).toEqual({
      code: 0,
      out: 'The database is up to date.\nThe queue’s tables are up to date.\n',
      err: '',
    });
  },
  PATIENCE,
);

it(
  'two at once do it once',
  async () => {
    const database = await freshDatabase();
    onTestFinished(() => database.drop());
    const environment = { DATABASE_URL: database.url, REDIS_URL: 'redis://127.0.0.1:1' };
    const both = await Promise.all([program('migrate', environment), program('migrate', environment)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.map(({ out }) => out.slice(0, 8)).toSorted()).toEqual(['Migrated', 'The data']);
    expect(await schemas(database.url)).toEqual(['kith']);
  },
  PATIENCE,
);

it(
  'after a new key was put first, what is under the old one moves',
  async () => {
    const database = await freshDatabase();
    onTestFinished(() => database.drop());
    const old = generateKeys();
    const before = { DATABASE_URL: database.url, KITH_ENCRYPTION_KEYS: old };
    const records = await opened(before);
    await records.migrate();
    await records.transactor.run(({ communities }) =>
      communities.open(
        { platform: 'slack', externalId: 'T1', name: 'Harbour' },
        { id: 'harbour0000000000000AA' as CommunityId, mode: 'community', language: 'en', zone: null, createdAt: 0 },
      ),
    );
    const keys = `newest:${generateKeys().split(':')[1]},${old}`;
    const { out, code } = await program('migrate', { ...before, KITH_ENCRYPTION_KEYS: keys });
    expect(out).toContain('Moved 1 of its keys under the newest in KITH_ENCRYPTION_KEYS.');
    expect(code).toBe(0);
  },
  PATIENCE,
);

it(
  'says kindly what is missing, and never shows a password',
  async () => {
    const nothing = await program('migrate', {});
    expect(nothing.code).toBe(1);
    expect(nothing.err).toMatch(/^DATABASE_URL is not set/);
    const away = await program('migrate', { DATABASE_URL: 'postgres://kith:hunter2hunter2@127.0.0.1:1/kith' });
    expect(away.code).toBe(1);
    expect(away.err).toMatch(/^The database in DATABASE_URL cannot be reached: .*ECONNREFUSED/);
    expect(`${away.out}${away.err}`).not.toContain('hunter2');
  },
  PATIENCE,
);
