import { memberShape } from './api-shapes.ts';
import type { Local } from './local.ts';
import { presentReactions } from './messages.ts';

/** Adds or takes away a person's reaction, and tells the app. */
export function react(local: Local, personId: string, emoji: string, messageId: string, add: boolean): void {
  const { world, gateway } = local;
  const message = world.messages.get(messageId);
  if (!message) throw new Error('That message is not there any more.');
  const users = message.reactions.get(emoji) ?? new Set();
  if (users.has(personId) === add) return;
  if (add) users.add(personId);
  else users.delete(personId);
  if (users.size > 0) message.reactions.set(emoji, users);
  else message.reactions.delete(emoji);
  presentReactions(world, message);
  const direct = world.channels.get(message.api.channel_id)?.recipient !== undefined;
  const data = {
    user_id: personId,
    channel_id: message.api.channel_id,
    message_id: messageId,
    emoji: { id: null, name: emoji },
    type: 0,
    burst: false,
    ...(direct ? {} : { guild_id: world.guildId }),
    ...(direct || !add ? {} : { member: memberShape(world, personId) }),
    ...(add ? { message_author_id: message.api.author.id } : {}),
  };
  const intent = direct ? 'DirectMessageReactions' : 'GuildMessageReactions';
  gateway.dispatch(add ? 'MESSAGE_REACTION_ADD' : 'MESSAGE_REACTION_REMOVE', data, { direct, intent });
}
