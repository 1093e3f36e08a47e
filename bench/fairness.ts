import { foundCommunities } from './communities.ts';
import { discordOn } from './fan-out.ts';
import type { Ground } from './ground.ts';
import { deliverAll } from './pace-run.ts';
import type { Scenario } from './scenario.ts';
import { startStrictPlatform } from './strict-platform.ts';
import { found } from './village.ts';

const FEW = 10;
const MANY = 10_000;
const TARGET_S = 2;

/** Seconds until the last of the few had theirs, beside so many of another server. */
async function lastOfFew(ground: Ground, many: number): Promise<number> {
  const strict = await startStrictPlatform(50, 1_000);
  const village = await found(await ground.database());
  const redis = await ground.redis();
  try {
    if (many > 0) await foundCommunities(village, 'discord', { communities: 1, people: many });
    const [few] = await foundCommunities(village, 'discord', { communities: 1, people: FEW, first: MANY });
    const two = [discordOn(strict, village), discordOn(strict, village)];
    const { lateMs } = await deliverAll(village, redis.url, two, FEW, few);
    return Math.max(...lateMs) / 1000;
  } finally {
    await village.close();
    await strict.stop();
  }
}

export const fairness: Scenario = {
  name: 'fairness',
  about: `the ${FEW} of one Discord server are due at the same moment as the ${MANY} of another, at the limit that both share: when the last of the ten arrived, by two workers, beside the ten alone`,
  async run(ground) {
    const value = await lastOfFew(ground, MANY);
    return [
      {
        name: 'fairness',
        value,
        unit: `s until the last of ${FEW}, beside ${MANY}`,
        baseline: await lastOfFew(ground, 0),
        target: `≤ ${TARGET_S} s`,
        met: value <= TARGET_S,
      },
    ];
  },
};
