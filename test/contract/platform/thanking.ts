import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../playground/driver.ts';
import { button, buttons, card, modal, whom, words } from './cards.ts';
import { type Bench, SECRET } from './harness.ts';

const hasModal = (actor: Actor) => actor.modal();

/** Several persons in one option, who they are, and *Thank* where people meet each other. */
export function thanking(bench: () => Bench): void {
  describe('thanking', () => {
    test('several persons of one option arrive together, with what each is', async () => {
      const { it, script } = bench();
      const [sam, noor] = [it.local.as('Sam'), it.local.as('Noor')];
      await it.local.as('Robin').type(`/kith praise @Sam @Noor for the ${SECRET}`);
      const event = await script.event('command');
      expect(event.input).toEqual({ people: `${sam.id},${noor.id}`, words: `for the ${SECRET}` });
      expect(event.mentioned).toEqual({ [sam.id]: 'person', [noor.id]: 'person' });
    });

    test('a bot and somebody who left are known as such', async () => {
      const { it, script } = bench();
      const { departed } = it.thanking;
      const bot = it.local.people.find((person) => person.bot);
      if (!bot) throw new Error('no bot of another app is here');
      await it.local.as('Robin').type(`/kith praise @${bot.name} @${departed.name}`);
      const event = await script.event('command');
      expect(event.input).toEqual({ people: `${bot.id},${departed.id}` });
      expect(event.mentioned).toEqual({ [bot.id]: 'bot', [departed.id]: 'gone' });
    });

    test('who was chosen beforehand arrives when nothing is changed', async () => {
      const { it, script } = bench();
      const [robin, noor] = [it.local.as('Robin'), it.local.as('Noor')];
      const chosen = { ...whom, choice: { kind: 'person', most: 3, chosen: [noor.id] } } as typeof whom;
      script.on('kith checkin', { kind: 'modal', modal: modal(chosen) }).on('thanks|write', { kind: 'nothing' });
      await robin.type('/kith checkin');
      await robin.until('the modal', hasModal);
      await robin.submit({});
      expect(await script.event('submit')).toMatchObject({
        fields: { whom: [noor.id] },
        mentioned: { [noor.id]: 'person' },
      });
    });

    test('no more persons can be chosen than allowed', async () => {
      const { it, script } = bench();
      const robin = it.local.as('Robin');
      script.on('kith checkin', { kind: 'modal', modal: modal(whom) }).on('thanks|write', { kind: 'nothing' });
      await robin.type('/kith checkin');
      await robin.until('the modal', hasModal);
      await expect(robin.submit({ 'To whom': ['Noor', 'Mei', 'Sam', 'Kai'] })).rejects.toThrow();
      expect(script.events.map(({ kind }) => kind)).toEqual(['command']);
    });

    test('beside a person it arrives as a shortcut and opens a modal', async () => {
      const { it, script } = bench();
      const [robin, noor] = [it.local.as('Robin'), it.local.as('Noor')];
      script.on('shortcut', { kind: 'modal', modal: modal(words, whom) }).on('thanks|write', { kind: 'nothing' });
      const person = await it.thanking.onPerson(robin, noor);
      const event = await script.event('shortcut');
      expect(event).toMatchObject({ shortcut: 'thank', person, message: null });
      expect(event.mentioned).toEqual(person === null ? {} : { [person]: 'person' });
      expect(event.origin.person).toMatchObject({ externalId: robin.id, name: 'Robin', organizer: true });
      expect((await robin.until('the modal', hasModal)).title).toBe('Say thanks');
      await robin.submit({ 'What for': `the ${SECRET}`, 'To whom': ['Noor'] });
      expect((await script.event('submit')).fields).toEqual({ words: [`the ${SECRET}`], whom: [noor.id] });
    });

    test('beside a message it names the message and who wrote it, and opens a modal', async () => {
      const { it, script } = bench();
      const [robin, noor] = [it.local.as('Robin'), it.local.as('Noor')];
      script.on('shortcut', { kind: 'modal', modal: modal(words, whom) });
      const written = await it.thanking.written(noor);
      await it.thanking.onMessage(robin, written);
      const event = await script.event('shortcut');
      expect(event).toMatchObject({ person: noor.id, message: `${written.place}/${written.id}` });
      expect(['bot', 'gone']).not.toContain(event.mentioned[noor.id]);
      expect((await robin.until('the modal', hasModal)).title).toBe('Say thanks');
    });

    test('beside a message of an app it names nobody', async () => {
      const { it, script } = bench();
      const robin = it.local.as('Robin');
      script
        .on('kith shout', { kind: 'public', card: card('Hello all', buttons(button('Fine', 'fine'))) })
        .on('shortcut', { kind: 'private', card: card('An app wrote that.') });
      await robin.type('/kith shout hello');
      const post = await robin.until('the post', (me) => me.sees().find((seen) => seen.text.includes('Hello all')));
      await it.thanking.onMessage(robin, post);
      const event = await script.event('shortcut');
      expect(event).toMatchObject({ person: null, message: `${post.place}/${post.id}` });
      await robin.until('the answer', (me) => me.sees().find((seen) => seen.text.includes('An app wrote that.')));
    });
  });
}
