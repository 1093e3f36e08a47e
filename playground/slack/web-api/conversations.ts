import * as z from 'zod';
import { type Channel, rawChannel } from '../channels.ts';
import { limits } from '../limits.ts';
import { withoutMetadata } from '../messages.ts';
import { type Api, count, flag, method, page, SlackError, ts } from './method.ts';
import { visibleChannel } from './places.ts';

const readScopes = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];
const historyScopes = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];
const scopePrefix = { public: 'channels', private: 'groups', direct: 'im' } as const;

/** These methods need the scope of the very kind of conversation they are asked about. */
function requireScope(api: Api, channel: Channel, what: 'read' | 'history'): void {
  const needed = `${scopePrefix[channel.kind]}:${what}`;
  if (api.installation.scopes.has(needed)) return;
  throw new SlackError('missing_scope', [], { needed, provided: [...api.installation.scopes].join(',') });
}

function readable(api: Api, id: string): Channel {
  const channel = visibleChannel(api, id);
  requireScope(api, channel, 'history');
  if (!channel.members.has(api.workspace.identity.botUserId)) throw new SlackError('not_in_channel');
  return channel;
}

const span = {
  channel: z.string(),
  oldest: ts.default('0'),
  latest: ts.optional(),
  inclusive: flag,
  limit: count(limits.history.default, limits.history.max),
  cursor: z.string().optional(),
  include_all_metadata: flag,
};

/** Compares message timestamps by their number: `oldest` may come as `0` or `1355517523.5`. */
function within(at: string, oldest: string, latest: string | undefined, inclusive: boolean): boolean {
  const [value, low, high] = [Number(at), Number(oldest), latest === undefined ? Infinity : Number(latest)];
  return inclusive ? value >= low && value <= high : value > low && value < high;
}

/** conversations.* */
export const conversationMethods = [
  method(
    'conversations.open',
    { scopes: ['im:write', 'mpim:write', 'channels:manage', 'groups:write'] },
    { users: z.string().optional(), channel: z.string().optional(), return_im: flag },
    ({ users, channel, return_im }, api) => {
      const { workspace } = api;
      if (channel !== undefined) return { channel: { id: visibleChannel(api, channel).id } };
      const ids = (users ?? '').split(',').filter((id) => id !== '');
      const [id] = ids;
      if (id === undefined) throw new SlackError('users_list_not_supplied');
      // Group conversations are not part of this local Slack.
      if (ids.length > 1) throw new SlackError('method_not_supported_for_channel_type');
      const user = workspace.users.get(id);
      if (!user) throw new SlackError('user_not_found');
      if (user.bot) throw new SlackError('cannot_dm_bot');
      if (user.deleted) throw new SlackError('user_disabled');
      const already = workspace.direct(id) !== undefined;
      const opened = workspace.openDirect(id);
      return {
        ...(already ? { no_op: true, already_open: true } : {}),
        channel: return_im ? rawChannel(opened, workspace) : { id: opened.id },
      };
    },
  ),

  method(
    'conversations.info',
    { scopes: readScopes },
    { channel: z.string(), include_num_members: flag },
    ({ channel, include_num_members }, api) => {
      const found = visibleChannel(api, channel);
      requireScope(api, found, 'read');
      const extra = include_num_members ? { num_members: found.members.size } : {};
      return { channel: { ...rawChannel(found, api.workspace), ...extra } };
    },
  ),

  method(
    'conversations.list',
    { scopes: readScopes },
    {
      types: z.string().default('public_channel'),
      exclude_archived: flag,
      limit: count(limits.page.default, limits.page.max),
      cursor: z.string().optional(),
    },
    ({ types, exclude_archived, limit, cursor }, api) => {
      const kinds = new Map<string, Channel['kind']>([
        ['public_channel', 'public'],
        ['private_channel', 'private'],
        ['im', 'direct'],
      ]);
      const wanted = types.split(',').map((type) => kinds.get(type.trim()));
      const all = [...api.workspace.channels.values()].filter(
        (each) =>
          wanted.includes(each.kind) &&
          !(exclude_archived && each.archived) &&
          (each.kind === 'public' || each.members.has(api.workspace.identity.botUserId)),
      );
      for (const each of all) requireScope(api, each, 'read');
      const { items, next } = page(all, limit, cursor);
      return {
        channels: items.map((each) => ({
          ...rawChannel(each, api.workspace),
          num_members: each.members.size,
        })),
        response_metadata: { next_cursor: next },
      };
    },
  ),

  method(
    'conversations.members',
    { scopes: readScopes },
    { channel: z.string(), limit: count(limits.page.default, limits.page.max), cursor: z.string().optional() },
    ({ channel, limit, cursor }, api) => {
      const found = visibleChannel(api, channel);
      requireScope(api, found, 'read');
      const { items, next } = page([...found.members], limit, cursor);
      return { members: items, response_metadata: { next_cursor: next } };
    },
  ),

  method('conversations.join', { scopes: ['channels:join'] }, { channel: z.string() }, ({ channel }, api) => {
    const found = visibleChannel(api, channel);
    if (found.kind !== 'public') throw new SlackError('method_not_supported_for_channel_type');
    if (found.archived) throw new SlackError('is_archived');
    found.members.add(api.workspace.identity.botUserId);
    return { channel: rawChannel(found, api.workspace) };
  }),

  method('conversations.history', { scopes: historyScopes }, span, (args, api) => {
    const channel = readable(api, args.channel);
    const matching = api.workspace
      .in(channel.id)
      .filter(({ raw, onlyFor }) => onlyFor === undefined && (raw.thread_ts ?? raw.ts) === raw.ts)
      .filter(({ raw }) => within(raw.ts, args.oldest, args.latest, args.inclusive))
      .reverse();
    const { items, next } = page(matching, args.limit, args.cursor);
    return {
      messages: items.map(({ raw }) => (args.include_all_metadata ? raw : withoutMetadata(raw))),
      has_more: next !== '',
      pin_count: 0,
      ...(next === '' ? {} : { response_metadata: { next_cursor: next } }),
    };
  }),

  method('conversations.replies', { scopes: historyScopes }, { ...span, ts }, (args, api) => {
    const channel = readable(api, args.channel);
    const visible = api.workspace.in(channel.id).filter(({ onlyFor }) => onlyFor === undefined);
    const thread = visible.filter(({ raw }) => raw.ts === args.ts || raw.thread_ts === args.ts);
    if (thread.length === 0) throw new SlackError('thread_not_found');
    const inSpan = thread.filter(
      ({ raw }) => raw.ts === args.ts || within(raw.ts, args.oldest, args.latest, args.inclusive),
    );
    const { items, next } = page(inSpan, args.limit, args.cursor);
    return {
      messages: items.map(({ raw }) => (args.include_all_metadata ? raw : withoutMetadata(raw))),
      has_more: next !== '',
      ...(next === '' ? {} : { response_metadata: { next_cursor: next } }),
    };
  }),
];
