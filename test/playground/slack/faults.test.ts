import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../../playground/slack/local-slack.ts';
import { boltBySocket, clientOf } from './apps.ts';
import { kithLike, thanksModal } from './kith-like.ts';

let slack: LocalSlack;
beforeAll(async () => {
  slack = await startLocalSlack();
});
afterEach(() => slack.clearFaults());
afterAll(() => slack.stop());

const post = (text: string) => clientOf(slack).chat.postMessage({ channel: slack.as('Sam').id, text });
const heard = (text: string) =>
  slack
    .as('Sam')
    .sees('direct')
    .filter((seen) => seen.text === text).length;

test('a rate limit names whole seconds in Retry-After, and counts down', async () => {
  slack.fault({ kind: 'rate-limit', retryAfterMs: 1500, match: 'chat.postMessage', times: 2 });
  await clientOf(slack).auth.test();
  await expect(post('limited')).rejects.toMatchObject({ retryAfter: 2 });
  const raw = await fetch(`${slack.environment.SLACK_API_URL}chat.postMessage`, { method: 'POST' });
  expect([raw.status, raw.headers.get('retry-after')]).toEqual([429, '2']);
  await post('limited');
  expect(heard('limited')).toBe(1);
});

test('a lost answer took effect, a dropped request did not', async () => {
  slack.fault({ kind: 'lose-answer', match: /^chat\./ });
  await expect(post('lost')).rejects.toThrow();
  expect(heard('lost')).toBe(1);
  slack.fault({ kind: 'drop', match: 'chat.postMessage' });
  await expect(post('dropped')).rejects.toThrow();
  expect(heard('dropped')).toBe(0);
});

test('an outage answers with its status, and a delayed request arrives late', async () => {
  slack.fault({ kind: 'status', status: 503 });
  await expect(post('outage')).rejects.toMatchObject({ statusCode: 503 });
  slack.fault({ kind: 'delay', ms: 30, match: 'chat.postMessage' });
  const before = Date.now();
  await post('late');
  expect(Date.now() - before).toBeGreaterThanOrEqual(25);
  slack.fault({ kind: 'late-answer', ms: 30, match: 'chat.postMessage' });
  const again = Date.now();
  await post('answered late');
  expect([heard('answered late'), Date.now() - again >= 25]).toEqual([1, true]);
  expect(slack.refusals).toEqual([]);
});

test('a trigger opens one view, and not after its time', async () => {
  const { prepare, diary } = kithLike();
  const running = await boltBySocket({ triggerMs: 0 }, prepare);
  const late = running.slack;
  await late.as('Sam').type('/kith thanks');
  await late.as('Sam').until('the refusal', () => late.refusals.at(-1)?.code === 'expired_trigger_id');
  expect(late.as('Sam').modal()).toBeUndefined();
  await running.stop();

  const other = await boltBySocket({}, prepare);
  await other.slack.as('Sam').type('/kith thanks');
  await other.slack.as('Sam').until('the modal', (sam) => sam.modal());
  const trigger_id = diary.commands.at(-1)?.triggerId ?? '';
  const web = clientOf(other.slack);
  await expect(web.views.open({ trigger_id, view: thanksModal })).rejects.toThrow('exchanged_trigger_id');
  await expect(web.views.open({ trigger_id: '1.2.x', view: thanksModal })).rejects.toThrow('invalid_trigger_id');
  await other.stop();
});

test('a redelivered command and press reach the app again without a second answer being shown', async () => {
  const { prepare, diary } = kithLike();
  const running = await boltBySocket({}, prepare);
  const sam = running.slack.as('Sam');
  await sam.type('/kith help');
  await running.slack.redeliver();
  expect(diary.commands).toHaveLength(2);
  expect(diary.commands[0]?.triggerId).toBe(diary.commands[1]?.triggerId);
  expect(sam.sees()).toHaveLength(1);
  await running.stop();
});

test('a message to the app may be lost on its way', async () => {
  const { prepare, diary } = kithLike();
  const running = await boltBySocket({}, prepare);
  running.slack.fault({ kind: 'drop', match: 'slash_commands /kith' });
  await expect(running.slack.as('Sam').type('/kith help')).rejects.toThrow('operation_timeout');
  expect(diary.commands).toEqual([]);
  await running.stop();
});

test('documented rates are enforced where a test asks for it', async () => {
  // A twentieth of them: however slow the machine, no turn comes back meanwhile.
  const limited = await startLocalSlack({ rates: 1 / 20 });
  const web = clientOf(limited);
  const [sam, mei] = [limited.as('Sam').id, limited.as('Mei').id];
  const burst = await Promise.allSettled(
    Array.from({ length: 8 }, () => web.chat.postMessage({ channel: sam, text: 'x' })),
  );
  const refused = burst.filter((each) => each.status === 'rejected');
  // One in twenty seconds, and a burst of three.
  expect(refused).toHaveLength(4);
  for (const { reason } of refused) {
    expect(reason.retryAfter).toBeGreaterThan(0);
    expect(reason.retryAfter).toBeLessThanOrEqual(20);
  }
  expect(limited.sent()).toHaveLength(4);
  // Another conversation has its own allowance.
  await web.chat.postMessage({ channel: mei, text: 'x' });
  expect(limited.refusals).toEqual([]);
  await limited.stop();
});
