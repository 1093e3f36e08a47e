import { type APIChannel, type APIMessage, DiscordAPIError, Routes } from 'discord.js';
import { expect, it } from 'vitest';
import { call, localDiscord, loggedIn, placeId, restOf } from './fixture.ts';

it('logs discord.js in with the server, its channels and the rights of the app', async () => {
  const discord = await localDiscord();
  const client = await loggedIn(discord);
  const guild = client.guilds.cache.get(discord.communityId);
  expect(client.user.id).toBe(discord.botId);
  expect(client.user.bot).toBe(true);
  expect(guild?.name).toBe('Harbour');
  expect(guild?.channels.cache.map(({ name }) => name)).toEqual(['general', 'kindness', 'organizers']);
  expect(guild?.members.me?.permissions.has(['ViewChannel', 'SendMessages', 'EmbedLinks'])).toBe(true);
  expect((await guild?.members.fetch(discord.as('Sam').id))?.displayName).toBe('Sam');
  await expect(guild?.members.fetch(discord.departed.id)).rejects.toMatchObject({ code: 10007 });
  expect(discord.refusals).toMatchObject([{ code: '10007' }]);
});

it('shows a direct message to one person, and refuses where they closed theirs', async () => {
  const discord = await localDiscord();
  const rest = restOf(discord);
  const open = async (person: string) => {
    const body = { recipient_id: discord.as(person).id };
    return (await rest.post(Routes.userChannels(), { body })) as APIChannel;
  };
  const channel = await open('Sam');
  await rest.post(Routes.channelMessages(channel.id), { body: { content: 'Hello **Sam**, 2 \\* 2' } });
  expect(discord.as('Sam').sees('direct')).toMatchObject([{ text: 'Hello Sam, 2 * 2', place: channel.id }]);
  expect(discord.as('Noor').sees()).toEqual([]);
  discord.closeDirectMessages('Sam');
  const closed = [channel, await open('Tidybot'), await open('Lou')];
  for (const { id } of closed) {
    const sending = rest.post(Routes.channelMessages(id), { body: { content: 'Hello again' } });
    await expect(sending).rejects.toMatchObject({ code: 50007, status: 403 });
  }
  discord.closeDirectMessages('Sam', false);
  await rest.post(Routes.channelMessages(channel.id), { body: { content: 'Open again' } });
  expect(discord.sent()).toHaveLength(2);
});

it('makes one message of the same nonce', async () => {
  const discord = await localDiscord();
  const post = (nonce: string, enforce_nonce: boolean) =>
    call(discord, 'POST', `/channels/${placeId(discord, 'general')}/messages`, {
      content: 'once',
      nonce,
      enforce_nonce,
    });
  const [first, second] = [await post('delivery-1', true), await post('delivery-1', true)];
  expect((second.json as APIMessage).id).toBe((first.json as APIMessage).id);
  await post('delivery-2', true);
  await post('delivery-2', false);
  expect(discord.sent()).toHaveLength(3);
});

it('keeps files and shows them as pictures', async () => {
  const discord = await localDiscord();
  const client = await loggedIn(discord);
  const channel = await client.channels.fetch(placeId(discord, 'general'));
  if (!channel?.isSendable()) throw new Error('not sendable');
  const picture = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAQAAAAe4TI7AAAADklEQVR42mNk+M8AhRgUAAX3AgFi9ltRAAAAAElFTkSuQmCC',
    'base64',
  );
  const files = [{ attachment: picture, name: 'trend.png', description: 'A calm line' }];
  const embeds = [{ title: 'Your week', image: { url: 'attachment://trend.png' }, footer: { text: 'For you' } }];
  const sent = await channel.send({ files, embeds });
  expect(sent.attachments.first()).toMatchObject({ width: 2, height: 3, contentType: 'image/png' });
  const [shown] = discord.as('Sam').sees('general');
  expect(shown).toMatchObject({ text: 'Your week\nFor you', notification: 'Your week' });
  expect(shown?.images).toEqual([{ alt: 'A calm line', url: sent.attachments.first()?.url }]);
  const answer = await fetch(String(shown?.images[0]?.url));
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(picture);
});

it('pages through a channel as Discord does, newest first', async () => {
  const discord = await localDiscord({ rateLimitFactor: 0 });
  const path = `/channels/${placeId(discord, 'general')}/messages`;
  const ids: string[] = [];
  for (const content of ['a', 'b', 'c', 'd']) {
    ids.push(((await call(discord, 'POST', path, { content })).json as APIMessage).id);
  }
  const page = async (query: string) =>
    ((await call(discord, 'GET', `${path}?${query}`)).json as APIMessage[]).map(({ content }) => content).join('');
  expect(await page('limit=2')).toBe('dc');
  expect(await page(`before=${ids[2]}`)).toBe('ba');
  expect(await page(`after=${ids[1]}&limit=1`)).toBe('c');
  expect(await page(`around=${ids[1]}&limit=3`)).toBe('cba');
  expect((await call(discord, 'GET', `${path}?limit=101`)).status).toBe(400);
});

it('edits, deletes and reacts, and lets nobody edit what others wrote', async () => {
  const discord = await localDiscord();
  const rest = restOf(discord);
  const general = placeId(discord, 'general');
  const { id } = (await rest.post(Routes.channelMessages(general), { body: { content: 'a' } })) as APIMessage;
  await rest.put(Routes.channelMessageOwnReaction(general, id, encodeURIComponent('💛')));
  const edited = (await rest.patch(Routes.channelMessage(general, id), { body: { content: 'b' } })) as APIMessage;
  expect(edited.reactions).toMatchObject([{ emoji: { name: '💛' }, count: 1, me: true }]);
  expect(discord.as('Sam').sees()).toMatchObject([{ text: 'b', edited: true }]);
  const said = await discord.as('Sam').say('mine');
  const stealing = rest.patch(Routes.channelMessage(general, said.id), { body: { content: 'c' } });
  await expect(stealing).rejects.toMatchObject({ code: 50005 });
  expect(await rest.get(Routes.channelMessage(general, said.id))).toMatchObject({ content: '' });
  await rest.delete(Routes.channelMessage(general, id));
  await expect(rest.get(Routes.channelMessage(general, id))).rejects.toBeInstanceOf(DiscordAPIError);
});

it('tells of missing access and permissions', async () => {
  const discord = await localDiscord();
  const general = placeId(discord, 'general');
  discord.removePermission('general', 'SendMessages');
  const post = () => call(discord, 'POST', `/channels/${general}/messages`, { content: 'x' });
  expect((await post()).json).toEqual({ message: 'Missing Permissions', code: 50013 });
  discord.removePermission('general', 'ViewChannel');
  expect((await post()).json).toEqual({ message: 'Missing Access', code: 50001 });
  discord.deleteChannel('general');
  expect((await post()).json).toEqual({ message: 'Unknown Channel', code: 10003 });
  discord.revokeToken();
  expect(await post()).toMatchObject({ status: 401, json: { message: '401: Unauthorized', code: 0 } });
  expect(discord.refusals.map(({ code }) => code)).toEqual(['50013', '50001', '10003', '401']);
});

it('hides the organizers’ channel from the others', async () => {
  const discord = await localDiscord();
  await call(discord, 'POST', `/channels/${placeId(discord, 'organizers')}/messages`, { content: 'for organizers' });
  expect(discord.as('Sam').sees()).toEqual([]);
  expect(discord.as('Ada').sees()).toHaveLength(1);
  await expect(discord.as('Sam').type('/kith', 'organizers')).rejects.toThrow('sees no channel');
});

it('rings only whom a message may ring, and keeps what was seen as it was', async () => {
  const discord = await localDiscord();
  const [sam, noor] = [discord.as('Sam').id, discord.as('Noor').id];
  const path = `/channels/${placeId(discord, 'general')}/messages`;
  const content = `@everyone <@${sam}> <@${noor}>`;
  const quiet = (await call(discord, 'POST', path, { content, allowed_mentions: { parse: [] } })).json as APIMessage;
  expect([quiet.mention_everyone, quiet.mentions]).toEqual([false, []]);
  const [before] = discord.as('Sam').sees();
  const one = await call(discord, 'PATCH', `${path}/${quiet.id}`, { content, allowed_mentions: { users: [sam] } });
  expect((one.json as APIMessage).mentions.map(({ id }) => id)).toEqual([sam]);
  expect(before?.raw).toEqual(quiet);
  const loud = (await call(discord, 'POST', path, { content, nonce: 'n' })).json as APIMessage;
  expect([loud.mention_everyone, loud.mentions.length, loud.nonce]).toEqual([true, 2, 'n']);
  // A nonce is part of the answer to sending, and of nothing that is fetched later.
  expect((await call(discord, 'GET', `${path}/${loud.id}`)).json).not.toHaveProperty('nonce');
});
