import * as z from 'zod';
import { method, SlackError, ts } from './method.ts';
import { visibleChannel } from './places.ts';

/** reactions.* */
export const reactionMethods = [
  method(
    'reactions.add',
    { scopes: ['reactions:write'] },
    { channel: z.string(), timestamp: ts, name: z.string() },
    ({ channel, timestamp, name }, api) => {
      const found = visibleChannel(api, channel);
      const message = api.workspace.find(found.id, timestamp);
      if (!message || message.onlyFor !== undefined) throw new SlackError('message_not_found');
      if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name)) throw new SlackError('invalid_name');
      const { botUserId } = api.workspace.identity;
      message.raw.reactions ??= [];
      const reaction = message.raw.reactions.find((each) => each.name === name);
      if (reaction?.users.includes(botUserId)) throw new SlackError('already_reacted');
      if (reaction) {
        reaction.users.push(botUserId);
        reaction.count += 1;
      } else message.raw.reactions.push({ name, users: [botUserId], count: 1 });
      api.workspace.changed();
      return {};
    },
  ),
];
