import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { generateKeys } from '../adapters/crypto/keyring.ts';
import { lockFile } from '../adapters/postgres/folder-lock.ts';
import { startLocalDiscord } from '../playground/discord/local-discord.ts';
import { startLocalSlack } from '../playground/slack/local-slack.ts';
import { ConfigError, parseConfig } from '../src/config.ts';
import { migratedDatabase } from './servers/database.ts';
import { compiled } from './servers/node.ts';

const KEYS = generateKeys();
const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', KITH_ENCRYPTION_KEYS: KEYS };
const DISCORD = {
  DISCORD_TOKEN: 'd'.repeat(60),
  DISCORD_APPLICATION_ID: '123456789012345678',
  KITH_ENCRYPTION_KEYS: KEYS,
};

function problemsOf(environment: Readonly<Record<string, string>>): ConfigError {
  try {
    parseConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

describe('the environment', () => {
  it('may be empty: the playground', () => {
    expect(parseConfig({})).toMatchObject({ port: 3000, role: 'all', slack: null, discord: null, databaseUrl: null });
    expect(parseConfig({ PORT: ' ', SLACK_BOT_TOKEN: '', DATABASE_URL: undefined })).toEqual(parseConfig({}));
  });

  it('has twice as many deliveries at once as connections, unless told otherwise', () => {
    expect(parseConfig({ DATABASE_POOL: '20' })).toMatchObject({ databasePool: 20, concurrency: 40 });
    expect(parseConfig({ KITH_CONCURRENCY: '3' })).toMatchObject({ databasePool: 10, concurrency: 3 });
  });

  it('with tokens is Slack, Discord, or both, and cannot be changed afterwards', () => {
    expect(parseConfig(SLACK)).toMatchObject({
      slack: { botToken: 'xoxb-1', apiUrl: 'https://slack.com/api/' },
      discord: null,
    });
    expect(parseConfig({ ...SLACK, ...DISCORD }).discord?.applicationId).toBe(DISCORD.DISCORD_APPLICATION_ID);
    expect(Object.isFrozen(parseConfig(SLACK))).toBe(true);
  });

  it('signs what a browser carries with a secret of its own, and not with the keys of what members wrote', () => {
    const secretOf = (keys: string) => parseConfig({ ...SLACK, KITH_ENCRYPTION_KEYS: keys }).slack?.stateSecret ?? '';
    const [, key = ''] = KEYS.split(':');
    expect(secretOf(KEYS)).toMatch(/^[\w-]{43}$/);
    expect(secretOf(KEYS)).not.toContain(key.slice(0, 20));
    expect(secretOf(KEYS)).toBe(secretOf(KEYS));
    expect(secretOf(KEYS)).not.toBe(secretOf(generateKeys()));
  });

  it.each([
    ['KITH_ROLE', 'everything'],
    ['KITH_HOST', 'my-laptop'],
    ['PORT', 'eighty'],
    ['PORT', '99999'],
    ['PORT', '-1'],
    ['PORT', '3000.5'],
    ['LOG_LEVEL', 'chatty'],
    ['KITH_OPERATOR', 'o'.repeat(81)],
    ['KITH_ENCRYPTION_KEYS', 'hunter2-hunter2'],
    ['KITH_ENCRYPTION_KEYS', `k1:${'A'.repeat(20)}=`],
    ['DATABASE_URL', 'mysql://root:hunter2@db/kith'],
    ['DATABASE_URL', 'hunter2'],
    ['REDIS_URL', 'http://hunter2:6379'],
    ['REDIS_URL', 'redis://one:6379,hunter2'],
    ['PUBLIC_URL', 'ftp://hunter2'],
    ['SLACK_BOT_TOKEN', 'xoxp-hunter2'],
    ['SLACK_APP_TOKEN', 'xoxb-hunter2'],
    ['SLACK_SIGNING_SECRET', 'short'],
    ['SLACK_API_URL', 'hunter2'],
    ['DISCORD_TOKEN', 'hunter2'],
    ['DISCORD_APPLICATION_ID', 'hunter2'],
    ['DISCORD_API_URL', 'javascript:hunter2'],
    ['SLACK_MESSAGES_PER_MINUTE', 'several'],
    ['SLACK_MESSAGES_PER_MINUTE', '-300'],
    ['SLACK_MESSAGES_PER_MINUTE', '99.5'],
    ['DISCORD_REQUESTS_PER_SECOND', '-50'],
    ['DISCORD_REQUESTS_PER_SECOND', '1e9'],
    ['DISCORD_SHARDS', 'hunter2'],
    ['DISCORD_SHARDS', '0'],
    ['DATABASE_POOL', '1'],
    ['DATABASE_POOL', 'hunter2'],
    ['KITH_CONCURRENCY', '0'],
    ['KITH_CONCURRENCY', '1e6'],
  ])('malformed, %s is named with what it should be, never with what it is (%s)', (variable, value) => {
    const { message, problems } = problemsOf({ ...SLACK, ...DISCORD, [variable]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${variable} should be .+\\.$`));
    expect(message).not.toContain(value);
  });

  it('knows no limit of the platforms but what their operator tells', () => {
    const limits = { SLACK_MESSAGES_PER_MINUTE: '600', DISCORD_REQUESTS_PER_SECOND: '200' };
    expect(parseConfig({ ...SLACK, ...DISCORD })).toMatchObject({
      slack: { messagesPerMinute: null },
      discord: { requestsPerSecond: null },
    });
    expect(parseConfig({ ...SLACK, ...DISCORD, ...limits })).toMatchObject({
      slack: { messagesPerMinute: 600 },
      discord: { requestsPerSecond: 200 },
    });
  });

  it('tells everything that is wrong at once', () => {
    expect(problemsOf({ PORT: 'x', LOG_LEVEL: 'y', REDIS_URL: 'z' }).problems).toHaveLength(3);
  });

  it.each([
    ['SLACK_BOT_TOKEN', { SLACK_APP_TOKEN: 'xapp-1', KITH_ENCRYPTION_KEYS: KEYS }],
    ['SLACK_APP_TOKEN', { SLACK_BOT_TOKEN: 'xoxb-1', KITH_ENCRYPTION_KEYS: KEYS }],
    [
      'SLACK_SIGNING_SECRET',
      { SLACK_CLIENT_ID: '1', SLACK_CLIENT_SECRET: '2', SLACK_APP_TOKEN: 'xapp-1', KITH_ENCRYPTION_KEYS: KEYS },
    ],
    ['DISCORD_TOKEN', { DISCORD_APPLICATION_ID: DISCORD.DISCORD_APPLICATION_ID, KITH_ENCRYPTION_KEYS: KEYS }],
    ['DISCORD_APPLICATION_ID', { DISCORD_TOKEN: DISCORD.DISCORD_TOKEN, KITH_ENCRYPTION_KEYS: KEYS }],
    ['KITH_ENCRYPTION_KEYS', { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }],
    [
      'KITH_ENCRYPTION_KEYS',
      { DISCORD_TOKEN: DISCORD.DISCORD_TOKEN, DISCORD_APPLICATION_ID: DISCORD.DISCORD_APPLICATION_ID },
    ],
    // Its part of the work would be a playground that nobody looks at.
    ['KITH_ROLE', { KITH_ROLE: 'worker', DATABASE_URL: 'postgres://kith@localhost/kith' }],
  ])('missing beside the others, %s is named', (variable, environment) => {
    const { problems } = problemsOf(environment as unknown as Record<string, string>);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${variable} `);
    expect(problems[0]).toContain('missing');
  });
});

/** A process or two that start, beside as many others as a busy machine has (ms). */
const START_MS = 90_000;

describe('npm start that cannot start', { timeout: START_MS }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-start-'));
  const undo: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  afterAll(async () => {
    for (const step of undo.reverse()) await step();
  });

  /** Runs the program in an empty folder with this environment and nothing else. */
  async function start(environment: Readonly<Record<string, string>>) {
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
    const child = spawn(process.execPath, [...compiled, '--no-warnings', main], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', ...environment },
    });
    const [said, complained, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number | null>((resolve) => child.once('exit', resolve)),
    ]);
    return { code, said, complained };
  }

  /** One kind sentence for people: no stack, no secret. */
  function expectKind(
    { code, said, complained }: Awaited<ReturnType<typeof start>>,
    sentence: RegExp,
    ...secrets: readonly string[]
  ) {
    expect(complained).toMatch(sentence);
    expect(complained).not.toMatch(/^\s+at /m);
    for (const secret of secrets) expect(said + complained).not.toContain(secret);
    expect(code).toBe(1);
  }

  const database = async () => {
    const fresh = await migratedDatabase();
    undo.push(() => fresh.drop());
    return fresh.url;
  };

  it('for a malformed variable', async () => {
    expectKind(
      await start({ PORT: 'eighty' }),
      /^The environment needs mending.*\n {2}PORT should be a port\.$/m,
      'eighty',
    );
  });

  it('for a port that somebody else has, or an address that this machine does not have', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, resolve));
    undo.push(async () => other.close());
    const port = (other.address() as { port: number }).port;
    const slack = await startLocalSlack();
    undo.push(() => slack.stop());
    const environment = { ...slack.environment, KITH_ENCRYPTION_KEYS: KEYS, DATABASE_URL: await database() };
    const taken = await start({ ...environment, PORT: String(port) });
    expectKind(taken, new RegExp(`PORT ${port} cannot be used`), KEYS);
    // 192.0.2.0/24 stands in documents only (RFC 5737).
    const elsewhere = await start({ ...environment, KITH_HOST: '192.0.2.1', PORT: '0' });
    expectKind(elsewhere, /KITH_HOST 192\.0\.2\.1 is no address of this machine/, KEYS);
  });

  it('for a token that Slack refuses', async () => {
    const slack = await startLocalSlack();
    undo.push(() => slack.stop());
    const token = 'xoxb-0000-hunter2hunter2hunter2';
    const environment = {
      ...slack.environment,
      SLACK_BOT_TOKEN: token,
      KITH_ENCRYPTION_KEYS: KEYS,
      DATABASE_URL: await database(),
      PORT: '0',
    };
    expectKind(await start(environment), /SLACK_BOT_TOKEN/, token, KEYS);
  });

  it('for a token that Discord refuses', async () => {
    const discord = await startLocalDiscord();
    undo.push(() => discord.stop());
    const token = 'hunter2.hunter2.hunter2hunter2hunter2';
    const environment = {
      ...discord.environment,
      DISCORD_TOKEN: token,
      KITH_ENCRYPTION_KEYS: KEYS,
      DATABASE_URL: await database(),
      PORT: '0',
    };
    expectKind(await start(environment), /DISCORD_TOKEN/, token, KEYS);
  });

  it('for a database that is not there', async () => {
    const environment = { ...SLACK, DATABASE_URL: 'postgres://kith:hunter2@127.0.0.1:9/kith', PORT: '0' };
    expectKind(await start(environment), /^The database/m, 'hunter2', KEYS);
  });

  it('for a folder of records that another Kith uses', async () => {
    const free = lockFile(join(folder, 'database.lock'));
    undo.push(async () => free());
    expectKind(await start({ ...SLACK, KITH_DATA_DIR: folder, PORT: '0' }), /^Another Kith .* uses this folder/m, KEYS);
  });

  it('for a Redis that is not there', async () => {
    const environment = {
      ...SLACK,
      DATABASE_URL: await database(),
      REDIS_URL: 'redis://:hunter2@127.0.0.1:9',
      PORT: '0',
    };
    expectKind(await start(environment), /Redis/, 'hunter2', KEYS);
  });
});

it('.env.example lists every variable there is, and no other', () => {
  const named = (file: string, pattern: RegExp) =>
    new Set([...readFileSync(file, 'utf8').matchAll(pattern)].map(([, name]) => name));
  expect(named('.env.example', /^# ([A-Z_]+)=/gm)).toEqual(named('src/config.ts', /^ {2}([A-Z_]+): /gm));
});
