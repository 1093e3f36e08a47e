import { refusal } from '../api-error.ts';
import type { Local } from '../local.ts';
import { may, type Permission } from '../permissions.ts';
import type { Channel, StoredMessage } from '../world.ts';

/** The channel, where the app can see it and holds the permissions; else Discord's refusal. */
export function channelFor({ world }: Local, id: string, ...permissions: Permission[]): Channel {
  const channel = world.channels.get(id);
  if (!channel) throw refusal('unknownChannel');
  const isDirect = channel.recipient !== undefined;
  if (!isDirect && !world.installed) throw refusal('missingAccess');
  if (!may(world, channel, world.botId, 'ViewChannel')) throw refusal('missingAccess');
  for (const permission of permissions) {
    if (!may(world, channel, world.botId, permission)) throw refusal('missingPermissions');
  }
  return channel;
}

/** A message of the channel that is not ephemeral: those are reached through their interaction only. */
export function messageIn({ world }: Local, channel: Channel, id: string): StoredMessage {
  const message = world.messages.get(id);
  if (!message || message.ephemeralFor || message.api.channel_id !== channel.id) throw refusal('unknownMessage');
  return message;
}

/** Refuses where the app is not in the server. */
export function requireGuild({ world }: Local, id: string): void {
  if (id !== world.guildId || !world.installed) throw refusal('unknownGuild');
}

/** 50007: closed to direct messages, a bot, or without a server in common. */
export function requireReachable({ world }: Local, recipient: string): void {
  const person = world.person(recipient);
  const shares = world.installed && world.present.has(recipient);
  if (!person || person.bot || !shares || world.closedToDirect.has(recipient)) throw refusal('cannotMessageUser');
}
