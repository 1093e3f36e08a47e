import { setTimeout as after } from 'node:timers/promises';
import { createDiscord } from '../adapters/discord/discord.ts';
import { createSlack } from '../adapters/slack/slack.ts';
import type { Platform } from '../src/engine/ports/platform.ts';
import { foundCommunities } from './communities.ts';
import type { Ground } from './ground.ts';
import { deliverAll } from './pace-run.ts';
import type { Measured, Scenario } from './scenario.ts';
import { type StrictPlatform, startStrictPlatform, type Taken } from './strict-platform.ts';
import { found, quietLog, sealNames, settle, type Village } from './village.ts';

/** So many times faster than the platforms: a minute of Slack's takes some seconds here. */
const COMPRESSION = { slack: 4, discord: 1 } as const;
const MESSAGES = { slack: 300, discord: 300 } as const;
/** What the platforms allow, in a window. A minute of Slack's leaves open how it is spread; here it is one of seconds. */
const LIMITS = { slack: { limit: 300, windowMs: 60_000 }, discord: { limit: 50, windowMs: 1_000 } } as const;
const TARGET = 0.97;
const SERVERS = 20;

type Name = keyof typeof LIMITS;

/** Calls a second between the first and the last. */
function rateOf({ taken }: Taken): number {
  const first = taken[0] ?? 0;
  const last = taken.at(-1) ?? 0;
  return ((taken.length - 1) / (last - first)) * 1000;
}

function slackOn(strict: StrictPlatform, { database }: Village): Platform {
  const settings = {
    botToken: 'xoxb-bench',
    appToken: null,
    signingSecret: 'bench-secret',
    clientId: null,
    clientSecret: null,
    apiUrl: strict.slackApiUrl,
    publicUrl: null,
    stateSecret: null,
  };
  return createSlack({
    settings,
    installations: database.installations,
    restraints: database.restraints,
    compression: COMPRESSION.slack,
    log: quietLog,
  }).platform;
}

export function discordOn(strict: StrictPlatform, { database }: Village): Platform {
  const settings = {
    token: 'bench'.repeat(12),
    applicationId: '1'.repeat(18),
    apiUrl: strict.discordApiUrl,
    shards: null,
  };
  return createDiscord({ settings, restraints: database.restraints, compression: COMPRESSION.discord, log: quietLog })
    .platform;
}

/** The least that could do it: one call each time a timer that never drifts says so. */
async function metronome(strict: StrictPlatform, name: Name, count: number): Promise<Taken> {
  const { limit, windowMs } = LIMITS[name];
  const everyMs = (windowMs / limit / COMPRESSION[name]) * 1.024;
  const url =
    name === 'slack' ? `${strict.slackApiUrl}chat.postMessage` : `${strict.discordApiUrl}/v10/channels/1/messages`;
  const began = performance.now();
  const calls: Promise<unknown>[] = [];
  for (let number = 0; number < count; number += 1) {
    await after(Math.max(0, began + number * everyMs - performance.now()));
    calls.push(fetch(url, { method: 'POST', body: 'channel=U1' }).then((response) => response.text()));
  }
  await Promise.all(calls);
  return strict.look();
}

async function measure(ground: Ground, name: Name): Promise<readonly Measured[]> {
  const { limit, windowMs } = LIMITS[name];
  const compression = COMPRESSION[name];
  const count = MESSAGES[name];
  const strict = await startStrictPlatform(limit, windowMs / compression);
  const village = await found(await ground.database());
  const redis = await ground.redis();
  try {
    const baseline = await metronome(strict, name, Math.round(count / 3));
    await after(windowMs / compression);
    // Slack's limit is a workspace's; Discord's is shared by all servers.
    if (name === 'slack') {
      await settle(village, count);
      await sealNames(village);
    } else await foundCommunities(village, name, { communities: SERVERS, people: count / SERVERS });
    const platform = () => (name === 'slack' ? slackOn(strict, village) : discordOn(strict, village));
    const two = [platform(), platform()];
    const { waits } = await deliverAll(village, redis.url, two, count);
    const seen = await strict.look();
    const allowed = (limit / windowMs) * 1000 * compression;
    const ratio = rateOf(seen) / allowed;
    return [
      {
        name: `fan-out-${name}`,
        value: rateOf(seen),
        unit: `calls/s of ${allowed} allowed (limits × ${compression})`,
        baseline: rateOf(baseline),
        ratio,
        target: `≥ ${TARGET} of the allowed`,
        met: ratio >= TARGET,
      },
      {
        name: `fan-out-${name}-429`,
        value: seen.refused,
        unit: 'refused',
        baseline: baseline.refused,
        target: '0',
        met: seen.refused === 0,
      },
      { name: `fan-out-${name}-waits`, value: waits / count, unit: 'wakes before its slot, each' },
    ];
  } finally {
    await village.close();
    await strict.stop();
  }
}

export const fanOut: Scenario = {
  name: 'fan-out',
  about: `everybody due at one moment, delivered by two workers at the platforms' limits, which a local server enforces (windows; limits × ${COMPRESSION.slack} and × ${COMPRESSION.discord}): one Slack workspace, twenty Discord servers; beside one call at each beat of a metronome`,
  async run(ground) {
    return [...(await measure(ground, 'slack')), ...(await measure(ground, 'discord'))];
  },
};
