import { describe, expect, test } from 'vitest';
import type { LocalPlatform } from '../../../playground/driver.ts';
import { token } from '../../../src/engine/card/token.ts';
import { button, buttons, card, modal, support, whom, words } from './cards.ts';
import { type Bench, SECRET } from './harness.ts';
import { originOf } from './scripted-inbound.ts';

/** Tries again at each visible change, until the person can do it or the test's time is over. */
async function onceItWorks(local: LocalPlatform, act: () => Promise<void>): Promise<void> {
  for (;;) {
    const changed = Promise.withResolvers<void>();
    const stop = local.onChange(() => changed.resolve());
    const failed = await act().then(
      () => false,
      () => true,
    );
    if (failed) await changed.promise;
    stop();
    if (!failed) return;
  }
}

/** What people do arrives as events, with all their fields. */
export function receiving(bench: () => Bench): void {
  describe('what people do', () => {
    test('a command arrives with its origin', async () => {
      const { it, script } = bench();
      const robin = it.local.as('Robin');
      const general = it.local.places.find((place) => place.name === 'general');
      await robin.type('/kith home', 'general');
      const event = await script.event('command');
      expect(event.command).toBe('kith home');
      expect(event.input).toEqual({});
      const { claim, installation, person, place } = event.origin;
      expect(claim).not.toBe('');
      expect({ platform: installation.platform, externalId: installation.externalId }).toEqual({
        platform: it.installation.platform,
        externalId: it.installation.externalId,
      });
      expect(installation.name).not.toBe('');
      expect(person).toMatchObject({ externalId: robin.id, name: 'Robin', organizer: true, ordinary: true });
      if (it.platform.features.profileZone) expect(person.zone).toBe('Europe/London');
      expect(place).toEqual({ channel: general?.id, direct: false });
    });

    test('who may not organize arrives as one who may not', async () => {
      const { it, script } = bench();
      await it.local.as('Sam').type('/kith home');
      expect((await script.event('command')).origin.person).toMatchObject({ organizer: false, ordinary: true });
    });

    test('options arrive by name, persons and channels as ids', async () => {
      const { it, script } = bench();
      const kindness = it.local.places.find((place) => place.name === 'kindness');
      await it.local.as('Robin').type(`/kith thanks @Sam for the ${SECRET}`);
      expect((await script.event('command')).input).toEqual({
        person: it.local.as('Sam').id,
        words: `for the ${SECRET}`,
      });
      await it.local.as('Robin').type('/kith-admin program create gratitude #kindness');
      const event = await script.event('command', 2);
      expect(event.command).toBe('kith-admin program create');
      expect(event.input).toEqual({ kind: 'gratitude', channel: kindness?.id });
    });

    test('who is named arrives with what they are', async () => {
      const { it, script } = bench();
      const sam = it.local.as('Sam');
      await it.local.as('Robin').type('/kith thanks @Sam');
      expect((await script.event('command')).mentioned).toEqual({ [sam.id]: 'person' });
      await it.local.as('Robin').type('/kith home');
      expect((await script.event('command', 2)).mentioned).toEqual({});
      const bot = it.local.people.find((person) => person.bot);
      if (!bot) return;
      await it.local.as('Robin').type(`/kith thanks @${bot.name}`);
      expect((await script.event('command', 3)).mentioned).toEqual({ [bot.id]: 'bot' });
    });

    test('several persons chosen in a modal arrive, and those chosen beforehand stand in it', async () => {
      const { it, script } = bench();
      const [robin, noor, mei] = ['Robin', 'Noor', 'Mei'].map((name) => it.local.as(name));
      if (!robin || !noor || !mei) throw new Error('three people are missing');
      const chosen = { ...whom, choice: { kind: 'person', most: 3, chosen: [noor.id] } } as typeof whom;
      script.on('kith checkin', { kind: 'modal', modal: modal(chosen) }).on('thanks|write', { kind: 'nothing' });
      await robin.type('/kith checkin');
      const open = await robin.until('the modal', (me) => me.modal());
      expect(open.inputs[0]?.value).toEqual(['Noor']);
      await robin.submit({ 'To whom': ['Noor', 'Mei'] });
      const event = await script.event('submit');
      expect(event.fields).toEqual({ whom: [noor.id, mei.id] });
      expect(event.mentioned).toEqual({ [noor.id]: 'person', [mei.id]: 'person' });
    });

    test('a press arrives with the token of its button', async () => {
      const { it, script } = bench();
      const sam = it.local.as('Sam');
      const row = buttons(button('Yes', 'join', 'yes'), button('No', 'join', 'no'));
      script.on('kith home', { kind: 'private', card: card('Join us?', row) });
      await sam.type('/kith home');
      await sam.until('the card', (me) => me.sees().find((seen) => seen.text.includes('Join us?')));
      await sam.press('No');
      const event = await script.event('action');
      expect(event).toMatchObject({ token: 'join|no', values: [] });
      expect(event.origin.person.externalId).toBe(sam.id);
      expect(event.origin.claim).not.toBe(originOf((await script.all('command', 1))[0] ?? event).claim);
    });

    test('a choice arrives with its values: an option, a person, a channel', async () => {
      const { it, script } = bench();
      const sam = it.local.as('Sam');
      script.on('kith home', {
        kind: 'private',
        card: card(
          'Choose',
          {
            kind: 'select',
            token: token('pick', 'day'),
            placeholder: 'Which day',
            choice: {
              kind: 'options',
              options: [
                { value: '1', label: 'Monday' },
                { value: '4', label: 'Thursday' },
              ],
              chosen: '1',
            },
          },
          {
            kind: 'select',
            token: token('pick', 'person'),
            placeholder: 'Which person',
            choice: { kind: 'person', most: 1, chosen: [] },
          },
          {
            kind: 'select',
            token: token('pick', 'channel'),
            placeholder: 'Which channel',
            choice: { kind: 'channel', chosen: null },
          },
        ),
      });
      await sam.type('/kith home');
      await sam.until('the card', (me) => me.sees().find((seen) => seen.selects.length === 3));
      await sam.choose('Which day', ['Thursday']);
      expect(await script.event('action')).toMatchObject({ token: 'pick|day', values: ['4'] });
      await sam.choose('Which person', ['Noor']);
      const noor = it.local.as('Noor').id;
      expect(await script.event('action', 2)).toMatchObject({ token: 'pick|person', values: [noor] });
      await sam.choose('Which channel', ['kindness']);
      const kindness = it.local.places.find((place) => place.name === 'kindness')?.id;
      expect(await script.event('action', 3)).toMatchObject({ token: 'pick|channel', values: [kindness] });
    });

    test('a submitted modal arrives with its fields by input name', async () => {
      const { it, script } = bench();
      const sam = it.local.as('Sam');
      script
        .on('kith checkin', { kind: 'modal', modal: modal(words, support, whom) })
        .on('thanks|write', { kind: 'nothing' });
      await sam.type('/kith checkin');
      const open = await sam.until('the modal', (me) => me.modal());
      expect(open.title).toBe('Say thanks');
      expect(open.inputs.map((input) => [input.label, input.kind, input.required])).toEqual([
        ['What for', 'text', true],
        ['Which kind', 'options', false],
        ['To whom', 'people', false],
      ]);
      await sam.submit({ 'What for': `the ${SECRET}\n**soup** <!channel> &lt;`, 'Which kind': ['An ear'] });
      const event = await script.event('submit');
      expect(event.token).toBe('thanks|write');
      expect(event.fields).toEqual({
        words: [`the ${SECRET}\n**soup** <!channel> &lt;`],
        support: ['emotional'],
        whom: [],
      });
      expect(event.origin.person.externalId).toBe(sam.id);
    });

    test('a redelivered interaction arrives with the same claim', async () => {
      const { it, script } = bench();
      await it.local.as('Sam').type('/kith home');
      await script.event('command');
      await it.local.redeliver();
      const [first, second] = await script.all('command', 2);
      expect(first && second && originOf(first).claim === originOf(second).claim).toBe(true);
    });

    test('where there is a home tab, opening it shows a card, and its buttons change it', async () => {
      const { it, script } = bench();
      script
        .on('home-opened', { kind: 'private', card: card('What is next', buttons(button('Settings', 'settings'))) })
        .on('settings', { kind: 'update', card: card('Your settings', buttons(button('Back', 'back'))) })
        .on('back', { kind: 'nothing' });
      const sam = it.local.as('Sam');
      const home = await sam.home();
      if (!home) return;
      expect(home.text).toContain('What is next');
      expect((await script.event('home-opened')).origin.person.externalId).toBe(sam.id);
      await sam.press('Settings');
      await onceItWorks(it.local, () => sam.press('Back'));
      expect((await script.event('action', 2)).token).toBe('back');
    });
  });
}
