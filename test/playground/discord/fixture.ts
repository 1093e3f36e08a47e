import { Client, type ClientOptions, GatewayIntentBits, REST } from 'discord.js';
import { onTestFinished } from 'vitest';
import {
  type LocalDiscord,
  type LocalDiscordOptions,
  startLocalDiscord,
} from '../../../playground/discord/local-discord.ts';
import { patientDiscord } from '../../servers/patience.ts';

/** A local Discord that ends with the test. */
export async function localDiscord(options: LocalDiscordOptions = {}): Promise<LocalDiscord> {
  const discord = await startLocalDiscord({ ...patientDiscord, ...options });
  onTestFinished(() => discord.stop());
  return discord;
}

export const apiOf = (discord: LocalDiscord): string => String(discord.environment.DISCORD_API_URL);
export const tokenOf = (discord: LocalDiscord): string => String(discord.environment.DISCORD_TOKEN);

/** discord.js, logged in and ready. */
export async function loggedIn(discord: LocalDiscord, options: Partial<ClientOptions> = {}): Promise<Client<true>> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: apiOf(discord), version: '10', retries: 0 },
    ...options,
  });
  onTestFinished(() => client.destroy());
  const ready = new Promise<Client<true>>((resolve) => client.once('clientReady', resolve));
  await client.login(tokenOf(discord));
  return ready;
}

/** REST alone, without retries, and without waiting where a limit is reached. */
export function restOf(discord: LocalDiscord): REST {
  const rest = new REST({ api: apiOf(discord), version: '10', retries: 0, rejectOnRateLimit: () => true });
  return rest.setToken(tokenOf(discord));
}

/** A plain request, with what discord.js keeps to itself. */
export async function call(discord: LocalDiscord, method: string, path: string, body?: unknown) {
  const response = await fetch(`${apiOf(discord)}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${tokenOf(discord)}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json: unknown = text === '' ? undefined : JSON.parse(text);
  return { status: response.status, headers: response.headers, json };
}

export function placeId(discord: LocalDiscord, name: string): string {
  const place = discord.places.find((candidate) => candidate.name === name);
  if (!place) throw new Error(`no channel ${name}`);
  return place.id;
}
