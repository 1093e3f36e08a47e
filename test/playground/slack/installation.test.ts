import { expect, test } from 'vitest';
import { fromManifest, startLocalSlack } from '../../../playground/slack/local-slack.ts';
import { patientSlack } from '../../servers/patience.ts';
import { boltBySocket, clientOf } from './apps.ts';
import { kithLike } from './kith-like.ts';
import { rawClient } from './raw-client.ts';

test('after an uninstall the token is dead, the app was told, and a new installation has a new token', async () => {
  const { prepare, diary } = kithLike();
  const { slack, stop } = await boltBySocket({}, prepare);
  const old = slack.environment.SLACK_BOT_TOKEN;
  await slack.uninstall();
  await expect.poll(() => diary.events.map((event) => event.type)).toEqual(['tokens_revoked', 'app_uninstalled']);
  await expect(clientOf(slack).auth.test()).rejects.toThrow('account_inactive');
  await expect(slack.as('Sam').type('/kith home')).rejects.toThrow('/kith is not a valid command.');

  const { clientId, clientSecret, code } = slack.authorize();
  const web = clientOf(slack, '');
  const grant = { client_id: clientId, client_secret: clientSecret, code };
  const access = await web.oauth.v2.access(grant);
  expect(access).toMatchObject({ token_type: 'bot', bot_user_id: slack.botId, team: { id: slack.communityId } });
  expect(access.access_token).not.toBe(old);
  await clientOf(slack, access.access_token).auth.test();
  await expect(clientOf(slack, old).auth.test()).rejects.toThrow('invalid_auth');
  await expect(web.oauth.v2.access(grant)).rejects.toThrow('code_already_used');
  await expect(web.oauth.v2.access({ ...grant, client_secret: 'x' })).rejects.toThrow('bad_client_secret');
  await stop();
});

test('a revoked token and a missing scope are refused by name', async () => {
  const slack = await startLocalSlack();
  const web = clientOf(slack);
  slack.removeScope('im:write');
  const refused = await web.conversations.open({ users: slack.as('Sam').id }).catch((error) => error.data);
  expect(refused).toMatchObject({ error: 'missing_scope', needed: expect.stringContaining('im:write') });
  expect(refused.provided).toContain('chat:write');
  slack.addScope('im:write');
  await web.conversations.open({ users: slack.as('Sam').id });
  await slack.revokeTokens();
  await expect(web.auth.test()).rejects.toThrow('token_revoked');
  await slack.stop();
});

test('whoever removes the bot from a channel closes it to the bot', async () => {
  const slack = await startLocalSlack();
  const web = clientOf(slack);
  const channel = slack.places.find((place) => place.name === 'kindness')?.id ?? '';
  await web.chat.postMessage({ channel, text: 'Hello' });
  slack.removeBotFrom('kindness');
  await expect(web.chat.postMessage({ channel, text: 'Hello?' })).rejects.toThrow('not_in_channel');
  await expect(web.conversations.history({ channel })).rejects.toThrow('not_in_channel');
  await slack.stop();
});

test('a deactivated person gets nothing more', async () => {
  const slack = await startLocalSlack();
  const web = clientOf(slack);
  await web.chat.postMessage({ channel: slack.as('Sam').id, text: 'Hello' });
  await slack.deactivate('Sam');
  expect((await web.users.info({ user: slack.as('Sam').id })).user).toMatchObject({ deleted: true });
  await expect(web.chat.postMessage({ channel: slack.as('Sam').id, text: 'Hello?' })).rejects.toThrow();
  await slack.stop();
});

test('an admin who follows the install link comes back with a code', async () => {
  const slack = await startLocalSlack();
  const { clientId, clientSecret } = slack.authorize();
  const { origin } = new URL(slack.environment.SLACK_API_URL ?? '');
  const redirect_uri = 'http://127.0.0.1:1/slack/oauth_redirect';
  const query = new URLSearchParams({ client_id: clientId, scope: 'chat:write', redirect_uri, state: 's-1' });
  const page = await fetch(`${origin}/oauth/v2/authorize?${query}`, { redirect: 'manual' });
  expect(page.status).toBe(302);
  const back = new URL(page.headers.get('location') ?? '');
  expect(back.searchParams.get('state')).toBe('s-1');
  const code = back.searchParams.get('code') ?? '';
  const grant = { client_id: clientId, client_secret: clientSecret, code };
  expect(await clientOf(slack, '').oauth.v2.access(grant)).toMatchObject({ ok: true });
  await slack.stop();
});

test('with a manifest the app may do what it asks for there, and no more', async () => {
  const slack = await startLocalSlack({
    ...patientSlack,
    ...fromManifest({
      features: { slash_commands: [{ command: '/tea', should_escape: true }] },
      oauth_config: { scopes: { bot: ['commands', 'chat:write', 'im:write'] } },
      settings: { event_subscriptions: { bot_events: ['app_home_opened'] } },
    }),
  });
  const raw = await rawClient(slack);
  await slack.as('Sam').type('/tea');
  await expect(slack.as('Sam').type('/kith')).rejects.toThrow('/kith is not a valid command.');
  await slack.setZone('Sam', 'Asia/Tokyo');
  expect(raw.envelopes.map((each) => each.type)).toEqual(['slash_commands']);
  await expect(clientOf(slack).users.list({})).rejects.toThrow('missing_scope');
  await slack.stop();
});
