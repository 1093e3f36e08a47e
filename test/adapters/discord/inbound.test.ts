import { expect, test } from 'vitest';
import type { Actor } from '../../../playground/driver.ts';
import type { Reply } from '../../../src/engine/reply.ts';
import { button, buttons, card, modal, whom, words } from '../../contract/platform/cards.ts';
import { SECRET } from '../../contract/platform/harness.ts';
import { deliveryId, joined } from './fixture.ts';
import { sharedStore } from './records.ts';

const showing = (text: string) => (actor: Actor) => actor.sees().find((seen) => seen.text.includes(text));
const shows = (actor: Actor, text: string) => actor.until(`"${text}"`, showing(text));

/** A reply that comes when the test says so. */
function later() {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  return { promise, resolve, reject };
}

test('a card in a direct message knows its server, through buttons, modals and what they answer', async () => {
  const { local, discord, installation, script } = await joined();
  const sam = local.as('Sam');
  script
    .on('open', { kind: 'modal', modal: modal(words) })
    .on('thanks|write', { kind: 'update', card: card('Written', buttons(button('More', 'more'))) })
    .on('more', { kind: 'private', card: card('And more', buttons(button('Last', 'last'))) })
    .on('last', { kind: 'update', card: card('The end') });
  const prompt = card('A question', buttons(button('Write', 'open')));
  await discord.platform.send(installation, { kind: 'direct', person: sam.id }, prompt, deliveryId(1));
  await shows(sam, 'A question');
  await sam.press('Write');
  await sam.until('the modal', (me) => me.modal());
  await sam.submit({ 'What for': 'soup' });
  await shows(sam, 'Written');
  await sam.press('More');
  const more = await shows(sam, 'And more');
  expect(more.ephemeral).toBe(false);
  await sam.press('Last');
  await shows(sam, 'The end');
  expect(script.events).toHaveLength(4);
  for (const event of script.events) {
    expect(event).toMatchObject({
      origin: { installation: { externalId: local.communityId, name: 'Harbour' }, place: { direct: true } },
    });
  }
  expect(local.refusals).toEqual([]);
});

test.each([
  ['private', 'kith home', 'private'],
  ['public', 'kith shout', 'public'],
  ['public', 'kith shout', 'private'],
] as const)('a slow %s answer to %s, given as %s, is announced and then given', async (mode, command, kind) => {
  const { local, script } = await joined();
  const reply = later();
  script.on(command, () => reply.promise, mode);
  const sam = local.as('Sam');
  await sam.type(`/${command}${command === 'kith shout' ? ' hello' : ''}`);
  // `type` resolves when Discord was told something.
  expect(script.events).toHaveLength(1);
  reply.resolve({ kind, card: card('At last') });
  const seen = await shows(sam, 'At last');
  expect(seen.ephemeral).toBe(kind === 'private');
  expect(Boolean(showing('At last')(local.as('Noor')))).toBe(kind === 'public');
  expect(local.refusals).toEqual([]);
});

test('a slow update changes the card all the same, and a refusal in its place leaves it as it is', async () => {
  const { local, script } = await joined();
  const sam = local.as('Sam');
  const [first, second] = [later(), later()];
  script
    .on('kith home', { kind: 'private', card: card('Before', buttons(button('One', 'one'), button('Two', 'two'))) })
    .on('one', () => first.promise, 'update')
    .on('two', () => second.promise, 'update');
  await sam.type('/kith home');
  const before = await shows(sam, 'Before');
  await sam.press('One');
  first.resolve({ kind: 'private', card: card('Join first') });
  expect((await shows(sam, 'Join first')).ephemeral).toBe(true);
  await sam.press('Two', before);
  second.resolve({ kind: 'update', card: card('After') });
  expect((await shows(sam, 'After')).id).toBe(before.id);
  expect(showing('Before')(sam)).toBeUndefined();
});

test('a modal that was refused comes back with everything that was entered', async () => {
  const { local, script } = await joined();
  const sam = local.as('Sam');
  const asked = modal(words, whom);
  script.on('kith checkin', { kind: 'modal', modal: asked }).on('thanks|write', {
    kind: 'invalid',
    modal: modal({ ...words, initial: `only ${SECRET}` } as typeof words, whom),
    problems: { words: 'Say a little more.' },
    card: card('Say a little more.'),
  });
  await sam.type('/kith checkin');
  await sam.until('the modal', (me) => me.modal());
  await sam.submit({ 'What for': `only ${SECRET}`, 'To whom': ['Noor'] });
  await shows(sam, 'Say a little more.');
  await sam.press('Say thanks');
  const again = await sam.until('the modal', (me) => me.modal());
  expect(again.inputs.map(({ value }) => value)).toEqual([`only ${SECRET}`, ['Noor']]);
  script.on('thanks|write', { kind: 'update', card: card('Taken') });
  await sam.submit({ 'What for': 'long enough' });
  await shows(sam, 'Taken');
  expect(showing('Say a little more.')(sam)).toBeUndefined();
});

test('when the engine fails, Discord is not left waiting and nothing a member wrote is logged', async () => {
  const { local, script, logged } = await joined();
  script.on('kith thanks', () => Promise.reject(new Error('the database is away')), 'private');
  await local.as('Sam').type(`/kith thanks @Noor ${SECRET}`);
  await expect.poll(() => logged.join()).toContain('the database is away');
  expect(logged.join()).not.toContain(SECRET);
  expect(local.sent()).toEqual([]);
});

test('an answer that Discord no longer takes is logged by its code', async () => {
  const { local, script, logged } = await joined({ interactionDeadlineMs: 100 });
  const reply = later();
  script.on('kith checkin', () => reply.promise, 'modal');
  await expect(local.as('Sam').type('/kith checkin')).rejects.toThrow('did not respond');
  reply.resolve({ kind: 'private', card: card(`Too late for ${SECRET}`) });
  await expect.poll(() => logged.join()).toContain('discord.answer-too-late');
  expect(local.refusals.map(({ code }) => code)).toEqual(['10062']);
  expect(logged.join()).not.toContain(SECRET);
});

test('a first word whose answer was lost is said again, and a lost edit too', async () => {
  const { local, script } = await joined();
  script.on('kith home', { kind: 'private', card: card('Here you are') });
  const sam = local.as('Sam');
  for (const kind of ['drop', 'lose-answer'] as const) {
    local.fault({ kind, match: /\/callback/ });
    await sam.type('/kith home');
    await shows(sam, 'Here you are');
  }
  expect(local.sent()).toHaveLength(2);
});

test('many at once are all answered: answers are not bound to the limit of 50 a second', async () => {
  const { local, script } = await joined({ rateLimitFactor: 1 });
  script.on('kith home', { kind: 'private', card: card('Here you are') });
  await Promise.all(Array.from({ length: 75 }, () => local.as('Sam').type('/kith home')));
  expect(local.sent()).toHaveLength(75);
  expect(local.refusals).toEqual([]);
});

test('removing Kith from the server is told; an outage of the server is not a removal', async () => {
  const { local, script } = await joined();
  local.outage(false);
  local.outage(true);
  local.removeApp();
  const removed = await script.event('removed');
  expect(removed.installation).toEqual({ platform: 'discord', externalId: local.communityId, name: 'Harbour' });
  expect(script.events).toHaveLength(1);
});

test('after a lost connection it hears again', async () => {
  const { local, discord, script } = await joined();
  local.disconnect();
  await expect.poll(() => discord.connected()).toBe(true);
  await local.connected();
  await local.as('Sam').type('/kith home');
  await script.event('command');
});

test('a wrong token stops the start with a clear error', async () => {
  const { local, discord, script } = await joined({ connect: false });
  local.revokeToken();
  await expect(discord.start(script, await sharedStore(local))).rejects.toThrow(/token/i);
  expect(discord.connected()).toBe(false);
});

test('stopping waits for answers underway', async () => {
  const { local, discord, script } = await joined();
  const reply = later();
  script.on('kith home', () => reply.promise, 'private');
  const sam = local.as('Sam');
  await sam.type('/kith home');
  const stopped = discord.stop();
  reply.resolve({ kind: 'private', card: card('Before I go') });
  await stopped;
  expect(showing('Before I go')(sam)).toBeDefined();
});
