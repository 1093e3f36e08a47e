import type { Local } from './local.ts';
import type { StoredMessage } from './world.ts';

/** Tells the gateway of a new message; ephemeral ones are told to nobody. */
export function announceMessage(local: Local, message: StoredMessage): void {
  const { nonce } = message.api;
  const readable = readableByApp(local, message);
  announce(local, 'MESSAGE_CREATE', message, nonce === undefined ? readable : { ...readable, nonce });
}

export function announceEdit(local: Local, message: StoredMessage): void {
  announce(local, 'MESSAGE_UPDATE', message, readableByApp(local, message));
}

export function announceDeletion(local: Local, message: StoredMessage): void {
  const { id, channel_id } = message.api;
  announce(local, 'MESSAGE_DELETE', message, { id, channel_id });
}

/**
 * A message as the app reads it later. Discord does not keep the nonce: only the answer to sending and MESSAGE_CREATE carry it
 * (Rapptz/discord.py#2451). Without the privileged
 * intent the app reads its own messages, direct ones and those that mention it; of others only that they are there.
 */
export function readableByApp({ world }: Local, { api }: StoredMessage): object {
  const { nonce: _nonce, ...message } = api;
  const isDirect = world.channels.get(api.channel_id)?.recipient !== undefined;
  const mentionsApp = api.mentions.some(({ id }) => id === world.botId);
  if (isDirect || mentionsApp || api.author.id === world.botId) return message;
  return { ...message, content: '', embeds: [], attachments: [], components: [] };
}

function announce(local: Local, event: string, message: StoredMessage, data: object): void {
  if (message.ephemeralFor) return;
  const direct = local.world.channels.get(message.api.channel_id)?.recipient !== undefined;
  const payload = direct ? data : { ...data, guild_id: local.world.guildId };
  local.gateway.dispatch(event, payload, { direct, intent: direct ? 'DirectMessages' : 'GuildMessages' });
}
