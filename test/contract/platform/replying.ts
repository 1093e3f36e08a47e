import { describe, expect, test } from 'vitest';
import type { Actor, Seen } from '../../../playground/driver.ts';
import type { Reply } from '../../../src/engine/reply.ts';
import { button, buttons, card, modal, words } from './cards.ts';
import { type Bench, SECRET } from './harness.ts';

const showing = (text: string) => (actor: Actor) => actor.sees().find((seen) => seen.text.includes(text));
const shows = (actor: Actor, text: string): Promise<Seen> => actor.until(`"${text}"`, showing(text));

/** Each kind of reply is seen by exactly the right people, where it belongs. */
export function replying(bench: () => Bench): void {
  describe('replies', () => {
    test('a private reply is seen by the person alone', async () => {
      const { it, script } = bench();
      script.on('kith home', { kind: 'private', card: card(`For your eyes: ${SECRET}`) });
      await it.local.as('Sam').type('/kith home');
      await shows(it.local.as('Sam'), 'For your eyes');
      for (const person of it.local.people) {
        if (person.name !== 'Sam') expect(showing('For your eyes')(it.local.as(person.id))).toBeUndefined();
      }
    });

    test('a public reply is seen in the channel by all', async () => {
      const { it, script } = bench();
      script.on('kith shout', { kind: 'public', card: card('Hello all') });
      await it.local.as('Sam').type('/kith shout hello', 'general');
      expect((await shows(it.local.as('Noor'), 'Hello all')).ephemeral).toBe(false);
      expect(await shows(it.local.as('Sam'), 'Hello all')).toBeDefined();
    });

    test('what a reply still waits for holds up no acknowledgement, and stands in it', async () => {
      const { it, script } = bench();
      const sam = it.local.as('Sam');
      const asked = Promise.withResolvers<void>();
      script
        .on('kith home', { kind: 'private', card: card('Before', buttons(button('Write', 'open'))) })
        .on('open', { kind: 'modal', modal: modal(words) })
        .on('thanks|write', { kind: 'update', card: card('Kept') });
      await sam.type('/kith home');
      await sam.press('Write', await shows(sam, 'Before'));
      await sam.until('the modal', (one) => one.modal());
      script.completing = (reply) =>
        asked.promise.then(() => ({ ...reply, card: card('Kept, and looked at') }) as Reply);
      // Each resolves with its acknowledgement.
      await sam.submit({ 'What for': 'soup' });
      await sam.type('/kith home');
      expect(showing('looked at')(sam)).toBeUndefined();
      asked.resolve();
      await sam.until('both', (one) => one.sees().filter(({ text }) => text.includes('looked at')).length === 2);
    });

    test('a private reply may stand in for a public one, and is then private', async () => {
      const { it, script } = bench();
      script.on('kith shout', { kind: 'private', card: card('Not here') }, 'public');
      await it.local.as('Sam').type('/kith shout hello');
      await shows(it.local.as('Sam'), 'Not here');
      expect(showing('Not here')(it.local.as('Noor'))).toBeUndefined();
    });

    test('a private reply may stand in for a modal', async () => {
      const { it, script } = bench();
      script.on('kith checkin', { kind: 'private', card: card('Join first') }, 'modal');
      await it.local.as('Sam').type('/kith checkin');
      await shows(it.local.as('Sam'), 'Join first');
      expect(it.local.as('Sam').modal()).toBeUndefined();
    });

    test('an update changes the private card that was pressed', async () => {
      const { it, script } = bench();
      const sam = it.local.as('Sam');
      script
        .on('kith home', { kind: 'private', card: card('Before', buttons(button('Go on', 'next'))) })
        .on('next', { kind: 'update', card: card('Afterwards') });
      await sam.type('/kith home');
      const before = await shows(sam, 'Before');
      await sam.press('Go on', before);
      const after = await shows(sam, 'Afterwards');
      expect(after.id).toBe(before.id);
      expect(after.buttons).toEqual([]);
      expect(showing('Before')(sam)).toBeUndefined();
      expect(showing('Afterwards')(it.local.as('Noor'))).toBeUndefined();
    });

    test('an update changes a card that was sent', async () => {
      const { it, script } = bench();
      const sam = it.local.as('Sam');
      script.on('next', { kind: 'update', card: card('Answered') });
      await it.platform.send(
        it.installation,
        { kind: 'direct', person: sam.id },
        card('A question', buttons(button('Fine', 'next'))),
        'updAAAAAAAAAAAAAAAAAAA' as never,
      );
      const before = await shows(sam, 'A question');
      await sam.press('Fine', before);
      expect((await shows(sam, 'Answered')).id).toBe(before.id);
      expect((await script.event('action')).origin.place.direct).toBe(true);
    });

    test('a private reply to a press on a post of the channel leaves the post as it is', async () => {
      const { it, script } = bench();
      script
        .on('kith shout', { kind: 'public', card: card('Doorbell', buttons(button('Open mine', 'open'))) })
        .on('open', { kind: 'private', card: card('Your own prompt') });
      await it.local.as('Sam').type('/kith shout hello', 'general');
      const noor = it.local.as('Noor');
      const post = await shows(noor, 'Doorbell');
      await noor.press('Open mine', post);
      await shows(noor, 'Your own prompt');
      expect(showing('Your own prompt')(it.local.as('Sam'))).toBeUndefined();
      expect(showing('Doorbell')(noor)?.buttons.map((each) => each.label)).toEqual(['Open mine']);
    });

    test('an update after a modal changes the card that the modal was opened from', async () => {
      const { it, script } = bench();
      const sam = it.local.as('Sam');
      script
        .on('kith home', { kind: 'private', card: card('Write?', buttons(button('Write', 'open'))) })
        .on('open', { kind: 'modal', modal: modal(words) })
        .on('thanks|write', { kind: 'update', card: card('Written') });
      await sam.type('/kith home');
      const before = await shows(sam, 'Write?');
      await sam.press('Write', before);
      await sam.until('the modal', (me) => me.modal());
      await sam.submit({ 'What for': SECRET });
      expect((await shows(sam, 'Written')).id).toBe(before.id);
      expect(sam.modal()).toBeUndefined();
    });

    test('a private reply after a modal reaches the person alone', async () => {
      const { it, script } = bench();
      const sam = it.local.as('Sam');
      script
        .on('kith checkin', { kind: 'modal', modal: modal(words) })
        .on('thanks|write', { kind: 'private', card: card('Kept for you') });
      await sam.type('/kith checkin');
      await sam.until('the modal', (me) => me.modal());
      await sam.submit({ 'What for': SECRET });
      await shows(sam, 'Kept for you');
      expect(showing('Kept for you')(it.local.as('Noor'))).toBeUndefined();
      expect(sam.modal()).toBeUndefined();
    });

    test('an invalid modal says what is wrong and keeps what was typed', async () => {
      const { it, script } = bench();
      const sam = it.local.as('Sam');
      const kept = modal({ ...words, initial: `only ${SECRET}` } as typeof words);
      const retry = buttons(button('Try again', 'again'));
      script
        .on('kith checkin', { kind: 'modal', modal: modal(words) })
        .on('thanks|write', {
          kind: 'invalid',
          modal: kept,
          problems: { words: 'Say a little more.' },
          card: card('Say a little more.', retry),
        })
        .on('again', { kind: 'modal', modal: kept });
      await sam.type('/kith checkin');
      await sam.until('the modal', (me) => me.modal());
      await sam.submit({ 'What for': `only ${SECRET}` });
      if (it.problemsInModal) {
        await sam.until('the problem', (me) => me.modal()?.inputs[0]?.error === 'Say a little more.');
      } else {
        await shows(sam, 'Say a little more.');
        await sam.press('Try again');
        await sam.until('the modal again', (me) => me.modal());
      }
      expect(sam.modal()?.inputs[0]?.value).toBe(`only ${SECRET}`);
    });

    test('nothing shows nothing', async () => {
      const { it, script } = bench();
      const sam = it.local.as('Sam');
      script
        .on('kith home', { kind: 'private', card: card('Still here', buttons(button('Quiet', 'quiet'))) })
        .on('quiet', { kind: 'nothing' });
      await sam.type('/kith home');
      const before = await shows(sam, 'Still here');
      await sam.press('Quiet', before);
      await script.event('action');
      expect(showing('Still here')(sam)).toMatchObject({ id: before.id, text: before.text });
      expect(it.local.sent().filter((seen) => seen.author === it.local.botId)).toHaveLength(1);
    });
  });
}
