import { OverwriteType, PermissionFlagsBits } from 'discord-api-types/v10';
import { z } from 'zod';
import { neededPermissions } from './registration.ts';

/** What is read of a server, of the bot in it and of a channel, to know what Kith may do there. */
export const server = z.object({
  id: z.string(),
  owner_id: z.string(),
  roles: z.array(z.object({ id: z.string(), permissions: z.string() })),
});
export const member = z.object({ roles: z.array(z.string()) });
const overwrite = z.object({ id: z.string(), type: z.number(), allow: z.string(), deny: z.string() });
export const channel = z.object({ guild_id: z.string(), permission_overwrites: z.array(overwrite).default([]) });

/** The bot in a server. */
export interface Standing {
  readonly guild: z.infer<typeof server>;
  readonly member: z.infer<typeof member>;
  readonly bot: string;
}

/** What Kith lacks in the server as a whole. */
export function missingInServer(standing: Standing): readonly string[] {
  return missingThere(standing, { permission_overwrites: [] });
}

/** What Kith lacks in one channel of the server. */
export function missingThere(
  { guild, member: { roles }, bot }: Standing,
  { permission_overwrites }: Pick<z.infer<typeof channel>, 'permission_overwrites'>,
): readonly string[] {
  // The role everybody has bears the server's own id.
  const held = [guild.id, ...roles];
  const inServer = guild.roles.filter((role) => held.includes(role.id)).reduce(allBits, 0n);
  if ((inServer & PermissionFlagsBits.Administrator) !== 0n || guild.owner_id === bot) return [];
  return missingFrom(overwritten(inServer, permission_overwrites, [guild.id, roles, bot]));
}

const allBits = (sum: bigint, { permissions }: { readonly permissions: string }) => sum | BigInt(permissions);

/** https://docs.discord.com/developers/topics/permissions#permission-overwrites: everybody's, then all roles' together, then the member's. */
function overwritten(
  inServer: bigint,
  overwrites: readonly z.infer<typeof overwrite>[],
  [everyone, roles, bot]: readonly [string, readonly string[], string],
): bigint {
  const layers = [
    overwrites.filter(({ id }) => id === everyone),
    overwrites.filter(({ id, type }) => type === OverwriteType.Role && id !== everyone && roles.includes(id)),
    overwrites.filter(({ id, type }) => type === OverwriteType.Member && id === bot),
  ];
  return layers.reduce((permissions, layer) => {
    const deny = layer.reduce((sum, one) => sum | BigInt(one.deny), 0n);
    const allow = layer.reduce((sum, one) => sum | BigInt(one.allow), 0n);
    return (permissions & ~deny) | allow;
  }, inServer);
}

/** What Kith needs and these do not hold, as Discord's settings spell it: `Read Message History`. */
export function missingFrom(permissions: bigint): readonly string[] {
  if ((permissions & PermissionFlagsBits.Administrator) !== 0n) return [];
  return neededPermissions
    .filter((name) => (permissions & PermissionFlagsBits[name]) === 0n)
    .map((name) => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' '));
}
