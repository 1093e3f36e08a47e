import { Routes } from 'discord-api-types/v10';
import { z } from 'zod';
import { PlatformError } from '../../src/engine/errors.ts';
import { deadline, restFor } from './api.ts';
import { failureOf } from './failures.ts';
import { channel, member, missingFrom, missingThere, server } from './permissions.ts';
import { presentCommands, wantedCommands } from './registration.ts';
import type { REST } from './rest-library.ts';
import type { DiscordSettings } from './settings.ts';

/** What Discord says about the bot; nothing is changed by asking. */
export type DiscordCheck =
  | ({ readonly kind: 'accepted' } & DiscordFacts)
  /** The token is not (or no longer) one of Discord's. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable'; readonly code: string };

export interface DiscordFacts {
  /** The application that the token belongs to. */
  readonly applicationId: string;
  /** `null`: the configured application is another one, so nobody can say. */
  readonly commands: 'same' | 'different' | 'none' | null;
  readonly servers: readonly { readonly name: string; readonly missing: readonly string[] }[];
  readonly channels: readonly ChannelFacts[];
}

export interface ChannelFacts {
  readonly id: string;
  /** `null` when the bot cannot see the channel, or there is none. */
  readonly missing: readonly string[] | null;
}

const application = z.object({ id: z.string() });
const servers = z.array(z.object({ id: z.string(), name: z.string(), permissions: z.string() }));

/**
 * Asks Discord who the bot is, whether its commands are there, and what it may do in its servers.
 * @param channels those in which programs post, which may be closed to it one by one
 */
export async function checkDiscord(settings: DiscordSettings, channels: readonly string[] = []): Promise<DiscordCheck> {
  const rest = restFor(settings);
  try {
    const { id } = application.parse(await get(rest, Routes.currentApplication()));
    const commands =
      id === settings.applicationId ? await presentCommands(rest, settings.applicationId, wantedCommands()) : null;
    return {
      kind: 'accepted',
      applicationId: id,
      commands,
      servers: await serversOf(rest),
      channels: await channelsOf(rest, channels),
    };
  } catch (error) {
    if (error instanceof z.ZodError) return { kind: 'unreachable', code: 'an answer that is not Discord’s' };
    const { refusal, message } = failureOf(error, 'other');
    return refusal === 'installation-gone'
      ? { kind: 'refused' }
      : { kind: 'unreachable', code: message.replace(/^\w+: /, '') };
  } finally {
    rest.clearHandlerSweeper();
    rest.clearHashSweeper();
  }
}

function get(rest: REST, route: `/${string}`, query = new URLSearchParams()): Promise<unknown> {
  return rest.get(route, { query, signal: deadline() });
}

/** https://docs.discord.com/developers/resources/user#get-current-user-guilds: 200 in a page. */
const PAGE = 200;
/** Asking for more would take the rate limit from the bot that is at work. */
const MOST_PAGES = 5;

async function serversOf(rest: REST): Promise<DiscordFacts['servers']> {
  const found: z.infer<typeof servers> = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ limit: String(PAGE), after: found.at(-1)?.id ?? '0' });
    const some = servers.parse(await get(rest, Routes.userGuilds(), query));
    found.push(...some);
    if (some.length < PAGE) break;
  }
  return found.map(({ name, permissions }) => ({ name, missing: missingFrom(BigInt(permissions)) }));
}

async function channelsOf(rest: REST, ids: readonly string[]): Promise<ChannelFacts[]> {
  if (ids.length === 0) return [];
  const bot = application.parse(await get(rest, Routes.user()));
  const facts: ChannelFacts[] = [];
  for (const id of ids) facts.push({ id, missing: await missingIn(rest, id, bot.id) });
  return facts;
}

async function missingIn(rest: REST, id: string, bot: string): Promise<readonly string[] | null> {
  try {
    const where = channel.parse(await get(rest, Routes.channel(id)));
    const held = member.parse(await get(rest, Routes.guildMember(where.guild_id, bot)));
    const guild = server.parse(await get(rest, Routes.guild(where.guild_id)));
    return missingThere({ guild, member: held, bot }, where);
  } catch (error) {
    const failure = error instanceof z.ZodError ? null : failureOf(error, 'read-channel');
    if (failure instanceof PlatformError && failure.outcome === 'refused' && failure.refusal !== 'installation-gone')
      return null;
    throw error;
  }
}
