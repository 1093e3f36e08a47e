import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../playground/driver.ts';
import type { LocalSlackOptions } from '../../../playground/slack/local-slack.ts';
import type { DeliveryId } from '../../../src/engine/ids.ts';
import { button, buttons, card, modal, words } from '../../contract/platform/cards.ts';
import { type JoinedSlack, joinForTest } from './joined-slack.ts';

async function join(local: LocalSlackOptions = {}): Promise<JoinedSlack> {
  const joined = await joinForTest({ local });
  await joined.start();
  return joined;
}

const direct = (actor: Actor, text: string) => actor.sees('direct').find((seen) => seen.text.includes(text));
const inDirect = (actor: Actor, text: string) =>
  actor.until(`"${text}" in the direct message`, () => direct(actor, text));
const anywhere = (actor: Actor, text: string) =>
  actor.until(`"${text}"`, () => actor.sees().find((seen) => seen.text.includes(text)));

describe('where Slack shows an answer', () => {
  test('in the direct message with the app a private answer is an ordinary message, there after a reload', async () => {
    const { local, script } = await join();
    const sam = local.as('Sam');
    script.on('kith home', { kind: 'private', card: card('Your home') });
    await sam.type('/kith home', 'direct');
    await inDirect(sam, 'Your home');
    sam.reload();
    expect(direct(sam, 'Your home')?.ephemeral).toBe(false);
    expect((await script.event('command')).origin.place.direct).toBe(true);
  });

  test('a private answer to a press in the home tab goes to the direct message', async () => {
    const { local, script } = await join();
    const sam = local.as('Sam');
    script.on('home-opened', { kind: 'private', card: card('Next', buttons(button('Help', 'help'))) });
    script.on('help', { kind: 'private', card: card('Numbers to call') });
    await sam.home();
    await sam.press('Help');
    expect((await inDirect(sam, 'Numbers to call')).ephemeral).toBe(false);
    expect((await script.event('action')).origin.place).toEqual({ channel: '', direct: true });
  });

  test('a modal opened from the home tab changes the home tab', async () => {
    const { local, script } = await join({ homePatienceMs: 200 });
    const sam = local.as('Sam');
    script
      .on('home-opened', { kind: 'private', card: card('Next', buttons(button('Write', 'open'))) })
      .on('open', { kind: 'modal', modal: modal(words) })
      .on('thanks|write', () => {
        script.on('home-opened', { kind: 'nothing' });
        return { kind: 'update', card: card('Written down') };
      });
    await sam.home();
    await sam.press('Write');
    await sam.until('the modal', (me) => me.modal());
    await sam.submit({ 'What for': 'soup' });
    // Opening it waits a moment for news, so this is no busy loop; the test's own time limit ends it.
    let home = await sam.home();
    while (!home?.text.includes('Written down')) home = await sam.home();
    expect(home.buttons).toEqual([]);
  });

  test('when the response address has run out, what is private goes to the direct message', async () => {
    const { local, script } = await join();
    const sam = local.as('Sam');
    script.on('kith home', () => {
      local.expireResponseUrls();
      return { kind: 'private', card: card('Late but here') };
    });
    await sam.type('/kith home', 'general');
    await inDirect(sam, 'Late but here');
  });

  test('when it has run out, an ordinary message is still changed in place', async () => {
    const { local, script, slack, installation } = await join();
    const sam = local.as('Sam');
    script.on('next', () => {
      local.expireResponseUrls();
      return { kind: 'update', card: card('Changed') };
    });
    const to = { kind: 'direct', person: sam.id } as const;
    const question = card('Question', buttons(button('Fine', 'next')));
    const receipt = await slack.platform.send(installation, to, question, 'x1AAAAAAAAAAAAAAAAAAAA' as DeliveryId);
    await sam.press('Fine');
    expect((await inDirect(sam, 'Changed')).id).toBe(receipt.message);
  });

  test('a public answer whose address has run out is not sent elsewhere, and is logged without its words', async () => {
    const { local, script, slack, logged } = await join();
    script.on('kith shout', () => {
      local.expireResponseUrls();
      return { kind: 'public', card: card('Hello marmalade') };
    });
    await local.as('Sam').type('/kith shout hello');
    await script.event('command');
    await slack.stop();
    expect(local.sent()).toEqual([]);
    expect(logged.join('\n')).toContain('slack.answer-failed');
    expect(logged.join('\n')).not.toContain('marmalade');
  });

  test('a submission is acknowledged in time when the engine is slow, and answered by a message', async () => {
    const { local, script } = await join();
    const sam = local.as('Sam');
    const slow = Promise.withResolvers<void>();
    script.on('kith checkin', { kind: 'modal', modal: modal(words) }).on('thanks|write', async () => {
      await slow.promise;
      return { kind: 'private', card: card('At last') };
    });
    await sam.type('/kith checkin');
    await sam.until('the modal', (me) => me.modal());
    await sam.submit({ 'What for': 'soup' });
    expect(sam.modal()).toBeUndefined();
    slow.resolve();
    await anywhere(sam, 'At last');
  });

  test('problems that came too late, or belong to no input, are said by the card', async () => {
    const { local, script } = await join();
    const sam = local.as('Sam');
    script.on('kith checkin', { kind: 'modal', modal: modal(words) }).on('thanks|write', {
      kind: 'invalid',
      modal: modal(words),
      problems: { elsewhere: 'No.' },
      card: card('Something was wrong'),
    });
    await sam.type('/kith checkin');
    await sam.until('the modal', (me) => me.modal());
    await sam.submit({ 'What for': 'soup' });
    await anywhere(sam, 'Something was wrong');
    expect(sam.modal()).toBeUndefined();
  });

  test('one modal may follow another', async () => {
    const { local, script } = await join();
    const sam = local.as('Sam');
    const second = { ...modal({ ...words, label: 'And what more' } as typeof words), title: 'One more thing' };
    script
      .on('kith checkin', { kind: 'modal', modal: modal(words) })
      .on('thanks|write', { kind: 'modal', modal: second });
    await sam.type('/kith checkin');
    await sam.until('the modal', (me) => me.modal());
    await sam.submit({ 'What for': 'soup' });
    expect(sam.modal()?.title).toBe('One more thing');
  });

  test('a picture that cannot be uploaded is described instead', async () => {
    const { local, script } = await join({ scopes: ['commands', 'chat:write', 'im:write', 'users:read'] });
    const sam = local.as('Sam');
    script.on('kith home', {
      kind: 'private',
      card: card('Your trend', {
        kind: 'image',
        pngBase64: 'iVBORw0KGgo=',
        name: 'trend.png',
        alt: 'Rising since May',
      }),
    });
    await sam.type('/kith home');
    expect((await anywhere(sam, 'Your trend')).text).toContain('Rising since May');
  });

  test('Thank for this arrives with the message and its author, and opens a modal', async () => {
    const { local, script } = await join();
    const sam = local.as('Sam');
    const noor = local.as('Noor');
    script.on('shortcut', { kind: 'modal', modal: modal(words) });
    script.on('thanks|write', { kind: 'update', card: card('Thanked') });
    await noor.type('I brought soup', 'general');
    const soup = await anywhere(sam, 'I brought soup');
    await sam.messageShortcut('thank_for_message', soup);
    expect(await script.event('shortcut')).toMatchObject({
      shortcut: 'thank',
      person: noor.id,
      message: `${soup.place}/${soup.id}`,
      mentioned: { [noor.id]: 'person' },
    });
    await sam.until('the modal', (me) => me.modal());
    await sam.submit({ 'What for': 'the soup' });
    // An update has no card of ours to change: it is shown to Sam, and what Noor wrote stays.
    expect((await anywhere(sam, 'Thanked')).ephemeral).toBe(true);
    expect(noor.sees().map((seen) => seen.text)).toEqual(['I brought soup']);
  });

  test('Thank for this on what an app posted names nobody', async () => {
    const { local, script } = await join();
    const sam = local.as('Sam');
    script.on('kith shout', { kind: 'public', card: card('From the app') });
    await sam.type('/kith shout hello');
    await sam.messageShortcut('thank_for_message', await anywhere(sam, 'From the app'));
    expect(await script.event('shortcut')).toMatchObject({ person: null, mentioned: {} });
  });

  test('the global shortcut opens a modal, answered in the direct message', async () => {
    const { local, script } = await join();
    const sam = local.as('Sam');
    script.on('shortcut', { kind: 'modal', modal: modal(words) });
    script.on('thanks|write', { kind: 'update', card: card('Thanked') });
    await sam.shortcut('thank');
    expect(await script.event('shortcut')).toMatchObject({ person: null, message: null });
    await sam.until('the modal', (me) => me.modal());
    await sam.submit({ 'What for': 'the soup' });
    await inDirect(sam, 'Thanked');
  });

  test('a wrong command arrives with what was meant', async () => {
    const { local, script } = await join();
    await local.as('Sam').type('/kith thnaks @Noor for the soup');
    expect((await script.event('misunderstood')).problem).toEqual({
      kind: 'unknown-command',
      typed: 'thnaks @noor',
      nearest: 'kith thanks',
    });
  });

  test('bare /kith is home', async () => {
    const { local, script } = await join();
    await local.as('Sam').type('/kith');
    expect((await script.event('command')).command).toBe('kith home');
  });
});
