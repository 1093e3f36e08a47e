import type { Discord } from '../adapters/discord/discord.ts';
import type { Database } from '../adapters/postgres/database.ts';
import type { Slack } from '../adapters/slack/slack.ts';
import type { Config, DiscordConfig, SlackConfig } from './config.ts';
import type { Log } from './engine/ports/log.ts';
import type { Platform, Platforms } from './engine/ports/platform.ts';

/** The platforms as this process reaches them. All that are configured can be called; one that it does not listen to is `null`. */
export interface Reach {
  readonly platforms: Platforms;
  readonly slack: Slack | null;
  readonly discord: Discord | null;
  /** Closes what only calls a platform. `slack` and `discord`, which also listen, are stopped on their own. */
  stop(): Promise<void>;
}

/** Who asks for the platforms, and how fast they are. */
export interface Reaching {
  readonly config: Config;
  readonly log: Log;
  readonly compression?: number;
}

type Kept = Pick<Database, 'installations' | 'restraints' | 'directChannels'>;

interface Reached<Heard> {
  readonly platform: Platform;
  readonly heard: Heard | null;
  stop(): Promise<void>;
}

/**
 * Builds what this process needs of each platform that is configured. What it does not need is not even loaded: Bolt and discord.js's
 * gateway would be most of the memory of a worker, which only sends.
 */
export async function reach(asked: Reaching, kept: Kept): Promise<Reach> {
  const { slack: slackSettings, discord: discordSettings } = asked.config;
  const slack = slackSettings && (await reachSlack(slackSettings, asked, kept));
  const discord = discordSettings && (await reachDiscord(discordSettings, asked, kept));
  return {
    platforms: named({ slack, discord }),
    slack: slack?.heard ?? null,
    discord: discord?.heard ?? null,
    async stop() {
      await slack?.stop();
      await discord?.stop();
    },
  };
}

const hears = ({ role }: Config) => role !== 'worker';
const stoppedByItself = async () => undefined;

async function reachSlack(
  settings: SlackConfig,
  { config, log, compression = 1 }: Reaching,
  { installations, restraints }: Kept,
): Promise<Reached<Slack>> {
  const { messagesPerMinute } = settings;
  const pace = { compression, ...(messagesPerMinute !== null && { messagesPerMinute }) };
  const options = { settings, installations, log, restraints, ...pace };
  if (hears(config)) {
    const { createSlack } = await import('../adapters/slack/slack.ts');
    const heard = createSlack(options);
    return { platform: heard.platform, heard, stop: stoppedByItself };
  }
  const { sendingBySlack } = await import('../adapters/slack/sending.ts');
  return { platform: sendingBySlack(options).platform, heard: null, stop: stoppedByItself };
}

async function reachDiscord(
  settings: DiscordConfig,
  { config, log, compression = 1 }: Reaching,
  { restraints, directChannels }: Kept,
): Promise<Reached<Discord>> {
  const { requestsPerSecond } = settings;
  const pace = { compression, ...(requestsPerSecond !== null && { requestsPerSecond }) };
  const options = { settings, log, restraints, directChannels, ...pace };
  if (hears(config)) {
    const { createDiscord } = await import('../adapters/discord/discord.ts');
    const heard = createDiscord(options);
    return { platform: heard.platform, heard, stop: stoppedByItself };
  }
  const { sendingByDiscord } = await import('../adapters/discord/sending.ts');
  const sending = sendingByDiscord(options);
  return { platform: sending.platform, heard: null, stop: () => sending.stop() };
}

function named(configured: Readonly<Record<string, Reached<unknown> | null>>): Platforms {
  return {
    of(platform) {
      const found = configured[platform];
      if (!found) throw new Error(`no platform is configured here for a community of ${platform}`);
      return found.platform;
    },
    all: () => Object.entries(configured).flatMap(([name, found]) => (found ? [[name, found.platform] as const] : [])),
  };
}
