import { expect, test } from 'vitest';
import { times } from '../../../adapters/slack/limits.ts';
import type { SlackActor } from '../../../playground/slack/slack-actor.ts';
import { button, buttons, card, modal, words } from '../../contract/platform/cards.ts';
import { rawClient } from '../../playground/slack/raw-client.ts';
import { type JoinedSlack, joinForTest } from './joined-slack.ts';

const reads = (actor: SlackActor, text: string) =>
  actor.until(`"${text}"`, () => actor.sees().find((seen) => seen.text.includes(text)));
const home = card('Your home', buttons(button('Fine', 'next')));

/** What somebody may do, and how the test lays out an answer to it. */
const acts = [
  ['a command', 'kith checkin', (sam: SlackActor) => sam.type('/kith checkin')],
  ['a button', 'next', (sam: SlackActor) => sam.press('Fine')],
  ['a shortcut', 'shortcut', (sam: SlackActor) => sam.shortcut('thank')],
  [
    'a submission',
    'thanks|write',
    async (sam: SlackActor) => {
      await sam.type('/kith shout hello');
      await sam.until('the modal', (me) => me.modal());
      await sam.submit({ 'What for': 'soup' });
    },
  ],
] as const;

async function withHome({ local, script, start }: JoinedSlack): Promise<SlackActor> {
  await start();
  const sam = local.as('Sam');
  script.on('kith home', { kind: 'private', card: home }).on('kith shout', { kind: 'modal', modal: modal(words) });
  await sam.type('/kith home');
  await reads(sam, 'Your home');
  return sam;
}

test.each(acts)('%s that could not be kept is not acknowledged: the person is told', async (_, key, act) => {
  const slack = await joinForTest({ mode: 'http' });
  const sam = await withHome(slack);
  slack.script.on(key, () => Promise.reject(new Error('lost')));
  await expect(act(sam)).rejects.toThrow('status 500');
  expect(slack.logged.filter((line) => line.includes('slack.failed'))).toHaveLength(1);
});

test('all are acknowledged in time when the engine is slow, and answered when it is done', async () => {
  const slack = await joinForTest();
  const sam = await withHome(slack);
  const slow = Promise.withResolvers<void>();
  const before = new Set(sam.sees());
  for (const [what, key] of acts)
    slack.script.on(key, () => slow.promise.then(() => ({ kind: 'private', card: card(`Kept ${what}`) })));
  const began = performance.now();
  await Promise.all(acts.map(([, , act]) => act(sam)));
  expect(performance.now() - began).toBeGreaterThan(1500);
  // Slack waits for three seconds, of which the way takes some; here it waits for longer, because a busy machine needs them all.
  expect(times.acknowledge).toBeLessThanOrEqual(2_000);
  expect(sam.sees()).toHaveLength(before.size);
  slow.resolve();
  for (const [what] of acts) await reads(sam, `Kept ${what}`);
});

test('what another connection took with it unacknowledged is heard by ours, and answered', async () => {
  const { local, script, start } = await joinForTest();
  const other = await rawClient(local, { acknowledges: false });
  await start();
  const sam = local.as('Sam');
  script.on('kith home', { kind: 'private', card: home });
  const typed = sam.type('/kith home');
  await expect.poll(() => other.envelopes.length).toBe(1);
  expect(script.events).toEqual([]);
  other.close();
  await typed;
  await reads(sam, 'Your home');
  expect((await script.event('command')).origin.claim).toBe(other.envelopes[0]?.payload.trigger_id);
});

test('a process that stops has acknowledged what it does, and leaves to others what it has not begun', async () => {
  const { local, script, slack, start } = await joinForTest();
  await start();
  const other = await rawClient(local, { acknowledges: true });
  const [sam, noor] = [local.as('Sam'), local.as('Noor')];
  const slow = Promise.withResolvers<void>();
  script.on('kith home', () => slow.promise.then(() => ({ kind: 'private', card: home })));
  const typed = sam.type('/kith home');
  await script.event('command');
  const stopped = slack.stop();
  await noor.type('/kith first');
  const later = noor.type('/kith second');
  slow.resolve();
  await Promise.all([typed, later, stopped]);
  await reads(sam, 'Your home');
  expect(script.events).toHaveLength(1);
  expect(other.envelopes.map(({ payload }) => payload.text)).toEqual(['first', 'second']);
});

test('an event that could not be kept comes again', async () => {
  const { local, script, start } = await joinForTest({ local: { acknowledgeMs: 1_500 } });
  await start();
  let times = 0;
  script.on('removed', () => {
    times += 1;
    return times === 1 ? Promise.reject(new Error('lost')) : { kind: 'nothing' };
  });
  await local.uninstall();
  // Two events tell of it, and the first came twice.
  expect(await script.all('removed', 3)).toHaveLength(3);
});
