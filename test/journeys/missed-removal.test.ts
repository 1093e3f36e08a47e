import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateKeys } from '../../adapters/crypto/keyring.ts';
import { type LocalDiscord, startLocalDiscord } from '../../playground/discord/local-discord.ts';
import type { LocalPlatform } from '../../playground/driver.ts';
import { type LocalSlack, startLocalSlack } from '../../playground/slack/local-slack.ts';
import { type MovableClock, movableClock } from '../../src/clock.ts';
import { parseConfig } from '../../src/config.ts';
import { type Kith, startKith } from '../../src/kith.ts';
import { createLog } from '../../src/log.ts';
import { migratedDatabase, type TestDatabase } from '../servers/database.ts';
import { patientDiscord, patientSlack, seldom } from '../servers/patience.ts';
import { DAY, home, joinWith, rows } from './scenes.ts';

/** Kith is stopped, and removed meanwhile: whatever the platform told of it is lost. */

const VALUES = { Place: 'by direct message', 'Where your clock is': 'London' };
const clock: MovableClock = movableClock(Date.parse('2026-11-22T12:00:00Z'));
let logged: string[];
let database: TestDatabase;
let undo: (() => Promise<unknown>)[];
beforeEach(async () => {
  logged = [];
  database = await migratedDatabase();
  undo = [() => database.drop()];
});
afterEach(async () => {
  for (const step of undo.reverse()) await step();
});

/** Starts the whole of Kith; what stops it may be called early. */
async function start(environment: Readonly<Record<string, string>>): Promise<Kith> {
  const config = parseConfig({ ...environment, DATABASE_URL: database.url, KITH_HOST: '127.0.0.1', PORT: '0' });
  const log = createLog('trace', { write: (line) => void logged.push(line) });
  const kith = await startKith({ config, clock, log, rounds: seldom });
  undo.push(() => kith.stop());
  return kith;
}

const members = () =>
  rows<{ name: string }>({ databaseUrl: database.url }, 'select external_id as id from kith.members');
const left = async () =>
  (
    await rows<{ left: number }>(
      { databaseUrl: database.url },
      `select (select count(*) from kith.communities)::int + (select count(*) from kith.audit)::int
        + (select count(*) from kith.slack_installations)::int as left`,
    )
  )[0]?.left;
const erasures = () => logged.filter((line) => line.includes('community.erased'));

/** A look a day: all is there until the last of these days, on which nothing is left. */
async function days(kith: Kith, local: LocalPlatform, count: number): Promise<void> {
  clock.moveTo(clock.now() + DAY);
  await kith.engine.lookUp();
  const erasedOn = new Date(clock.now() + count * DAY).toISOString().slice(0, 10);
  expect(logged.filter((line) => line.includes('installation.missing')).map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ installation: local.communityId, erasedOn, days: 1 }),
  ]);
  for (let day = 1; day <= count; day++) {
    expect(await members()).toEqual([{ id: local.as('Sam').id }]);
    clock.moveTo(clock.now() + DAY);
    await kith.engine.lookUp();
  }
  expect(await left()).toBe(0);
  expect(erasures().map((line) => JSON.parse(line))).toEqual([expect.objectContaining({ why: 'removal-missed' })]);
}

describe('Slack, installed by workspaces themselves', () => {
  it('one that removed Kith unheard is erased after thirty days, its token too; installing it again begins clean', async () => {
    const local: LocalSlack = await startLocalSlack({
      mode: 'http',
      eventsUrl: () => eventsUrl,
      ...patientSlack,
    });
    let eventsUrl = '';
    undo.push(() => local.stop());
    const { SLACK_BOT_TOKEN: _token, ...rest } = local.environment;
    const { clientId, clientSecret } = local.authorize();
    const environment = {
      ...rest,
      KITH_ENCRYPTION_KEYS: generateKeys(),
      SLACK_CLIENT_ID: clientId,
      SLACK_CLIENT_SECRET: clientSecret,
      PUBLIC_URL: 'https://kith.example.org',
    };
    const installed = (kith: Kith) => {
      eventsUrl = `${kith.address}/slack/events`;
      const bot = { token: local.environment.SLACK_BOT_TOKEN, userId: local.botId };
      const installation = { team: { id: local.communityId, name: 'Harbour' }, bot };
      return kith.database.installations.save(local.communityId, JSON.stringify(installation));
    };
    const first = await start(environment);
    await installed(first);
    await joinWith(local.as('Sam'), VALUES);
    await first.engine.lookUp();
    await first.stop();
    local.refuseToken();
    const second = await start(environment);
    await days(second, local, 30);
    local.refuseToken(false);
    await installed(second);
    await home(local.as('Sam'));
    expect(await members()).toEqual([]);
  });
});

describe('Discord', () => {
  let local: LocalDiscord;
  let environment: Readonly<Record<string, string>>;
  /** Somebody has joined, a look has found Kith there, and it was stopped for longer than Discord keeps a session. */
  beforeEach(async () => {
    local = await startLocalDiscord({ rateLimitFactor: 0, ...patientDiscord });
    undo.push(() => local.stop());
    environment = { ...local.environment, KITH_ENCRYPTION_KEYS: generateKeys() };
    const kith = await start(environment);
    await local.connected();
    await joinWith(local.as('Sam'), VALUES);
    await kith.engine.lookUp();
    await kith.stop();
    local.invalidateSession();
  });

  it('a server that removed Kith unheard is erased after seven days', async () => {
    local.removeApp();
    const kith = await start(environment);
    await local.connected();
    await days(kith, local, 7);
  });

  it('one to which it was added again meanwhile begins clean', async () => {
    local.removeApp();
    local.addApp();
    await start(environment);
    await expect.poll(left).toBe(0);
    expect(erasures().map((line) => JSON.parse(line))).toEqual([expect.objectContaining({ why: 'installed-anew' })]);
    await local.connected();
    await home(local.as('Sam'));
    expect(await members()).toEqual([]);
  });
});
