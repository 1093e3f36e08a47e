import * as z from 'zod';
import { limits } from '../limits.ts';
import { dndStatus, profileOf, rawUser, type User } from '../users.ts';
import { type Api, count, flag, method, page, SlackError } from './method.ts';

function known(api: Api, id: string | undefined): User {
  if (id === undefined || id === '') throw new SlackError('user_not_found');
  const user = api.workspace.users.get(id);
  if (!user) throw new SlackError('user_not_found');
  return user;
}

const read = { scopes: ['users:read'] };

/** users.* and dnd.* */
export const userMethods = [
  method(
    'users.info',
    read,
    { user: z.string().optional(), include_locale: flag },
    ({ user, include_locale }, api) => ({
      user: rawUser(known(api, user), api.workspace.identity.teamId, include_locale),
    }),
  ),

  method(
    'users.list',
    read,
    { limit: count(limits.page.max, limits.page.max), cursor: z.string().optional(), include_locale: flag },
    ({ limit, cursor, include_locale }, { workspace }) => {
      const { items, next } = page([...workspace.users.values()], limit, cursor);
      return {
        members: items.map((user) => rawUser(user, workspace.identity.teamId, include_locale)),
        cache_ts: Math.floor(Date.now() / 1000),
        response_metadata: { next_cursor: next },
      };
    },
  ),

  method('users.profile.get', { scopes: ['users.profile:read'] }, { user: z.string().optional() }, ({ user }, api) => ({
    profile: profileOf(known(api, user ?? api.workspace.identity.botUserId)),
  })),

  method('users.getPresence', read, { user: z.string().optional() }, ({ user }, api) => ({
    presence: known(api, user ?? api.workspace.identity.botUserId).presence,
  })),

  method('dnd.info', { scopes: ['dnd:read'] }, { user: z.string().optional() }, ({ user }, api) => {
    const found = known(api, user ?? api.workspace.identity.botUserId);
    return { ...dndStatus(found), snooze_enabled: false };
  }),

  method('dnd.teamInfo', { scopes: ['dnd:read'] }, { users: z.string() }, ({ users }, api) => {
    const ids = users.split(',').map((id) => id.trim());
    // https://docs.slack.dev/reference/methods/dnd.teamInfo: up to 50 users
    if (ids.length > 50) throw new SlackError('too_many_users');
    return { users: Object.fromEntries(ids.map((id) => [id, dndStatus(known(api, id))])) };
  }),
];
