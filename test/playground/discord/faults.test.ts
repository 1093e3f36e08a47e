import { Events } from 'discord.js';
import { expect, it } from 'vitest';
import { call, localDiscord, loggedIn, placeId, restOf } from './fixture.ts';

it('answers 429 once as Discord does, then serves', async () => {
  const discord = await localDiscord();
  const path = `/channels/${placeId(discord, 'general')}/messages`;
  discord.fault({ kind: 'rate-limit', retryAfterMs: 1500, match: 'POST /channels' });
  const limited = await call(discord, 'POST', path, { content: 'x' });
  expect(limited).toMatchObject({ status: 429, json: { retry_after: 1.5, global: false } });
  expect(limited.headers.get('retry-after')).toBe('2');
  expect(limited.headers.get('x-ratelimit-scope')).toBe('user');
  expect((await call(discord, 'POST', path, { content: 'x' })).status).toBe(200);
  expect(discord.sent()).toHaveLength(1);
});

it('keeps the limit of a channel, and says so in its headers', async () => {
  // A window of more than a minute: however slow the machine, it does not end meanwhile.
  const discord = await localDiscord({ rateLimitFactor: 20 });
  const path = (name: string) => `/channels/${placeId(discord, name)}/messages`;
  const answers = [];
  for (let count = 0; count < 6; count += 1)
    answers.push(await call(discord, 'POST', path('general'), { content: 'x' }));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
  expect(answers.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual(['4', '3', '2', '1', '0', '0']);
  expect((await call(discord, 'POST', path('kindness'), { content: 'x' })).status).toBe(200);
});

it('takes a request whose answer it loses, and forgets one that it drops', async () => {
  const discord = await localDiscord();
  const rest = restOf(discord);
  const route = `/channels/${placeId(discord, 'general')}/messages` as const;
  discord.fault({ kind: 'lose-answer', match: /^POST .*messages$/ });
  await expect(rest.post(route, { body: { content: 'lost' } })).rejects.toThrow();
  discord.fault({ kind: 'drop' });
  await expect(rest.post(route, { body: { content: 'dropped' } })).rejects.toThrow();
  discord.fault({ kind: 'status', status: 502 });
  await expect(rest.post(route, { body: { content: 'broken' } })).rejects.toMatchObject({ status: 502 });
  discord.fault({ kind: 'delay', ms: 20 });
  await rest.post(route, { body: { content: 'slow' } });
  discord.fault({ kind: 'late-answer', ms: 30 });
  const before = Date.now();
  await rest.post(route, { body: { content: 'answered late' } });
  expect(Date.now() - before).toBeGreaterThanOrEqual(25);
  expect(discord.sent().map(({ text }) => text)).toEqual(['lost', 'slow', 'answered late']);
});

it('stops being faulty when told so', async () => {
  const discord = await localDiscord();
  discord.fault({ kind: 'drop', times: 100 });
  discord.clearFaults();
  expect((await call(discord, 'GET', '/users/@me')).status).toBe(200);
});

it('can lose an event on its way to the app', async () => {
  const discord = await localDiscord({ interactionDeadlineMs: 100 });
  const client = await loggedIn(discord);
  await client.application.commands.set([{ name: 'kith', description: 'Kith' }]);
  const heard: string[] = [];
  client.on(Events.InteractionCreate, ({ id }) => heard.push(id));
  discord.fault({ kind: 'drop', match: 'DISPATCH INTERACTION_CREATE' });
  for (const _ of ['lost', 'heard']) await expect(discord.as('Sam').type('/kith')).rejects.toThrow('did not respond');
  await expect.poll(() => heard).toHaveLength(1);
});
