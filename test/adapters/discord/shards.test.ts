import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { APIGatewayBotInfo } from 'discord.js';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createDiscord, type Discord } from '../../../adapters/discord/discord.ts';
import { Shards } from '../../../adapters/discord/shards.ts';
import {
  type LocalDiscord,
  type LocalDiscordOptions,
  startLocalDiscord,
} from '../../../playground/discord/local-discord.ts';
import type { Actor } from '../../../playground/driver.ts';
import type { CommunityId } from '../../../src/engine/ids.ts';
import type { Reply } from '../../../src/engine/reply.ts';
import { card, commands } from '../../contract/platform/cards.ts';
import { keptLog } from '../../contract/platform/harness.ts';
import { ScriptedInbound } from '../../contract/platform/scripted-inbound.ts';
import { compiled } from '../../servers/node.ts';
import { patientDiscord } from '../../servers/patience.ts';
import { settingsOf } from './fixture.ts';
import { keys, records, sharedStore } from './records.ts';

/** Shorter than in production, as is Discord's own window. */
const windowMs = 500;
const times = {
  // Outlasts a machine that stands still for a while.
  leaseMs: 20_000,
  marginMs: 800,
  renewMs: 500,
  lookMs: 50,
  // Discord counts from when an identify arrives: it may have been under way for longer than the next.
  identifyMs: windowMs + 1_500,
  answersMs: 100,
  restMs: 500,
};
/** Of those who are waited for until they have surely gone. */
const short = { ...times, leaseMs: 6_000 };
const holder = fileURLToPath(new URL('holder.ts', import.meta.url));

interface Village {
  readonly local: LocalDiscord;
  /** One more process, connected. */
  readonly join: (shards?: number | null, waits?: typeof times) => Promise<Process>;
}
interface Process {
  readonly discord: Discord;
  readonly script: ScriptedInbound;
  readonly logged: readonly string[];
  readonly held: () => readonly number[];
}

async function village(options: LocalDiscordOptions = {}): Promise<Village> {
  const local = await startLocalDiscord({
    rateLimitFactor: 0,
    identifyWindowMs: windowMs,
    ...patientDiscord,
    ...options,
  });
  onTestFinished(() => local.stop());
  // Two identifies at once, so that only the test of their order waits for it.
  local.shard({ shards: 2, required: 2, maxConcurrency: 16 });
  const store = await sharedStore(local);
  return {
    local,
    async join(shards = null, waits = times) {
      const script = new ScriptedInbound();
      const logged: string[] = [];
      const settings = { ...settingsOf(local), shards };
      const discord = createDiscord({ settings, log: keptLog(logged), describe: () => commands, times: waits });
      onTestFinished(() => discord.stop());
      await discord.register();
      await discord.start(script, store);
      const held = () => discord.shards().held.map(({ shard }) => shard);
      return { discord, script, logged, held };
    },
  };
}

const homeShard = (local: LocalDiscord, count = 2) => Number((BigInt(local.communityId) >> 22n) % BigInt(count));
const running = (local: LocalDiscord) => local.shards().live.map(([id, count]) => `${id}/${count}`);

async function ask(statement: string, ...values: unknown[]) {
  const client = new pg.Client({ connectionString: (await records()).url });
  await client.connect();
  try {
    return (await client.query(statement, values)).rows;
  } finally {
    await client.end();
  }
}

test('two processes share two shards: a newcomer gets its part by resuming, and events go to one of them', async () => {
  const { local, join } = await village();
  const first = await join();
  expect(first.held()).toEqual([0, 1]);
  const second = await join();
  await expect.poll(() => [first.held().length, second.held().length]).toEqual([1, 1]);
  await expect.poll(() => running(local)).toEqual(['0/2', '1/2']);
  await expect.poll(() => [first.discord.connected(), second.discord.connected()]).toEqual([true, true]);
  expect(local.shards()).toMatchObject({ identified: 2, resumed: 1, tooSoon: 0 });
  for (const each of [first, second]) each.script.on('kith home', { kind: 'private', card: card('Hello') });
  await local.as('Sam').type('/kith home');
  const [atHome, other] = first.held()[0] === homeShard(local) ? [first, second] : [second, first];
  await atHome.script.event('command');
  expect(other.script.events).toEqual([]);
  expect(local.refusals).toEqual([]);
});

test('who stops hands over without a gap: the other resumes, and what came in between is dealt with', async () => {
  const { local, join } = await village();
  const first = await join();
  const second = await join();
  await expect.poll(() => [first.held().length, second.held().length]).toEqual([1, 1]);
  const [atHome, other] = first.held()[0] === homeShard(local) ? [first, second] : [second, first];
  other.script.on('kith home', { kind: 'private', card: card('Still here') });
  await atHome.discord.stop();
  // It has let go; the other may have begun already.
  expect(atHome.held()).toEqual([]);
  await local.as('Sam').type('/kith home');
  await expect.poll(() => other.held()).toEqual([0, 1]);
  await other.script.event('command');
  await expect.poll(() => local.as('Sam').sees().at(-1)?.text).toBe('Still here');
  // Nobody identified for it: the two at the start, and every hand-over a resume.
  expect(local.shards().identified).toBe(2);
});

test('a killed holder is followed within its lease, and what it had announced and not finished is given by its follower', {
  timeout: 60_000,
}, async () => {
  const { local, join } = await village();
  local.shard({ shards: 1, required: 1 });
  const { url } = await records();
  const given = JSON.stringify({ url, keys, settings: settingsOf(local), times: short });
  const child = spawn(process.execPath, [...compiled, holder, given], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(createInterface({ input: child.stdout }), 'line', { signal: AbortSignal.timeout(20_000) });
  const standby = await join(null, short);
  expect([running(local), standby.held(), standby.discord.connected()]).toEqual([['0/1'], [], true]);
  standby.script.on('kith home', { kind: 'private', card: card('In other hands') });
  const sam = local.as('Sam');
  // Resolves when the holder has said that an answer comes; it never would.
  await sam.type('/kith home');
  const killed = performance.now();
  child.kill('SIGKILL');
  await sam.until('the answer', (me) => me.sees().find(({ text }) => text.includes('In other hands')), 30_000);
  expect(performance.now() - killed).toBeLessThan(short.leaseMs + short.lookMs + 15_000);
  expect(standby.held()).toEqual([0]);
  expect(local.shards()).toMatchObject({ live: [[0, 1]], identified: 1, resumed: 1 });
  expect(await ask('select count(*)::int as n from kith.discord_owed where person = $1', sam.id)).toEqual([{ n: 0 }]);
  expect(local.refusals).toEqual([]);
});

test('an answer that was announced, and whose effect is done, is given by whoever looks next, and once', async () => {
  const { local, join } = await village();
  local.shard({ shards: 1, required: 1 });
  const { discord, script } = await join();
  await join();
  const sam = local.as('Sam');
  const { promise, resolve } = Promise.withResolvers<Reply>();
  script.on('kith home', () => promise, 'private');
  await sam.type('/kith home');
  const { origin } = await script.event('command');
  const { database } = await records();
  await database.transactor.run(async (stores) => {
    const community = await stores.communities.find('discord', local.communityId);
    const { claims } = stores.in(community?.id as CommunityId);
    await claims.claim(origin.claim, 1);
    await claims.answered(origin.claim, { kind: 'private', card: card('As it was decided') }, null);
  });
  await ask("update kith.discord_owed set made_at = made_at - interval '20 seconds' where claim = $1", origin.claim);
  const shown = (me: Actor) => me.sees().find(({ text }) => text.includes('As it was decided'));
  await sam.until('the answer', shown);
  resolve({ kind: 'private', card: card('And again') });
  await discord.stop();
  expect(shown(sam)).toBeDefined();
  expect(sam.sees().some(({ text }) => text.includes('And again'))).toBe(false);
  expect(local.refusals).toEqual([]);
});

test('what Discord allows at once is kept: of one bucket only one shard identifies in each window', async () => {
  const { local, join } = await village();
  local.shard({ maxConcurrency: 1 });
  const began = performance.now();
  const only = await join();
  expect(performance.now() - began).toBeGreaterThan(windowMs);
  expect(only.held()).toEqual([0, 1]);
  expect(local.shards()).toMatchObject({
    live: [
      [0, 2],
      [1, 2],
    ],
    identified: 2,
    tooSoon: 0,
  });
});

test('a holder whose lease was lost closes its shards before another identifies or resumes', async () => {
  const { local, join } = await village();
  const first = await join();
  // As after a pause of the whole process: by the database's clock its lease has ended, and another took it.
  await ask(
    "update kith.discord_shards set holder = 'another', until = clock_timestamp() + interval '1 hour' where application_id = $1",
    local.botId,
  );
  await expect.poll(() => first.held()).toEqual([]);
  expect(running(local)).toEqual([]);
  await ask('update kith.discord_shards set holder = null, until = null where application_id = $1', local.botId);
  await expect.poll(() => first.held()).toEqual([0, 1]);
  await expect.poll(() => running(local)).toEqual(['0/2', '1/2']);
});

test('another number of shards is taken over in good order: all close, then all begin', async () => {
  const { local, join } = await village();
  const first = await join();
  expect(running(local)).toEqual(['0/2', '1/2']);
  local.shard({ shards: 3, required: 3 });
  const second = await join(3);
  await expect.poll(() => running(local), { timeout: 20_000 }).toEqual(['0/3', '1/3', '2/3']);
  expect([...first.held(), ...second.held()].toSorted((one, other) => one - other)).toEqual([0, 1, 2]);
  expect(first.discord.shards().of).toBe(3);
  // A session of two shards is none of three.
  expect(local.shards()).toMatchObject({ identified: 5, tooSoon: 0 });
});

test('where Discord comes to demand more shards than there are, they become more', async () => {
  const { local, join } = await village();
  const only = await join();
  local.shard({ shards: 3, required: 3 });
  local.invalidateSession();
  await expect.poll(() => running(local), { timeout: 20_000 }).toEqual(['0/3', '1/3', '2/3']);
  expect(only.held()).toEqual([0, 1, 2]);
  expect(only.logged.join()).toContain('4011');
});

test('only whoever holds a shard may identify it, and one of a bucket at a time', async () => {
  const { local } = await village();
  const { shards } = await sharedStore(local);
  await shards.want(2, false);
  const { taken } = await shards.look('one', [], { leaseMs: 60_000, most: 1 });
  expect(taken).toEqual([{ shard: 0, session: null }]);
  const how = { bucket: 0, everyMs: 60_000 };
  expect(await shards.mayIdentify('other', 0, how)).toBeNull();
  expect(await shards.mayIdentify('one', 1, how)).toBeNull();
  expect(await shards.mayIdentify('one', 0, how)).toBe(0);
  expect(await shards.mayIdentify('one', 0, how)).toBeGreaterThan(55_000);
  expect(await shards.mayIdentify('one', 0, { ...how, bucket: 1 })).toBe(0);
});

test('a shard whose lease ran out while Discord was asked about the gateway is not run: it is another’s, or taken anew', async () => {
  const { local } = await village();
  local.shard({ shards: 1, required: 1 });
  const { token, apiUrl } = settingsOf(local);
  const headers = { authorization: `Bot ${token}` };
  const late = Promise.withResolvers<void>();
  let asked = 0;
  const shards = new Shards({
    token,
    leases: (await sharedStore(local)).shards,
    log: keptLog([]),
    times: { ...times, leaseMs: 2_000, marginMs: 300 },
    async gateway() {
      asked += 1;
      // Once before it looks, and once for the shard it took.
      if (asked === 2) await late.promise;
      const answer = await fetch(`${apiUrl}/v10/gateway/bot`, { headers });
      return (await answer.json()) as APIGatewayBotInfo;
    },
    dispatch: async () => undefined,
  });
  onTestFinished(() => shards.stop());
  const leased = () =>
    ask('select from kith.discord_shards where application_id = $1 and until > clock_timestamp()', local.botId);
  const starting = shards.start(null);
  await expect.poll(() => asked).toBe(2);
  await expect.poll(leased).toHaveLength(0);
  late.resolve();
  await starting;
  await expect.poll(() => shards.state().held).toEqual([{ shard: 0, ready: true }]);
  expect(local.shards()).toMatchObject({ live: [[0, 1]], identified: 1 });
});
