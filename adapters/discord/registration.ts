import { isDeepStrictEqual } from 'node:util';
import {
  type APIApplicationCommandOption,
  ApplicationIntegrationType,
  PermissionFlagsBits,
  Routes,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { describeCommands } from '../../src/engine/commands/describe.ts';
import { deadline, restFor } from './api.ts';
import { type Describe, projectCommands, type SlashCommand } from './command-projection.ts';
import { failureOf } from './failures.ts';
import { projectMenus } from './menu-projection.ts';
import type { REST } from './rest-library.ts';
import type { DiscordSettings } from './settings.ts';

/**
 * Registers the commands and the entries of menus for all servers, unless Discord already has exactly these.
 * @throws PlatformError
 */
export async function registerCommands(
  settings: DiscordSettings,
  describe: Describe = describeCommands,
): Promise<'registered' | 'unchanged'> {
  const wanted = wantedCommands(describe);
  const rest = restFor(settings);
  try {
    if ((await presentCommands(rest, settings.applicationId, wanted)) === 'same') return 'unchanged';
    await rest.put(Routes.applicationCommands(settings.applicationId), { body: wanted, signal: deadline() });
    return 'registered';
  } catch (error) {
    throw failureOf(error, 'other');
  } finally {
    rest.clearHandlerSweeper();
    rest.clearHashSweeper();
  }
}

/** Everything Kith is called by on Discord. */
export function wantedCommands(describe: Describe = describeCommands): readonly unknown[] {
  return [...projectCommands(describe), ...projectMenus()];
}

/** Whether Discord has exactly the commands that are wanted, others, or none. @throws what discord.js throws */
export async function presentCommands(
  rest: REST,
  applicationId: string,
  wanted: readonly unknown[],
): Promise<'same' | 'different' | 'none'> {
  const query = new URLSearchParams({ with_localizations: 'true' });
  const answer = await rest.get(Routes.applicationCommands(applicationId), { query, signal: deadline() });
  const present = z.array(z.unknown()).parse(answer);
  if (present.length === 0) return 'none';
  return isDeepStrictEqual(comparable(present), comparable(wanted)) ? 'same' : 'different';
}

/** What Kith may do where it posts, and no more. */
export const neededPermissions = [
  'ViewChannel',
  'SendMessages',
  'EmbedLinks',
  'AttachFiles',
  // To find a message whose sending was never confirmed.
  'ReadMessageHistory',
] as const satisfies readonly (keyof typeof PermissionFlagsBits)[];

/** The address at which an organizer adds Kith to a server, asking for no more than it needs. */
export function installLink(applicationId: string): string {
  const permissions = neededPermissions.reduce((sum, name) => sum | PermissionFlagsBits[name], 0n);
  const query = new URLSearchParams({
    client_id: applicationId,
    permissions: permissions.toString(),
    integration_type: String(ApplicationIntegrationType.GuildInstall),
    scope: 'bot applications.commands',
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}

/** The keys that we set. Discord adds others, and fills those left out with defaults. */
const COMPARED = new Set<string>([
  'type',
  'name',
  'description',
  'description_localizations',
  'name_localizations',
  'options',
  'required',
  'choices',
  'value',
  'max_length',
  'channel_types',
  'contexts',
  'integration_types',
  'default_member_permissions',
] satisfies (
  | keyof SlashCommand
  | keyof APIApplicationCommandOption
  | 'required'
  | 'choices'
  | 'value'
  | 'max_length'
  | 'channel_types'
)[]);

/** Commands in a form in which what Discord has and what we want are equal when they mean the same. */
function comparable(commands: readonly unknown[]): unknown {
  const named = commands.map((command) => withoutDefaults(command, true)) as { type?: number; name?: string }[];
  // A name is unique only among commands of its type.
  const key = ({ type, name }: { type?: number; name?: string }) => `${type} ${name}`;
  return named.toSorted((a, b) => key(a).localeCompare(key(b)));
}

function withoutDefaults(node: unknown, isNamed: boolean): unknown {
  if (Array.isArray(node)) return node.map((each) => withoutDefaults(each, isNamed));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).flatMap(([key, value]) => {
    const isDefault = value === null || value === false || value === '' || (Array.isArray(value) && value.length === 0);
    if (isDefault || (isNamed && !COMPARED.has(key))) return [];
    return [[key, withoutDefaults(value, !key.endsWith('_localizations'))] as const];
  });
  return Object.fromEntries(entries);
}
