import { expect, test } from 'vitest';
import { token } from '../../../src/engine/card/token.ts';
import type { Destination, Restraints } from '../../../src/engine/ports/platform.ts';
import { button, buttons, card } from '../../contract/platform/cards.ts';
import { deliveryId, joined } from './fixture.ts';

test('a process without a gateway sends, finds and looks people up', async () => {
  const { local, discord, installation } = await joined({ connect: false });
  const to: Destination = { kind: 'direct', person: local.as('Sam').id };
  const receipt = await discord.platform.send(installation, to, card('Hello'), deliveryId(1));
  expect(await discord.platform.find(installation, to, deliveryId(1), Date.now() - 60_000)).toEqual(receipt);
  expect(await discord.platform.profile(installation, local.as('Mei').id)).toMatchObject({ name: 'Mei' });
  expect(await discord.platform.profile(installation, local.departed.id)).toBeNull();
  expect(await discord.platform.profile(installation, local.otherBot.id)).toMatchObject({ ordinary: false });
  expect(discord.connected()).toBe(false);
  expect(local.refusals.map(({ code }) => code)).toEqual(['10007']);
});

test('a message is found also when its tokens leave no room for the delivery, or it has no controls', async () => {
  const { local, discord, installation } = await joined({ connect: false });
  const to: Destination = { kind: 'direct', person: local.as('Sam').id };
  const long = button('Fine', 'x'.repeat(76));
  const cards = [
    card('A question', buttons(long)),
    card('No controls'),
    { fallback: 'Nothing but this', blocks: [] },
    card('Room in the second', buttons(long, button('More', 'more'))),
  ];
  for (const [number, each] of cards.entries()) {
    const receipt = await discord.platform.send(installation, to, each, deliveryId(number));
    expect(await discord.platform.find(installation, to, deliveryId(number), Date.now() - 60_000)).toEqual(receipt);
  }
});

test('sending the same delivery again is answered with the message that stands', async () => {
  const { local, discord, installation } = await joined({ connect: false });
  const to: Destination = { kind: 'direct', person: local.as('Sam').id };
  const first = await discord.platform.send(installation, to, card('Once'), deliveryId(7));
  expect(await discord.platform.send(installation, to, card('Once'), deliveryId(7))).toEqual(first);
  expect(local.sent()).toHaveLength(1);
});

test('a worker that stood still while its request waited for its turn does not send any more', async () => {
  let isTooLate = false;
  const restraints: Restraints = {
    hold: async () => undefined,
    invalid: async () => ({ count: 0, holdMs: 0 }),
    admit: async () => ({ admitted: true, waitMs: 0 }),
  };
  const { local, discord, installation } = await joined({ connect: false, restraints });
  const to: Destination = { kind: 'direct', person: local.as('Sam').id };
  await discord.platform.send(installation, to, card('In time'), deliveryId(1));
  restraints.admit = async () => {
    isTooLate = true;
    return { admitted: true, waitMs: 0 };
  };
  const sending = discord.platform.send(installation, to, card('Too late'), deliveryId(2), () => !isTooLate);
  await expect(sending).rejects.toMatchObject({ outcome: 'busy', asked: false });
  expect(local.sent()).toHaveLength(1);
});

test('a direct channel that could not be opened left no message behind: it may simply be tried again', async () => {
  const { local, discord, installation } = await joined({ connect: false });
  const to: Destination = { kind: 'direct', person: local.as('Sam').id };
  local.fault({ kind: 'lose-answer', match: '/users/@me/channels' });
  const sending = discord.platform.send(installation, to, card('Hello'), deliveryId(1));
  await expect(sending).rejects.toMatchObject({ outcome: 'busy' });
  await discord.platform.send(installation, to, card('Hello'), deliveryId(1));
  expect(local.sent()).toHaveLength(1);
});

test('an opening that is not answered holds up nobody else', async () => {
  const { local, discord, installation } = await joined({ connect: false });
  // Longer than it is waited for: until then Sam's has not failed either.
  local.fault({ kind: 'late-answer', ms: 20_000, match: '/users/@me/channels' });
  const ended: string[] = [];
  const [sam, noor] = ['Sam', 'Noor'].map((name, number) => {
    const to: Destination = { kind: 'direct', person: local.as(name).id };
    const sent = discord.platform.send(installation, to, card('Hello'), deliveryId(number));
    return sent.then(() => true).finally(() => ended.push(name));
  });
  sam?.catch(() => undefined);
  expect(await noor).toBe(true);
  expect(ended).toEqual(['Noor']);
});

test('a missing permission, a person who left and a removed app are told apart', async () => {
  const { local, discord, installation } = await joined({ connect: false });
  const general = local.places.find(({ name }) => name === 'general')?.id ?? '';
  const to: Destination = { kind: 'channel', channel: general };
  local.removePermission('general', 'SendMessages');
  await expect(discord.platform.send(installation, to, card('Hello'), deliveryId(1))).rejects.toMatchObject({
    refusal: 'not-allowed',
  });
  local.removeApp();
  await expect(discord.platform.profile(installation, local.as('Sam').id)).rejects.toMatchObject({
    refusal: 'installation-gone',
  });
});

test('a reset token is told, every time', async () => {
  const { local, discord, installation } = await joined({ connect: false });
  local.revokeToken();
  for (const number of [1, 2]) {
    const sending = discord.platform.send(
      installation,
      { kind: 'direct', person: local.as('Sam').id },
      card('Hello'),
      deliveryId(number),
    );
    await expect(sending).rejects.toMatchObject({ outcome: 'refused', refusal: 'installation-gone' });
  }
});

test('sends stay within what Discord allows, the opening of a direct channel counted', async () => {
  const { local, discord, installation } = await joined({ connect: false, requestsPerSecond: 50 });
  const to: Destination = { kind: 'direct', person: local.as('Sam').id };
  const everyMs = () => discord.platform.paces(installation, to, 'send').map((pace) => pace.everyMs);
  const [closed = 0] = everyMs();
  await discord.platform.send(installation, to, card('Hello'), deliveryId(1));
  const [open = 0, channel = 0] = everyMs();
  expect(closed).toBe(2 * open);
  // 97 to 100 % of 50 a second, and of 5 in 5 seconds.
  expect(1000 / open).toBeGreaterThanOrEqual(0.97 * 50);
  expect(1000 / open).toBeLessThan(50);
  expect(1000 / channel).toBeGreaterThanOrEqual(0.97);
  expect(1000 / channel).toBeLessThan(1);
});

test('a picture arrives with its words', async () => {
  const { local, discord, installation } = await joined({ connect: false });
  const image = { kind: 'image', pngBase64: 'iVBORw0KGgo=', name: 'Trend of May.png', alt: 'A rising line' } as const;
  const to: Destination = { kind: 'direct', person: local.as('Sam').id };
  await discord.platform.send(
    installation,
    to,
    card('Look', image, buttons({ label: 'Fine', token: token('fine'), look: 'plain' })),
    deliveryId(1),
  );
  expect(local.as('Sam').sees('direct')[0]?.images).toMatchObject([{ alt: 'A rising line' }]);
});
