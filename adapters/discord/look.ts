import { Routes } from 'discord-api-types/v10';
import { z } from 'zod';
import { PlatformError } from '../../src/engine/errors.ts';
import type { ChannelLook, Look } from '../../src/engine/ports/platform.ts';
import { failureOf } from './failures.ts';
import { channel, member, missingInServer, missingThere, type Standing, server } from './permissions.ts';
import { presentCommands, wantedCommands } from './registration.ts';
import type { REST } from './rest-library.ts';

/** Somebody waits for it, and an answer has three seconds in all (ms). */
const LOOK_DEADLINE_MS = 2500;

const self = z.object({ id: z.string() });

/** What Discord says of the bot in one server, and of channels there. @throws PlatformError */
export async function lookAt(
  rest: REST,
  applicationId: string,
  guildId: string,
  channels: readonly string[],
): Promise<Look> {
  const signal = AbortSignal.timeout(LOOK_DEADLINE_MS);
  const get = (route: `/${string}`) => rest.get(route, { signal });
  try {
    const bot = self.parse(await get(Routes.user())).id;
    const [guild, own, commands] = await Promise.all([
      get(Routes.guild(guildId)),
      get(Routes.guildMember(guildId, bot)),
      presentCommands(rest, applicationId, wantedCommands()),
    ]);
    const standing: Standing = { guild: server.parse(guild), member: member.parse(own), bot };
    return {
      missing: missingInServer(standing),
      commands: commands === 'same',
      channels: await Promise.all(channels.map((id) => channelLook(get, standing, id))),
    };
  } catch (error) {
    if (error instanceof z.ZodError) throw PlatformError.busy(1000, 'unreadable answer');
    throw failureOf(error, 'other');
  }
}

async function channelLook(
  get: (route: `/${string}`) => Promise<unknown>,
  standing: Standing,
  id: string,
): Promise<ChannelLook> {
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
