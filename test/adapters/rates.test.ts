import { expect, test } from 'vitest';
import { ratesOf as discordRates } from '../../adapters/discord/limits.ts';
import { ratesOf as slackRates } from '../../adapters/slack/limits.ts';

test('a workspace that takes few messages in a minute gets no burst of many', () => {
  const inOneMinute = (told: number) => slackRates(told).workspace.burst + told;
  expect([1, 20, 60, 300, 600, 6000].map(inOneMinute)).toEqual([2, 21, 62, 310, 610, 6010]);
});

test('a limit that was told is kept, and a compression makes every limit as much faster', () => {
  expect(slackRates().workspace.everyMs).toBe(200);
  expect(slackRates(600).workspace.everyMs).toBe(100);
  expect(slackRates(600).channel).toEqual(slackRates().channel);
  expect(slackRates(300, 10)).toMatchObject({ workspace: { everyMs: 20 }, channel: { everyMs: 100 } });
  const { globalEveryMs, channelEveryMs } = discordRates();
  expect(discordRates(200).globalEveryMs).toBeCloseTo(globalEveryMs / 4);
  expect(discordRates(200).channelEveryMs).toBe(channelEveryMs);
  expect(discordRates(50, 10).globalEveryMs).toBeCloseTo(globalEveryMs / 10);
  expect(discordRates(50, 10).channelEveryMs).toBeCloseTo(channelEveryMs / 10);
});
