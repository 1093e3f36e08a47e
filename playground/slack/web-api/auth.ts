import * as z from 'zod';
import { method, SlackError } from './method.ts';

/** auth.*, bots.*, team.*, apps.* and oauth.*: who the app is and how it gets in. */
export const authMethods = [
  method('auth.test', {}, {}, (_args, { workspace: { identity } }) => ({
    url: `https://${identity.teamDomain}.slack.com/`,
    team: identity.teamName,
    user: identity.appName.toLowerCase(),
    team_id: identity.teamId,
    user_id: identity.botUserId,
    bot_id: identity.botId,
    is_enterprise_install: false,
  })),

  method(
    'bots.info',
    { scopes: ['users:read'] },
    { bot: z.string().optional() },
    ({ bot }, { workspace: { identity } }) => {
      if (bot !== undefined && bot !== identity.botId) throw new SlackError('bot_not_found');
      const { botId, appName, appId, botUserId } = identity;
      const icons = { image_36: '', image_48: '', image_72: '' };
      return {
        bot: { id: botId, deleted: false, name: appName, updated: 0, app_id: appId, user_id: botUserId, icons },
      };
    },
  ),

  method('team.info', { scopes: ['team:read'] }, {}, (_args, { workspace: { identity } }) => ({
    team: {
      id: identity.teamId,
      name: identity.teamName,
      url: `https://${identity.teamDomain}.slack.com/`,
      domain: identity.teamDomain,
      email_domain: '',
      icon: { image_default: true },
      is_verified: false,
      avatar_base_url: 'https://ca.slack-edge.com/',
    },
  })),

  method('apps.connections.open', { token: 'app', scopes: ['connections:write'] }, {}, (_args, api) => {
    const url = api.newSocketUrl();
    // Slack answers so when Socket Mode is switched off in the app's settings.
    if (url === undefined) throw new SlackError('forbidden_method');
    return { url };
  }),

  method(
    'oauth.v2.access',
    { token: 'none' },
    { client_id: z.string().optional(), client_secret: z.string().optional(), code: z.string().optional() },
    ({ client_id, client_secret, code }, { workspace: { identity, users }, installation }) => {
      if (client_id !== identity.clientId) throw new SlackError('invalid_client_id');
      if (client_secret !== identity.clientSecret) throw new SlackError('bad_client_secret');
      const outcome = installation.exchange(code ?? '');
      if (outcome !== 'ok') throw new SlackError(outcome);
      const installer = [...users.values()].find((user) => user.admin);
      return {
        app_id: identity.appId,
        authed_user: { id: installer?.id ?? '' },
        scope: [...installation.scopes].join(','),
        token_type: 'bot',
        access_token: installation.botToken,
        bot_user_id: identity.botUserId,
        team: { id: identity.teamId, name: identity.teamName },
        enterprise: null,
        is_enterprise_install: false,
      };
    },
  ),
];
