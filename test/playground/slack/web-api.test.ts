import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../../playground/slack/local-slack.ts';
import { clientOf } from './apps.ts';

let slack: LocalSlack;
beforeAll(async () => {
  slack = await startLocalSlack();
});
afterAll(() => slack.stop());

const placeId = (name: string) => slack.places.find((place) => place.name === name)?.id ?? '';

async function refusalOf(
  call: Promise<unknown>,
): Promise<{ error: string; response_metadata?: { messages: string[] } }> {
  const failure = await call.then(
    () => undefined,
    (error: { data?: unknown }) => error.data,
  );
  return failure as { error: string; response_metadata?: { messages: string[] } };
}

describe('messages', () => {
  test('a direct message is found again by its metadata', async () => {
    const web = clientOf(slack);
    const opened = await web.conversations.open({ users: slack.as('Sam').id });
    const channel = opened.channel?.id ?? '';
    const metadata = { event_type: 'delivery', event_payload: { id: 'd-1' } };
    const posted = await web.chat.postMessage({ channel, text: 'Hello', metadata });
    await web.chat.postMessage({ channel, text: 'Later' });

    const found = await web.conversations.history({ channel, include_all_metadata: true, oldest: '0' });
    const message = found.messages?.find((each) => each.metadata?.event_type === 'delivery');
    expect(message?.ts).toBe(posted.ts);
    expect(message?.metadata?.event_payload).toEqual({ id: 'd-1' });
    const plain = await web.conversations.history({ channel });
    expect(plain.messages?.every((each) => each.metadata === undefined)).toBe(true);
    expect(
      slack
        .as('Sam')
        .sees('direct')
        .map((seen) => seen.text),
    ).toEqual(['Hello', 'Later']);
    expect(slack.as('Noor').sees()).not.toContainEqual(expect.objectContaining({ text: 'Hello' }));
  });

  test('history is newest first, in pages, and bounded by oldest and latest', async () => {
    const web = clientOf(slack);
    const sent = [];
    for (const text of ['one', 'two', 'three'])
      sent.push(await web.chat.postMessage({ channel: slack.as('Mei').id, text }));
    const channel = sent[0]?.channel ?? '';
    const first = await web.conversations.history({ channel, limit: 2 });
    expect(first.messages?.map((each) => each.text)).toEqual(['three', 'two']);
    expect(first.has_more).toBe(true);
    const cursor = first.response_metadata?.next_cursor ?? '';
    const second = await web.conversations.history({ channel, limit: 2, cursor });
    expect(second.messages?.map((each) => each.text)).toEqual(['one']);
    const middle = await web.conversations.history({ channel, oldest: sent[0]?.ts ?? '', latest: sent[2]?.ts ?? '' });
    expect(middle.messages?.map((each) => each.text)).toEqual(['two']);
    const edges = await web.conversations.history({ channel, oldest: sent[0]?.ts ?? '', inclusive: true });
    expect(edges.messages).toHaveLength(3);
  });

  test('an ephemeral message is seen by one person until they reload', async () => {
    const web = clientOf(slack);
    await web.chat.postEphemeral({ channel: placeId('general'), user: slack.as('Sam').id, text: 'Only you' });
    const mine = slack.as('Sam').sees('general').at(-1);
    expect(mine).toMatchObject({ text: 'Only you', ephemeral: true });
    expect(
      slack
        .as('Noor')
        .sees('general')
        .map((seen) => seen.text),
    ).not.toContain('Only you');
    const history = await web.conversations.history({ channel: placeId('general') });
    expect(history.messages?.map((each) => each.text)).not.toContain('Only you');
    slack.as('Sam').reload();
    expect(
      slack
        .as('Sam')
        .sees('general')
        .map((seen) => seen.text),
    ).not.toContain('Only you');
    expect(slack.sent().map((seen) => seen.text)).toContain('Only you');
  });

  test('a thread stays out of the channel history and is read with replies', async () => {
    const web = clientOf(slack);
    const channel = placeId('kindness');
    const parent = await web.chat.postMessage({ channel, text: 'Help round' });
    await web.chat.postMessage({ channel, text: 'A reply', thread_ts: parent.ts ?? '' });
    const history = await web.conversations.history({ channel });
    expect(history.messages?.map((each) => each.text)).not.toContain('A reply');
    const replies = await web.conversations.replies({ channel, ts: parent.ts ?? '' });
    expect(replies.messages?.map((each) => each.text)).toEqual(['Help round', 'A reply']);
  });

  test('the app edits and deletes its own messages only', async () => {
    const web = clientOf(slack);
    const channel = placeId('general');
    const posted = await web.chat.postMessage({ channel, text: 'Frist' });
    await web.chat.update({ channel, ts: posted.ts ?? '', text: 'First' });
    expect(slack.as('Kai').sees('general').at(-1)).toMatchObject({ text: 'First', edited: true });
    await web.chat.delete({ channel, ts: posted.ts ?? '' });
    expect(
      slack
        .as('Kai')
        .sees('general')
        .map((seen) => seen.id),
    ).not.toContain(posted.ts);
    await slack.as('Kai').type('mine');
    const theirs = slack.as('Kai').sees('general').at(-1)?.id ?? '';
    expect((await refusalOf(web.chat.delete({ channel, ts: theirs }))).error).toBe('cant_delete_message');
    expect((await refusalOf(web.chat.update({ channel, ts: '1.0', text: 'x' }))).error).toBe('message_not_found');
  });

  test('a picture is uploaded in three steps and shown where it is shared', async () => {
    const web = clientOf(slack);
    const channel = (await web.conversations.open({ users: slack.as('Ravi').id })).channel?.id ?? '';
    const file = Buffer.from('not really a picture');
    await web.filesUploadV2({ channel_id: channel, file, filename: 'chart.png', title: 'Your weeks' });
    const image = slack.as('Ravi').sees('direct').at(-1)?.images[0];
    expect(image?.alt).toBe('Your weeks');
    const stored = await fetch(image?.url ?? '');
    expect(await stored.text()).toBe('not really a picture');
  });
});

describe('people', () => {
  test('a profile holds zone, offset and, when asked for, the locale', async () => {
    const web = clientOf(slack);
    const { user } = await web.users.info({ user: slack.as('Ravi').id, include_locale: true });
    expect(user).toMatchObject({ tz: 'Asia/Kolkata', tz_offset: 19_800, locale: 'en-GB', is_admin: false });
    expect((await web.users.info({ user: slack.as('Robin').id })).user).toMatchObject({ is_admin: true });
    expect((await web.users.info({ user: slack.as('Robin').id })).user).not.toHaveProperty('locale');
  });

  test('the list shows guests, bots and deactivated people as what they are', async () => {
    const { members = [] } = await clientOf(slack).users.list({ limit: 200 });
    const named = (name: string) => members.find((each) => each.profile?.display_name === name);
    expect(named('Gwen')).toMatchObject({ is_restricted: true });
    expect(named('Teapot')).toMatchObject({ is_bot: true });
    expect(named('Dan')).toMatchObject({ deleted: true });
    // Slack does not call its own bot one.
    expect(named('Slackbot')).toMatchObject({ id: 'USLACKBOT', is_bot: false });
    expect(slack.people).toHaveLength(14);
  });

  test('do-not-disturb, presence and status are what the person set', async () => {
    const web = clientOf(slack);
    await slack.setDoNotDisturb('Zola', { start: 1_700_000_000, end: 1_700_003_600 });
    slack.setPresence('Zola', 'away');
    await slack.setStatus('Zola', { text: 'On holiday', emoji: ':palm_tree:', expiration: 0 });
    const zola = slack.as('Zola').id;
    expect(await web.dnd.info({ user: zola })).toMatchObject({ dnd_enabled: true, next_dnd_start_ts: 1_700_000_000 });
    expect((await web.dnd.teamInfo({ users: zola })).users?.[zola]).toMatchObject({ dnd_enabled: true });
    expect((await web.users.getPresence({ user: zola })).presence).toBe('away');
    expect((await web.users.profile.get({ user: zola })).profile).toMatchObject({ status_emoji: ':palm_tree:' });
  });

  test('conversations are listed with who is in them', async () => {
    const web = clientOf(slack);
    const { channels } = await web.conversations.list({ types: 'public_channel', exclude_archived: true });
    expect(channels?.map((each) => [each.name, each.is_member])).toEqual([
      ['general', true],
      ['kindness', true],
      ['organizers', false],
    ]);
    const { members } = await web.conversations.members({ channel: placeId('kindness'), limit: 100 });
    expect(members).toContain(slack.as('Sam').id);
    expect(members).toContain(slack.botId);
    expect(members).not.toContain(slack.strangers.deactivated.id);
  });
});

describe('refusals', () => {
  test.each([
    ['channel_not_found', { channel: 'C404', text: 'x' }],
    ['not_in_channel', { channel: 'organizers', text: 'x' }],
    ['no_text', { channel: 'general', text: '' }],
    ['msg_too_long', { channel: 'general', text: 'x'.repeat(40_001) }],
    ['too_many_attachments', { channel: 'general', text: 'x', attachments: Array(101).fill({ text: 'x' }) }],
    ['invalid_metadata_format', { channel: 'general', text: 'x', metadata: { event_type: 'only' } }],
  ])('chat.postMessage is refused with %s', async (code, args) => {
    const channel = placeId(args.channel) || args.channel;
    const call = clientOf(slack).apiCall('chat.postMessage', { ...args, channel });
    expect((await refusalOf(call)).error).toBe(code);
    expect(slack.refusals.at(-1)).toMatchObject({ request: 'chat.postMessage', code });
  });

  test('blocks are refused with the path of what is wrong', async () => {
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }];
    const refusal = await refusalOf(
      clientOf(slack).apiCall('chat.postMessage', { channel: placeId('general'), text: 'x', blocks }),
    );
    expect(refusal.error).toBe('invalid_blocks');
    expect(refusal.response_metadata?.messages).toEqual([
      '[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ]);
  });

  test('bots, the deactivated and the unknown get no direct message', async () => {
    const web = clientOf(slack);
    const { otherBot, slackbot, deactivated } = slack.strangers;
    expect((await refusalOf(web.conversations.open({ users: otherBot.id }))).error).toBe('cannot_dm_bot');
    expect((await refusalOf(web.conversations.open({ users: slackbot.id }))).error).toBe('cannot_dm_bot');
    expect((await refusalOf(web.conversations.open({ users: deactivated.id }))).error).toBe('user_disabled');
    expect((await refusalOf(web.conversations.open({ users: 'U404' }))).error).toBe('user_not_found');
    expect((await refusalOf(web.users.info({ user: 'U404' }))).error).toBe('user_not_found');
  });

  test('a private channel without the bot does not exist for it, an archived one is closed', async () => {
    const web = clientOf(slack);
    const hidden = slack.addChannel('board', 'private');
    expect((await refusalOf(web.conversations.info({ channel: hidden.id }))).error).toBe('channel_not_found');
    const old = slack.addChannel('attic');
    slack.inviteBotTo('attic');
    slack.archive('attic');
    expect((await refusalOf(web.chat.postMessage({ channel: old.id, text: 'x' }))).error).toBe('is_archived');
  });

  test('a wrong token, no token and the wrong kind of token', async () => {
    expect((await refusalOf(clientOf(slack, 'xoxb-wrong').auth.test())).error).toBe('invalid_auth');
    const bare = await fetch(`${slack.environment.SLACK_API_URL}auth.test`, { method: 'POST' });
    expect(await bare.json()).toEqual({ ok: false, error: 'not_authed' });
    const app = clientOf(slack, slack.environment.SLACK_APP_TOKEN);
    expect((await refusalOf(app.auth.test())).error).toBe('not_allowed_token_type');
    expect((await refusalOf(clientOf(slack).apps.connections.open())).error).toBe('not_allowed_token_type');
  });

  test('an unknown method answers 200 and is recorded', async () => {
    const response = await fetch(`${slack.environment.SLACK_API_URL}chat.shout`, { method: 'POST' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ ok: false, error: 'unknown_method' });
    expect(slack.refusals.at(-1)).toMatchObject({ request: 'chat.shout', code: 'unknown_method' });
  });
});

test('a raw client may send JSON with a bearer token, or a form with a token field', async () => {
  const url = `${slack.environment.SLACK_API_URL}chat.postMessage`;
  const token = slack.environment.SLACK_BOT_TOKEN ?? '';
  const channel = placeId('general');
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: '*Soup* &amp; _bread_' } }];
  const asJson = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ channel, text: 'Soup', blocks }),
  });
  expect(await asJson.json()).toMatchObject({ ok: true, channel });
  const form = new URLSearchParams({ token, channel, text: 'Soup', blocks: JSON.stringify(blocks) });
  const asForm = await fetch(url, { method: 'POST', body: form });
  expect(await asForm.json()).toMatchObject({ ok: true, channel });
  const seen = slack.as('Ellis').sees('general').slice(-2);
  expect(seen.map((each) => each.text)).toEqual(['Soup & bread', 'Soup & bread']);
  expect(seen.map((each) => each.notification)).toEqual(['Soup', 'Soup']);
});
