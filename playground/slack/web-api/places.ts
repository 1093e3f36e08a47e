import type { Channel } from '../channels.ts';
import { type Api, SlackError } from './method.ts';

/** A conversation by id as far as the bot may know of it: private ones it is not in do not exist for it. */
export function visibleChannel({ workspace }: Api, id: string): Channel {
  const channel = workspace.channels.get(id);
  if (!channel) throw new SlackError('channel_not_found');
  const hidden = channel.kind !== 'public' && !channel.members.has(workspace.identity.botUserId);
  if (hidden) throw new SlackError('channel_not_found');
  return channel;
}

/** Where a new message goes: a conversation, or the direct one with the user whose id is given. */
export function writableChannel(api: Api, id: string): Channel {
  const { workspace, installation } = api;
  const user = workspace.users.get(id);
  const channel = user ? directWith(api, id) : visibleChannel(api, id);
  if (channel.archived) throw new SlackError('is_archived');
  const member = channel.members.has(workspace.identity.botUserId);
  if (!member && !installation.scopes.has('chat:write.public')) throw new SlackError('not_in_channel');
  if (channel.kind === 'direct' && !installation.messagesTab) throw new SlackError('messages_tab_disabled');
  const partner = channel.kind === 'direct' && [...channel.members].find((each) => workspace.users.get(each)?.deleted);
  // Undocumented. What matters is that it is refused for good, as a conversation that is not there is.
  if (partner) throw new SlackError('channel_not_found');
  return channel;
}

function directWith({ workspace }: Api, id: string): Channel {
  if (workspace.users.get(id)?.bot) throw new SlackError('cannot_dm_bot');
  return workspace.openDirect(id);
}
