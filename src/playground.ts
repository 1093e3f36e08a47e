import { Hono } from 'hono';
import { startLocalDiscord } from '../playground/discord/local-discord.ts';
import type { LocalPlatform } from '../playground/driver.ts';
import { playgroundPage } from '../playground/page/page.ts';
import { seed } from '../playground/seed.ts';
import { startLocalSlack } from '../playground/slack/local-slack.ts';
import { movableClock } from './clock.ts';
import { type Config, parseConfig } from './config.ts';
import type { Log } from './engine/ports/log.ts';
import { type Composition, type Kith, startKith } from './kith.ts';
import { type MovingTime, movingTime } from './moving-time.ts';

export interface Playground {
  readonly kith: Kith;
  readonly platforms: readonly LocalPlatform[];
  readonly time: MovingTime;
  stop(): Promise<boolean>;
}

/** When it begins, now unless told, and with which files of an empty database, so that they need not be made. */
export interface Start extends Pick<Composition, 'beginning'> {
  readonly at?: number;
}

/** How the playground's settings differ from what was configured: two local platforms, nothing kept, and no server touched that real people use. */
function settingsFor(config: Config, platforms: readonly LocalPlatform[], keys: string): Config {
  const environment = Object.assign({ KITH_ENCRYPTION_KEYS: keys }, ...platforms.map((one) => one.environment));
  const { slack, discord } = parseConfig(environment);
  const host = config.host ?? '127.0.0.1';
  return { ...config, host, slack, discord, encryptionKeys: keys, databaseUrl: null, redisUrl: null, role: 'all' };
}

/**
 * Runs Kith against a local Slack and a local Discord with an invented community, and serves a page that shows both. Listens on
 * loopback unless told; everything lives in memory and begins anew at each start.
 */
export async function startPlayground(config: Config, log: Log, keys: string, start: Start = {}): Promise<Playground> {
  const platforms: readonly LocalPlatform[] = [await startLocalSlack(), await startLocalDiscord()];
  const stopPlatforms = () => Promise.all(platforms.map((platform) => platform.stop()));
  const clock = movableClock(start.at);
  let time: MovingTime | undefined;
  const timeNow = () => {
    if (time === undefined) throw new Error('the playground is still starting');
    return time;
  };
  try {
    const kith = await startKith({
      config: settingsFor(config, platforms, keys),
      clock,
      log,
      ephemeral: true,
      ...(start.beginning !== undefined && { beginning: start.beginning }),
      routes: () =>
        new Hono().route(
          '/',
          playgroundPage({
            platforms,
            time: { now: () => clock.now(), next: () => timeNow().next(), moveTo: (at) => timeNow().moveTo(at) },
          }),
        ),
    });
    time = movingTime(clock, kith);
    await Promise.all(platforms.map((platform) => platform.connected()));
    await Promise.all(platforms.map((platform) => seed(platform)));
    await showFirstCheckIn(time, platforms);
    return {
      kith,
      platforms,
      time,
      async stop() {
        const inGoodOrder = await kith.stop();
        await stopPlatforms();
        return inGoodOrder;
      },
    };
  } catch (error) {
    await stopPlatforms();
    throw error;
  }
}

/** Days in which the first check-in has come to everyone, wherever they live. */
const MOST_DAYS = 8;

/** Moves time on until somebody has a check-in on each platform, so that there is something to answer. */
async function showFirstCheckIn(time: MovingTime, platforms: readonly LocalPlatform[]): Promise<void> {
  const until = time.now() + MOST_DAYS * 86_400_000;
  while (!platforms.every(hasCheckIn)) {
    const next = await time.next();
    if (next === null || next > until) return;
    await time.moveTo(next);
  }
}

/** A card by direct message, or the post in the channel that opens one. */
function hasCheckIn(platform: LocalPlatform): boolean {
  return platform
    .sent()
    .some(
      ({ text, buttons }) =>
        text.includes('What would be good today?') || buttons.some(({ label }) => label === 'Open mine'),
    );
}
