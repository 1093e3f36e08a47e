import type { Workspace } from './workspace.ts';

export interface Channel {
  readonly id: string;
  /** Empty for a direct conversation. */
  readonly name: string;
  readonly kind: 'public' | 'private' | 'direct';
  readonly created: number;
  readonly creator: string;
  readonly general: boolean;
  archived: boolean;
  readonly members: Set<string>;
}

/** A conversation as conversations.info and .list show it. */
export function rawChannel(channel: Channel, { identity, users }: Workspace) {
  const common = {
    id: channel.id,
    created: channel.created,
    is_archived: channel.archived,
    is_im: channel.kind === 'direct',
    is_org_shared: false,
    context_team_id: identity.teamId,
    updated: channel.created * 1000,
  };
  if (channel.kind === 'direct') {
    const user = [...channel.members].find((id) => id !== identity.botUserId) ?? '';
    return { ...common, user, is_user_deleted: users.get(user)?.deleted ?? false, priority: 0 };
  }
  const note = { value: '', creator: '', last_set: 0 };
  return {
    ...common,
    name: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_general: channel.general,
    unlinked: 0,
    name_normalized: channel.name,
    is_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    creator: channel.creator,
    is_ext_shared: false,
    shared_team_ids: [identity.teamId],
    pending_connected_team_ids: [],
    is_member: channel.members.has(identity.botUserId),
    topic: note,
    purpose: note,
    previous_names: [],
  };
}

/** How payloads name the conversation they come from. */
export function payloadChannelName(channel: Channel): string {
  if (channel.kind === 'direct') return 'directmessage';
  return channel.kind === 'private' ? 'privategroup' : channel.name;
}
