import { RESTJSONErrorCodes as Code, Routes } from 'discord-api-types/v10';
import { z } from 'zod';
import { PlatformError } from '../../src/engine/errors.ts';
import type { EpochMs } from '../../src/engine/ids.ts';
import type { ChannelLook, Look } from '../../src/engine/ports/platform.ts';
import { describeApiError, failureOf } from './failures.ts';
import { channel, member, missingInServer, missingThere, type Standing, server } from './permissions.ts';
import { presentCommands, wantedCommands } from './registration.ts';
import { DiscordAPIError, type REST } from './rest-library.ts';

/** Somebody waits for it, and an answer has three seconds in all (ms). */
const LOOK_DEADLINE_MS = 2500;

/**
 * What else such an answer may be is a mistake of Discord's, which none has been seen to make for days; and nobody can undo a removal: who
 * adds Kith again begins anew.
 */
const BELIEVED_AFTER_DAYS = 7;

const self = z.object({ id: z.string() });
const own = member.extend({ joined_at: z.string().nullish() });
const listed = z.array(self);

type Get = (route: `/${string}`, query?: URLSearchParams) => Promise<unknown>;

/** What Discord says of the bot in one server, and of channels there. @throws PlatformError */
export async function lookAt(
  rest: REST,
  applicationId: string,
  guildId: string,
  channels: readonly string[],
): Promise<Look> {
  const signal = AbortSignal.timeout(LOOK_DEADLINE_MS);
  const get: Get = (route, query) => rest.get(route, { signal, ...(query && { query }) });
  try {
    const [user, guild] = await Promise.all([get(Routes.user()), guildOf(get, applicationId, guildId)]);
    const bot = self.parse(user).id;
    const [mine, commands] = await Promise.all([
      get(Routes.guildMember(guildId, bot)),
      presentCommands(rest, applicationId, wantedCommands()),
    ]);
    const { joined_at, ...me } = own.parse(mine);
    const standing: Standing = { guild: server.parse(guild), member: me, bot };
    return {
      as: { identity: applicationId, since: momentOf(joined_at) },
      missing: missingInServer(standing),
      commands: commands === 'same',
      channels: await Promise.all(channels.map((id) => channelLook(get, standing, id))),
    };
  } catch (error) {
    if (error instanceof z.ZodError) throw PlatformError.busy(1000, 'unreadable answer');
    throw failureOf(error, 'other');
  }
}

/** What Discord calls a moment; `null` when it is none. */
export function momentOf(text: string | null | undefined): EpochMs | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : at;
}

/**
 * The server. That Kith is not in it Discord says in three ways, all of which are asked for: it knows no such server or lets us see none, it does
 * not list it among the application's own, and the token is the application's: another one's was never there.
 */
async function guildOf(get: Get, applicationId: string, guildId: string): Promise<unknown> {
  try {
    return await get(Routes.guild(guildId));
  } catch (error) {
    const isShut =
      error instanceof DiscordAPIError && (error.code === Code.UnknownGuild || error.code === Code.MissingAccess);
    if (!isShut) throw error;
    const query = new URLSearchParams({ after: String(BigInt(guildId) - 1n), limit: '1' });
    const [application, servers] = await Promise.all([
      get(Routes.currentApplication()),
      get(Routes.userGuilds(), query),
    ]);
    if (self.parse(application).id !== applicationId)
      throw PlatformError.refused('installation-gone', 'token of another application');
    if (listed.parse(servers).some(({ id }) => id === guildId)) throw PlatformError.busy(1000, 'contradictory answers');
    const notThere = { identity: applicationId, believedAfter: BELIEVED_AFTER_DAYS };
    throw PlatformError.absent(notThere, describeApiError(error));
  }
}

async function channelLook(get: Get, standing: Standing, id: string): Promise<ChannelLook> {
  try {
    const missing = missingThere(standing, channel.parse(await get(Routes.channel(id))));
    return { channel: id, state: missing.length === 0 ? 'open' : 'not-allowed', missing };
  } catch (error) {
    if (error instanceof z.ZodError) return { channel: id, state: 'channel-gone', missing: [] };
    const { refusal } = failureOf(error, 'read-channel');
    if (refusal === 'channel-gone' || refusal === 'not-in-channel' || refusal === 'not-allowed')
      return { channel: id, state: refusal, missing: [] };
    throw error;
  }
}
