import { channelShape, resolvedMemberShape, userShape } from './api-shapes.ts';
import { channelPermissions } from './permissions.ts';
import type { Channel, World } from './world.ts';

/** Ids that an interaction mentions. */
export interface Mentioned {
  readonly users: Set<string>;
  readonly channels: Set<string>;
}

export const nothingMentioned = (): Mentioned => ({ users: new Set(), channels: new Set() });

/** The `resolved` data of an interaction: users, with their membership where they are members, and channels. */
export function resolvedShape(
  world: World,
  channel: Channel,
  personId: string,
  mentioned: Mentioned,
): object | undefined {
  const { users, channels } = mentioned;
  if (users.size + channels.size === 0) return undefined;
  const isDirect = channel.recipient !== undefined;
  const members = isDirect ? [] : [...users].filter((id) => world.present.has(id) || id === world.botId);
  const places = [...channels].flatMap((id) => world.channels.get(id) ?? []);
  return {
    ...(users.size > 0 ? { users: record(users, (id) => userShape(world, id)) } : {}),
    ...(members.length > 0 ? { members: record(members, (id) => resolvedMemberShape(world, id, channel)) } : {}),
    ...(places.length > 0
      ? { channels: Object.fromEntries(places.map((place) => [place.id, partial(world, place, personId)])) }
      : {}),
  };
}

function partial(world: World, place: Channel, personId: string): object {
  const { id, type, ...rest } = channelShape(world, place);
  const permissions = channelPermissions(world, place, personId).toString();
  return {
    id,
    type,
    name: place.name,
    permissions,
    flags: rest.flags,
    parent_id: null,
    last_message_id: place.lastMessageId,
  };
}

const record = (ids: Iterable<string>, shape: (id: string) => object): Record<string, object> =>
  Object.fromEntries([...ids].map((id) => [id, shape(id)]));
