import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startLocalSlack } from '../../../playground/slack/local-slack.ts';
import { patientSlack } from '../../servers/patience.ts';
import { boltBySocket, clientOf } from './apps.ts';
import { journeys } from './journeys.ts';
import { kithLike } from './kith-like.ts';
import { rawClient } from './raw-client.ts';

describe('Bolt by Socket Mode', () => journeys(boltBySocket));

test('Bolt connects again after Slack recycles the connection', async () => {
  const { prepare, diary } = kithLike();
  const { slack, stop } = await boltBySocket({ awaitsConnection: false }, prepare, 1000);
  slack.disconnect();
  expect(slack.connections).toBe(0);
  await expect(slack.as('Sam').type('/kith help')).rejects.toThrow('"dispatch_failed"');
  await slack.connected();
  await slack.as('Sam').type('/kith help');
  expect(diary.commands).toHaveLength(1);
  await stop();
});

test('a second connection shares the envelopes, and each goes to one', async () => {
  const slack = await startLocalSlack(patientSlack);
  const answering = { answer: () => ({ text: 'raw answer' }) };
  const [first, second] = [await rawClient(slack, answering), await rawClient(slack, answering)];
  for (let i = 0; i < 4; i += 1) await slack.as('Sam').type(`/kith help ${i}`);
  const texts = [...first.envelopes, ...second.envelopes].map((each) => each.payload.text);
  expect(new Set(texts)).toEqual(new Set(['help 0', 'help 1', 'help 2', 'help 3']));
  expect(texts).toHaveLength(4);
  expect(first.envelopes).toHaveLength(2);
  expect(
    slack
      .as('Sam')
      .sees()
      .map((seen) => seen.text),
  ).toContain('raw answer');
  await slack.stop();
});

test('an envelope goes once more, and the same, when its connection closes before it is acknowledged', async () => {
  const slack = await startLocalSlack(patientSlack);
  const first = await rawClient(slack, { acknowledges: false });
  const second = await rawClient(slack);
  const typed = slack.as('Sam').type('/kith help');
  await expect.poll(() => first.envelopes.length).toBe(1);
  expect(second.envelopes).toEqual([]);
  first.close();
  await typed;
  expect(second.envelopes).toEqual(first.envelopes);
  await slack.stop();
});

test('an address for a connection is good for one', async () => {
  const slack = await startLocalSlack();
  const { url } = await clientOf(slack, slack.environment.SLACK_APP_TOKEN).apps.connections.open();
  const socket = new WebSocket(url ?? '');
  await new Promise((resolve) => socket.once('message', resolve));
  const again = new WebSocket(url ?? '');
  const refused = await new Promise((resolve) => again.once('error', (error) => resolve(error.message)));
  expect(refused).toContain('401');
  socket.terminate();
  await slack.stop();
});
