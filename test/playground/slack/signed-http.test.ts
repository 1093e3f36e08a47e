import { describe, expect, test } from 'vitest';
import { boltByHttp } from './apps.ts';
import { journeys } from './journeys.ts';
import { kithLike } from './kith-like.ts';

describe('Bolt by signed requests', () => journeys(boltByHttp));

test('forged and stale requests are refused by the app', async () => {
  const { prepare, diary } = kithLike();
  const { slack, stop } = await boltByHttp({}, prepare);
  expect(await slack.forge({ badSignature: true })).toBe(401);
  expect(await slack.forge({ staleTimestamp: true })).toBe(401);
  expect(diary.commands).toEqual([]);
  expect(await slack.forge({ line: '/kith help me' })).toBe(200);
  expect(diary.commands.map((each) => each.text)).toEqual(['help me']);
  expect(slack.environment).not.toHaveProperty('SLACK_APP_TOKEN');
  await stop();
});

test('an event that is not acknowledged is sent once more, marked as a retry', async () => {
  const { prepare, diary } = kithLike();
  const { slack, stop } = await boltByHttp({}, prepare);
  slack.fault({ kind: 'lose-answer', match: 'user_change' });
  await slack.setZone('Sam', 'Asia/Tokyo');
  await expect
    .poll(() => diary.events)
    .toEqual([
      { type: 'user_change', retry: undefined },
      { type: 'user_change', retry: 1 },
    ]);
  await stop();
});
