import { isDeepStrictEqual } from 'node:util';
import { type APIApplicationCommandOption, ApplicationIntegrationType, PermissionFlagsBits, Routes } from 'discord.js';
import { z } from 'zod';
import { describeCommands } from '../../src/engine/commands/describe.ts';
import { deadline, restFor } from './api.ts';
import { type Describe, projectCommands, type SlashCommand } from './command-projection.ts';
import { failureOf } from './failures.ts';
import { projectMenus } from './menu-projection.ts';
import type { DiscordSettings } from './settings.ts';

/**
 * Registers the commands and the entries of menus for all servers, unless Discord already has exactly these.
 * @throws PlatformError
 */
export async function registerCommands(
  settings: DiscordSettings,
  describe: Describe = describeCommands,
): Promise<'registered' | 'unchanged'> {
  const wanted = [...projectCommands(describe), ...projectMenus()];
  const rest = restFor(settings);
  const route = Routes.applicationCommands(settings.applicationId);
  try {
    const query = new URLSearchParams({ with_localizations: 'true' });
    const present = z.array(z.unknown()).parse(await rest.get(route, { query, signal: deadline() }));
    if (isDeepStrictEqual(comparable(present), comparable(wanted))) return 'unchanged';
    await rest.put(route, { body: wanted, signal: deadline() });
    return 'registered';
  } catch (error) {
    throw failureOf(error, 'other');
  } finally {
    rest.clearHandlerSweeper();
    rest.clearHashSweeper();
  }
}

/** The address at which an organizer adds Kith to a server, asking for no more than it needs. */
export function installLink(applicationId: string): string {
  const permissions =
    PermissionFlagsBits.ViewChannel |
    PermissionFlagsBits.SendMessages |
    PermissionFlagsBits.EmbedLinks |
    PermissionFlagsBits.AttachFiles |
    // To find a message whose sending was never confirmed.
    PermissionFlagsBits.ReadMessageHistory;
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
