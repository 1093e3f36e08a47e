import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { createKeyring, generateKeys } from '../../adapters/crypto/keyring.ts';
import { admitting } from '../../adapters/discord/admitting.ts';
import { createDiscord } from '../../adapters/discord/discord.ts';
import { paces, ratesOf } from '../../adapters/discord/limits.ts';
import { type Database, openDatabase } from '../../adapters/postgres/database.ts';
import { type SlackSettings, sendingBySlack } from '../../adapters/slack/sending.ts';
import type { Installation } from '../../src/engine/event.ts';
import type { CommunityId } from '../../src/engine/ids.ts';
import type { Destination, Platform } from '../../src/engine/ports/platform.ts';
import { card } from '../contract/platform/cards.ts';
import { failingLog } from '../contract/stores/bench.ts';
import { found } from '../contract/stores/samples.ts';
import { migratedDatabase } from '../servers/database.ts';
import { deliveryId, joined, settingsOf } from './discord/fixture.ts';
import { installationsInMemory, joinForTest } from './slack/joined-slack.ts';

/** What a platform says of its limits is kept in the database, where all workers find it. */
let database: Database;
let drop: () => Promise<void>;
let community: CommunityId;
beforeAll(async () => {
  const fresh = await migratedDatabase();
  drop = () => fresh.drop();
  database = await openDatabase({ url: fresh.url, cipher: createKeyring(generateKeys()), log: failingLog });
  community = await database.transactor.run(async (stores) => (await found(stores)).community.id);
});
afterAll(async () => {
  await database?.close();
  await drop?.();
});

const noSettings: SlackSettings = {
  botToken: null,
  appToken: null,
  signingSecret: null,
  clientId: null,
  clientSecret: null,
  apiUrl: '',
  publicUrl: null,
  stateSecret: null,
};

/** Of the minute that a platform asks to be left alone for; a busy machine has let some of it pass (ms). No pace of ours is as slow. */
const MOST_OF_IT_MS = 30_000;

/** How long another worker would have to wait now (ms). */
async function waitFor(
  platform: Platform,
  installation: Installation,
  to: Destination,
  call: 'send' | 'find' = 'send',
): Promise<number> {
  const paces = platform.paces(installation, to, call);
  return (await database.transactor.run(({ work }) => work.reserve(community, paces, 'none'))).waitMs;
}

let invalidBefore = 0;
beforeEach(async () => {
  invalidBefore = (await database.restraints.standing()).invalid;
});
const invalid = async () => (await database.restraints.standing()).invalid - invalidBefore;

test('Discord: a bucket that is full holds back its channel and no other', async () => {
  const { local, discord, installation } = await joined({ connect: false, restraints: database.restraints });
  const [one, other] = local.places.map(({ id }): Destination => ({ kind: 'channel', channel: id }));
  if (!one || !other) throw new Error('there are too few channels');
  local.fault({ kind: 'rate-limit', retryAfterMs: 60_000, match: 'POST /channels' });
  const sending = discord.platform.send(installation, one, card('Hello'), deliveryId(1));
  await expect(sending).rejects.toMatchObject({ outcome: 'busy' });
  expect(await waitFor(discord.platform, installation, one)).toBeGreaterThan(MOST_OF_IT_MS);
  expect(await waitFor(discord.platform, installation, other)).toBeLessThan(1_000);
  expect(await invalid()).toBe(1);
});

test('Discord: what two processes ask at once goes one at a time, each at its own moment', async () => {
  const options = { requestsPerSecond: 50, restraints: database.restraints };
  const { local, discord, installation } = await joined({ connect: false, rateLimitFactor: 1, ...options });
  const other = createDiscord({ settings: settingsOf(local), log: failingLog, ...options });
  onTestFinished(() => other.stop());
  const begun = performance.now();
  const asked = Array.from({ length: 30 }, (_, number) =>
    (number % 2 === 0 ? discord : other).platform.profile(installation, local.as('Sam').id),
  );
  await Promise.all(asked);
  expect(performance.now() - begun).toBeGreaterThan(29 * 16);
  expect(await invalid()).toBe(0);
});

test('Discord: a process that stands still for a moment sends no heap of requests after it', async () => {
  const sent: number[] = [];
  let awake = 0;
  const send = admitting(database.restraints, { ...paces.global(ratesOf()), key: 'still' }, async () => {
    sent.push(performance.now());
    if (sent.length === 35) {
      awake = performance.now() + 450;
      while (performance.now() < awake);
    }
    return new Response();
  });
  await Promise.all(Array.from({ length: 100 }, () => send('http://127.0.0.1/', { method: 'GET' })));
  expect(sent).toHaveLength(100);
  // Fifteen had their moments meanwhile; those after them are 16 ms apart.
  expect(sent.filter((moment) => moment >= awake && moment < awake + 50).length).toBeLessThan(10);
});

test('Discord: what is forbidden counts as invalid, and a bucket that was just emptied is waited for', async () => {
  const { local, discord, installation } = await joined({
    connect: false,
    rateLimitFactor: 12,
    restraints: database.restraints,
  });
  const places = local.places.map(({ id }): Destination => ({ kind: 'channel', channel: id }));
  const [one] = places;
  if (!one) throw new Error('there is no channel');
  for (let number = 0; number < 5; number++)
    await discord.platform.send(installation, one, card('Hello'), deliveryId(number));
  // What the library refuses by itself, because it remembers, never came to Discord and is not counted.
  await expect(discord.platform.send(installation, one, card('Hello'), deliveryId(6))).rejects.toMatchObject({
    outcome: 'busy',
  });
  // Five in the bucket's window, which is a minute here: the fifth answer said that nothing is left.
  expect(await waitFor(discord.platform, installation, one)).toBeGreaterThan(30_000);
  expect(await invalid()).toBe(0);
  local.removePermission('kindness', 'SendMessages');
  const kindness = local.places.find(({ name }) => name === 'kindness')?.id ?? '';
  const forbidden = discord.platform.send(
    installation,
    { kind: 'channel', channel: kindness },
    card('Hello'),
    deliveryId(9),
  );
  await expect(forbidden).rejects.toMatchObject({ refusal: 'not-allowed' });
  expect(await invalid()).toBe(1);
});

test('Discord: its limit over everything holds back everything', async () => {
  const { local, discord, installation } = await joined({
    connect: false,
    // A window of a minute: what is held is held for longer than this test takes.
    rateLimitFactor: 60,
    restraints: database.restraints,
  });
  const { platform } = discord;
  const sam: Destination = { kind: 'direct', person: local.as('Sam').id };
  const [general] = local.places.map(({ id }): Destination => ({ kind: 'channel', channel: id }));
  if (!general) throw new Error('there is no channel');
  // Two routes, so that no bucket of its own is full first.
  const ask = (number: number) =>
    number % 2 === 0
      ? platform.profile(installation, sam.person)
      : platform.find(installation, general, deliveryId(1), 0);
  const refused = async () =>
    (await Promise.allSettled(Array.from({ length: 60 }, (_, number) => ask(number)))).some(
      ({ status }) => status === 'rejected',
    );
  await expect.poll(refused).toBe(true);
  await discord.stop();
  expect(await waitFor(platform, installation, sam)).toBeGreaterThan(MOST_OF_IT_MS);
  // Nothing is asked any more, by whomever: another process has not heard it itself.
  const other = createDiscord({ settings: settingsOf(local), log: failingLog, restraints: database.restraints });
  onTestFinished(() => other.stop());
  await expect(other.platform.send(installation, general, card('Hello'), deliveryId(2))).rejects.toMatchObject({
    message: 'busy: at the pace of all',
    asked: false,
  });
});

test('Slack: a workspace that takes no more is left alone by all, for as long as Slack said', async () => {
  const { local, slack, installation } = await joinForTest({ restraints: database.restraints });
  local.fault({ kind: 'rate-limit', retryAfterMs: 60_000, match: 'chat.postMessage' });
  const [sam, noor] = ['Sam', 'Noor'].map((name): Destination => ({ kind: 'direct', person: local.as(name).id }));
  if (!sam || !noor) throw new Error('nobody is there');
  const sending = slack.platform.send(installation, sam, card('Hello'), deliveryId(1));
  await expect(sending).rejects.toMatchObject({ outcome: 'busy' });
  expect(await waitFor(slack.platform, installation, noor)).toBeGreaterThan(MOST_OF_IT_MS);
  expect(await waitFor(slack.platform, { ...installation, externalId: 'T0OTHER' }, noor)).toBe(0);
});

test('Slack: look-ups have a pace of their own, and a workspace that takes no more of them still takes messages', async () => {
  const { local, slack, installation } = await joinForTest({ restraints: database.restraints });
  const elsewhere = { ...installation, externalId: 'T0LOOKS' };
  const sam: Destination = { kind: 'direct', person: local.as('Sam').id };
  const waits: number[] = [];
  for (let number = 0; number < 12; number += 1) waits.push(await waitFor(slack.platform, elsewhere, sam, 'find'));
  expect(waits.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
  // Nine seconds, less what this has taken.
  expect(waits.at(-1)).toBeGreaterThan(0);
  expect(await waitFor(slack.platform, elsewhere, sam)).toBe(0);
  local.fault({ kind: 'rate-limit', retryAfterMs: 60_000, match: 'conversations.history' });
  await expect(slack.platform.find(installation, sam, deliveryId(1), 0)).rejects.toMatchObject({ outcome: 'busy' });
  expect(await waitFor(slack.platform, installation, sam, 'find')).toBeGreaterThan(MOST_OF_IT_MS);
});

test('Slack: a thousand are asked about at the pace of the method, which refuses none of the calls', async () => {
  const somebody = (number: number) =>
    ({ name: `N${number.toString(36)}`, zone: 'Europe/London', locale: 'en-GB', admin: number === 0 }) as const;
  const people = Array.from({ length: 1_000 }, (_, number) => somebody(number));
  const faster = 100;
  const { local, installation, slack } = await joinForTest({ local: { people, rates: faster } });
  const settings = {
    botToken: local.environment.SLACK_BOT_TOKEN ?? null,
    apiUrl: local.environment.SLACK_API_URL ?? '',
  };
  const { platform } = sendingBySlack({
    settings: { ...noSettings, ...settings },
    installations: installationsInMemory(),
    log: failingLog,
    restraints: database.restraints,
    compression: faster,
  });
  expect(slack.platform.features.absences).toBe(750);
  const persons = people.map(({ name }) => local.as(name).id);
  const begun = performance.now();
  const found = await platform.absences(installation, persons);
  expect(performance.now() - begun).toBeGreaterThan((14 * 60_000) / 15 / faster);
  expect(persons.every((person) => found.get(person)?.silent === null && found.get(person)?.away === null)).toBe(true);
  expect(local.called('dnd.teamInfo')).toBe(20);
});

test('Slack: a method that is refused for a while is left alone for that while, and who was not reached is to be asked about again', async () => {
  const { local, slack, installation } = await joinForTest({
    restraints: database.restraints,
    local: { communityName: 'Bay' },
  });
  const persons = ['Sam', 'Noor'].map((name) => local.as(name).id);
  local.fault({ kind: 'rate-limit', retryAfterMs: 60_000, match: 'dnd.teamInfo' });
  for (let round = 0; round < 2; round++)
    expect(await slack.platform.absences(installation, persons)).toEqual(new Map());
  expect(local.called('dnd.teamInfo')).toBe(1);
  // It is none of the paces that messages keep.
  const to: Destination = { kind: 'direct', person: persons[0] ?? '' };
  expect(await waitFor(slack.platform, installation, to)).toBe(0);
});
