import * as z from 'zod';
import { readContent, readParts } from '../content.ts';
import { limits } from '../limits.ts';
import { replaceContent, type StoredMessage } from '../messages.ts';
import { type Api, json, method, SlackError, ts } from './method.ts';
import { visibleChannel, writableChannel } from './places.ts';

const content = {
  text: z.string().optional(),
  blocks: json.optional(),
  attachments: json.optional(),
  metadata: json.optional(),
};
const write = { scopes: ['chat:write'] };

/** A message that everybody sees; the API knows no ephemeral ones. */
function find(api: Api, channel: string, at: string): StoredMessage {
  const message = api.workspace.find(visibleChannel(api, channel).id, at);
  if (!message || message.onlyFor !== undefined) throw new SlackError('message_not_found');
  return message;
}

/** chat.* */
export const chatMethods = [
  method('chat.postMessage', write, { channel: z.string(), thread_ts: ts.optional(), ...content }, (args, api) => {
    const channel = writableChannel(api, args.channel);
    const thread = args.thread_ts === undefined ? {} : { thread_ts: args.thread_ts };
    const parent = args.thread_ts === undefined ? undefined : api.workspace.find(channel.id, args.thread_ts);
    if (args.thread_ts !== undefined && !parent) throw new SlackError('thread_not_found');
    const message = api.workspace.post(channel, api.workspace.identity.botUserId, { ...readContent(args), ...thread });
    if (parent && parent !== message) parent.raw.thread_ts = parent.raw.ts;
    return { channel: channel.id, ts: message.raw.ts, message: message.raw };
  }),

  method(
    'chat.postEphemeral',
    write,
    { channel: z.string(), user: z.string(), thread_ts: ts.optional(), ...content },
    (args, api) => {
      const channel = writableChannel(api, args.channel);
      if (!api.workspace.users.has(args.user)) throw new SlackError('user_not_found');
      if (!channel.members.has(args.user)) throw new SlackError('user_not_in_channel');
      const { botUserId } = api.workspace.identity;
      const message = api.workspace.post(channel, botUserId, readContent(args), args.user);
      return { message_ts: message.raw.ts };
    },
  ),

  method('chat.update', write, { channel: z.string(), ts, ...content }, (args, api) => {
    const message = find(api, args.channel, args.ts);
    const { botId, botUserId } = api.workspace.identity;
    if (message.raw.bot_id !== botId) throw new SlackError('cant_update_message');
    const parts = readParts(args, limits.updateText);
    if (Object.keys(parts).length === 0) throw new SlackError('no_text');
    replaceContent(message.raw, parts);
    message.raw.edited = { user: botUserId, ts: api.workspace.nextTs() };
    api.workspace.changed();
    return { channel: message.channel, ts: message.raw.ts, text: message.raw.text, message: message.raw };
  }),

  method('chat.delete', write, { channel: z.string(), ts }, (args, api) => {
    const message = find(api, args.channel, args.ts);
    if (message.raw.bot_id !== api.workspace.identity.botId) throw new SlackError('cant_delete_message');
    api.workspace.remove(message);
    return { channel: message.channel, ts: message.raw.ts };
  }),

  method('chat.getPermalink', {}, { channel: z.string(), message_ts: ts }, (args, api) => {
    const message = find(api, args.channel, args.message_ts);
    const { teamDomain } = api.workspace.identity;
    const permalink = `https://${teamDomain}.slack.com/archives/${message.channel}/p${message.raw.ts.replace('.', '')}`;
    return { channel: message.channel, permalink };
  }),
];
