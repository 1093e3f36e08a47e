import { Redis } from 'ioredis';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { freshDatabase, freshRedis, restartablePostgres, restartableRedis } from './database.ts';

test('two tests get two databases, and a dropped one is gone even while somebody is connected', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  onTestFinished(() => other.drop());
  const client = await connected(one.url);
  await client.query('create table note (words text)');
  expect(await rows(other.url, "select to_regclass('note') as found")).toEqual([{ found: null }]);
  await one.drop();
  await expect(connected(one.url)).rejects.toThrow(/does not exist/);
});

test('two tests get two key spaces of Redis, and flushing one leaves the other', async () => {
  const [one, other] = await Promise.all([freshRedis(), freshRedis()]);
  const [first, second] = [redis(one.url), redis(other.url)];
  await Promise.all([first.set('key', 'first'), second.set('key', 'second')]);
  await one.flush();
  expect(await first.get('key')).toBeNull();
  expect(await second.get('key')).toBe('second');
  expect(one.prefix).not.toBe(other.prefix);
});

test('a killed Postgres keeps what was committed and comes back at the same address', async () => {
  const server = await restartablePostgres();
  onTestFinished(() => server.stop());
  await rows(server.url, "create table note as select 'kept' as words");
  await server.kill();
  await expect(connected(server.url)).rejects.toThrow(/ECONNREFUSED/);
  await server.start();
  expect(await rows(server.url, 'select words from note')).toEqual([{ words: 'kept' }]);
});

test.each([
  { keeps: true, found: 'here' },
  { keeps: false, found: null },
])('a killed Redis comes back at the same address; keeps: $keeps', async ({ keeps, found }) => {
  const server = await restartableRedis({ keeps });
  onTestFinished(() => server.stop());
  await redis(server.url).set('key', 'here');
  await server.kill();
  await server.start();
  expect(await redis(server.url).get('key')).toBe(found);
});

test('tests run in a zone nobody develops in, and so does the database session', async () => {
  expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe('Pacific/Chatham');
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  expect(await rows(database.url, 'show timezone')).toEqual([{ TimeZone: 'Pacific/Chatham' }]);
});

test('a browser starts, and it has a font for emoji', async () => {
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.setContent('<canvas width="40" height="40"></canvas>');
  // Without the font the glyph is an outlined box: as black and white as the page.
  const colours = await page.evaluate(`(() => {
    const context = document.querySelector('canvas').getContext('2d');
    context.font = '30px sans-serif';
    context.fillText('🍊', 0, 30);
    const { data } = context.getImageData(0, 0, 40, 40);
    return data.filter((value, index) => index % 4 === 0 && value - data[index + 2] > 50).length;
  })()`);
  expect(colours).toBeGreaterThan(50);
});

function redis(url: string): Redis {
  const client = new Redis(url);
  // A killed server ends the connection; what the test asserts is what comes after.
  client.on('error', () => {});
  onTestFinished(() => client.disconnect());
  return client;
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function rows(url: string, statement: string): Promise<unknown[]> {
  const client = await connected(url);
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
