import {
  type APIApplicationCommand,
  type ApplicationCommandType,
  InteractionContextType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import type { Person } from '../driver.ts';
import { channelPermissions } from './permissions.ts';
import type { Channel, World } from './world.ts';

/** The commands a person is offered in a channel; a server's own come before global ones. */
export function visibleCommands(
  world: World,
  person: Person,
  channel: Channel,
  type: ApplicationCommandType,
): APIApplicationCommand[] {
  const isDirect = channel.recipient !== undefined;
  if (!isDirect && (!world.installed || !world.present.has(person.id))) return [];
  return [...world.commands.values()]
    .filter((command) => command.type === type)
    .filter((command) => (isDirect ? worksInDirect(command) : worksInServer(world, command, person, channel)))
    .toSorted((a, b) => Number(Boolean(b.guild_id)) - Number(Boolean(a.guild_id)));
}

function worksInDirect({ guild_id, contexts, dm_permission }: APIApplicationCommand): boolean {
  if (guild_id !== undefined) return false;
  return contexts ? contexts.includes(InteractionContextType.BotDM) : dm_permission !== false;
}

/** interactions/application-commands#permissions: "0" hides a command from all but administrators. */
function worksInServer(world: World, command: APIApplicationCommand, person: Person, channel: Channel): boolean {
  if (command.contexts && !command.contexts.includes(InteractionContextType.Guild)) return false;
  const needed = command.default_member_permissions;
  if (needed === null || needed === undefined) return true;
  const held = channelPermissions(world, channel, person.id);
  const wanted = BigInt(needed) || PermissionFlagsBits.Administrator;
  return (held & wanted) === wanted;
}
