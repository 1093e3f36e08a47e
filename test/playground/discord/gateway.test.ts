import { Client, Events, GatewayIntentBits } from 'discord.js';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { apiOf, localDiscord, loggedIn, placeId, tokenOf } from './fixture.ts';

const kith = { name: 'kith', description: 'Kith' };

it('replays what happened while the connection was cut', async () => {
  const discord = await localDiscord();
  const client = await loggedIn(discord);
  await client.application.commands.set([kith]);
  client.on(Events.InteractionCreate, (interaction) => {
    if (interaction.isChatInputCommand()) void interaction.reply('late but here');
  });
  const resumed = new Promise<number>((resolve) => {
    client.once(Events.ShardResume, (_id, replayed) => resolve(replayed));
  });
  discord.disconnect();
  await discord.as('Sam').type('/kith');
  // The interaction, and RESUMED itself.
  expect(await resumed).toBe(2);
  expect(discord.as('Sam').sees()).toMatchObject([{ text: 'late but here' }]);
});

it('lets the app identify anew after its session ended', async () => {
  const discord = await localDiscord({ identifyWindowMs: 100 });
  const client = await loggedIn(discord);
  const again = new Promise<void>((resolve) => client.once(Events.ShardReady, () => resolve()));
  discord.invalidateSession();
  await again;
  expect(client.guilds.cache.get(discord.communityId)?.available).toBe(true);
});

it('leaves heartbeats unanswered until the app takes the connection for dead', async () => {
  const discord = await localDiscord({ heartbeatIntervalMs: 500 });
  const client = await loggedIn(discord);
  const resumed = new Promise<void>((resolve) => client.once(Events.ShardResume, () => resolve()));
  discord.missHeartbeats(1);
  await resumed;
});

it('asks the app to connect again, and it resumes', async () => {
  const discord = await localDiscord();
  const client = await loggedIn(discord);
  const resumed = new Promise<void>((resolve) => client.once(Events.ShardResume, () => resolve()));
  discord.askToReconnect();
  await resumed;
});

it('refuses privileged intents and wrong tokens', async () => {
  const discord = await localDiscord();
  const attempt = async (intents: GatewayIntentBits[], token: string) => {
    const client = new Client({ intents, rest: { api: apiOf(discord), retries: 0 } });
    onTestFinished(() => client.destroy());
    // discord.js tells of close codes like these as errors of a shard.
    const failed = new Promise<string>((resolve) => client.once(Events.ShardError, (error) => resolve(error.message)));
    // A login with a wrong intent never settles.
    const login = client.login(token).then(() => 'logged in');
    return Promise.race([failed, login]);
  };
  expect(await attempt([GatewayIntentBits.GuildMembers], tokenOf(discord))).toBe('Used disallowed intents');
  await expect(attempt([GatewayIntentBits.Guilds], 'wrong.to.ken')).rejects.toThrow('invalid token');
});

it('closes what speaks out of turn with the documented codes', async () => {
  const discord = await localDiscord();
  const closeCode = (query: string, ...frames: unknown[]) =>
    new Promise<number>((resolve) => {
      const socket = new WebSocket(`${apiOf(discord).replace('http', 'ws').replace('/api', '/gateway')}?${query}`);
      socket.on('open', () => {
        for (const frame of frames) socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
      });
      socket.on('close', resolve);
    });
  const identify = { op: 2, d: { token: `Bot ${tokenOf(discord)}`, intents: 1, properties: {} } };
  expect(await closeCode('v=9&encoding=json')).toBe(4012);
  expect(await closeCode('v=10&encoding=json', '{')).toBe(4002);
  expect(await closeCode('v=10&encoding=json', { op: 8, d: {} })).toBe(4003);
  expect(await closeCode('v=10&encoding=json', identify, identify)).toBe(4005);
  expect(await closeCode('v=10&encoding=json', { op: 2, d: { ...identify.d, shard: [1, 1] } })).toBe(4010);
  expect(await closeCode('v=10&encoding=json', { op: 2, d: { ...identify.d, intents: 2 ** 31 } })).toBe(4013);
});

it('begins one session of a bucket at a time: who comes too soon is told that theirs is invalid', async () => {
  const discord = await localDiscord({ identifyWindowMs: 60_000 });
  const url = `${apiOf(discord).replace('http', 'ws').replace('/api', '/gateway')}?v=10&encoding=json`;
  /** What an identify is answered with: 0 is READY, 9 an invalid session. */
  const identify = (shard: readonly [number, number]) =>
    new Promise<number>((resolve) => {
      const socket = new WebSocket(url);
      onTestFinished(() => socket.close());
      socket.on('message', (data) => {
        const { op } = JSON.parse(String(data)) as { op: number };
        if (op !== 10) resolve(op);
        else socket.send(JSON.stringify({ op: 2, d: { token: tokenOf(discord), intents: 1, properties: {}, shard } }));
      });
    });
  expect([await identify([0, 4]), await identify([1, 4])]).toEqual([0, 9]);
  discord.shard({ maxConcurrency: 2 });
  expect([await identify([1, 4]), await identify([3, 4])]).toEqual([0, 9]);
  expect(discord.shards()).toMatchObject({ identified: 2, tooSoon: 2 });
});

it('tells of deleted channels, and of being removed and installed again', async () => {
  const discord = await localDiscord();
  const client = await loggedIn(discord);
  const heard = (event: Events) => new Promise<void>((resolve) => client.once(event as never, () => resolve()));
  const deleted = heard(Events.ChannelDelete);
  discord.deleteChannel('kindness');
  await deleted;
  expect(client.channels.cache.map((channel) => ('name' in channel ? channel.name : ''))).toEqual([
    'general',
    'organizers',
  ]);
  const removed = heard(Events.GuildDelete);
  discord.removeApp();
  await removed;
  await expect(client.rest.get(`/guilds/${discord.communityId}`)).rejects.toMatchObject({ code: 10004 });
  const added = heard(Events.GuildCreate);
  discord.addApp();
  await added;
});

it('carries reactions of people', async () => {
  const discord = await localDiscord();
  const client = await loggedIn(discord, {
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessageReactions],
  });
  const raw = new Promise<unknown>((resolve) =>
    client.on(
      Events.Raw,
      (packet: { t: string; d: unknown }) => packet.t === 'MESSAGE_REACTION_ADD' && resolve(packet.d),
    ),
  );
  const said = await discord.as('Noor').say('I made soup');
  await discord.as('Sam').react('💛', said);
  expect(await raw).toMatchObject({
    user_id: discord.as('Sam').id,
    message_author_id: discord.as('Noor').id,
    channel_id: placeId(discord, 'general'),
    emoji: { name: '💛' },
  });
});
