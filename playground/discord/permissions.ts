import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Channel, World } from './world.ts';

export type Permission = keyof typeof PermissionFlagsBits;

/** `type` 0 is a role's, 1 a member's. */
export interface Overwrite {
  readonly id: string;
  readonly type: 0 | 1;
  allow: bigint;
  deny: bigint;
}

const bits = (...names: Permission[]): bigint => names.reduce((sum, name) => sum | PermissionFlagsBits[name], 0n);

const ALL_PERMISSIONS = Object.values(PermissionFlagsBits).reduce((sum, bit) => sum | bit, 0n);

const ORDINARY = bits(
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
  'AddReactions',
  'UseExternalEmojis',
  'UseApplicationCommands',
  'ChangeNickname',
);

/** What a direct-message channel allows to both sides. */
const DIRECT = ORDINARY;

/** Permissions of the server's three roles. */
export const rolePermissions = {
  everyone: ORDINARY,
  organizers: bits('ManageGuild', 'ManageChannels', 'ManageMessages'),
  app: bits('ViewChannel', 'SendMessages', 'EmbedLinks', 'AttachFiles', 'ReadMessageHistory', 'AddReactions'),
} as const;

/** Hides a channel from all but the organizers and the app. */
export function adminRoleOverwrites(roles: World['roles']): Overwrite[] {
  const view = PermissionFlagsBits.ViewChannel;
  return [
    { id: roles.everyone, type: 0, allow: 0n, deny: view },
    { id: roles.organizers, type: 0, allow: view, deny: 0n },
    { id: roles.app, type: 0, allow: view, deny: 0n },
  ];
}

/** Role ids of a member, without @everyone (as the API gives them). */
export function rolesOf(world: World, userId: string): string[] {
  if (userId === world.botId) return [world.roles.app];
  return world.person(userId)?.admin ? [world.roles.organizers] : [];
}

/** A member's permissions in the whole server. */
export function guildPermissions(world: World, userId: string): bigint {
  if (userId === world.ownerId) return ALL_PERMISSIONS;
  const held = rolesOf(world, userId);
  let permissions = rolePermissions.everyone;
  if (held.includes(world.roles.organizers)) permissions |= rolePermissions.organizers;
  if (held.includes(world.roles.app)) permissions |= rolePermissions.app;
  return permissions;
}

/** topics/permissions#permission-overwrites: @everyone, then roles together, then the member. */
export function channelPermissions(world: World, channel: Channel, userId: string): bigint {
  if (channel.recipient !== undefined) {
    return userId === channel.recipient || userId === world.botId ? DIRECT : 0n;
  }
  if (userId === world.ownerId) return ALL_PERMISSIONS;
  const held = rolesOf(world, userId);
  const layers = [
    channel.overwrites.filter(({ id }) => id === world.roles.everyone),
    channel.overwrites.filter(({ id, type }) => type === 0 && held.includes(id)),
    channel.overwrites.filter(({ id, type }) => type === 1 && id === userId),
  ];
  return layers.reduce(
    (permissions, layer) => {
      const deny = layer.reduce((sum, overwrite) => sum | overwrite.deny, 0n);
      const allow = layer.reduce((sum, overwrite) => sum | overwrite.allow, 0n);
      return (permissions & ~deny) | allow;
    },
    guildPermissions(world, userId),
  );
}

export function may(world: World, channel: Channel, userId: string, permission: Permission): boolean {
  return (channelPermissions(world, channel, userId) & PermissionFlagsBits[permission]) !== 0n;
}
