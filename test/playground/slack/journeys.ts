import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalSlack, LocalSlackOptions } from '../../../playground/slack/local-slack.ts';
import type { Running } from './apps.ts';
import { kithLike } from './kith-like.ts';

type Start = (options: LocalSlackOptions, prepare: ReturnType<typeof kithLike>['prepare']) => Promise<Running>;

/** What must hold by Socket Mode and by signed requests alike. */
export function journeys(start: Start): void {
  const { prepare, diary } = kithLike();
  let running: Running;
  let slack: LocalSlack;
  beforeAll(async () => {
    running = await start({}, prepare);
    slack = running.slack;
  });
  afterAll(() => running.stop());

  test('a slash command carries references, and its acknowledgement may answer', async () => {
    const sam = slack.as('Sam');
    await sam.type('/kith help @Noor & #general see https://kith.example', 'kindness');
    const noor = slack.as('Noor').id;
    const general = slack.places[0]?.id;
    expect(diary.commands.at(-1)?.text).toBe(
      `help <@${noor}|noor> &amp; <#${general}|general> see <https://kith.example>`,
    );
    expect(sam.sees('kindness').at(-1)).toMatchObject({ text: 'Here is help.', ephemeral: true });
    expect(slack.as('Noor').sees('kindness')).toEqual([]);
  });

  test('a modal is opened, refused, corrected and sent', async () => {
    const sam = slack.as('Sam');
    await sam.type('/kith thanks');
    const modal = await sam.until('the modal', (actor) => actor.modal());
    expect(modal).toMatchObject({ title: 'Say thanks', submitLabel: 'Send' });
    expect(modal.inputs.map((input) => [input.label, input.kind, input.required])).toEqual([
      ['Whom', 'people', true],
      ['For what', 'text', false],
    ]);
    await expect(sam.submit({ 'For what': 'soup' })).rejects.toThrow('Whom: Please complete this required field.');
    await expect(sam.submit({ Whom: ['Mei'], 'For what': 'x'.repeat(21) })).rejects.toThrow('no more than 20');
    await sam.submit({ Whom: ['Mei', 'Tama'], 'For what': 'nothing' });
    expect(sam.modal()?.inputs[1]).toMatchObject({ error: 'Say a little more.', value: 'nothing' });
    await sam.submit({ 'For what': 'the soup' });
    expect(sam.modal()).toBeUndefined();
    const got = await slack.as('Mei').until('the thanks', (mei) => mei.sees('direct').at(-1));
    expect(got.text).toBe('@Sam thanks you: the soup');
    await slack.as('Tama').until('the thanks', (tama) => tama.sees('direct').at(-1));
  });

  test('a dismissed modal tells the app, because the app asked for it', async () => {
    const kai = slack.as('Kai');
    await kai.type('/kith thanks');
    await kai.until('the modal', (actor) => actor.modal());
    await kai.dismiss();
    expect(kai.modal()).toBeUndefined();
    expect(diary.views.at(-1)).toMatchObject({
      type: 'view_closed',
      is_cleared: false,
      view: { callback_id: 'thanks' },
    });
  });

  test('a button on a private card is pressed and the card replaced by response_url', async () => {
    const ada = slack.as('Ada');
    await ada.type('/kith checkin');
    const question = await ada.until('the card', (actor) =>
      actor.sees('general').findLast((seen) => seen.buttons.length > 0),
    );
    expect(question.selects).toEqual([{ label: 'Kind of help', kind: 'options', options: ['A hand', 'A hello'] }]);
    await ada.choose('Kind of help', ['A hello']);
    expect(diary.actions.at(-1)).toMatchObject({
      type: 'block_actions',
      container: { type: 'message', is_ephemeral: true },
      channel: { name: 'general' },
      actions: [{ type: 'static_select', selected_option: { value: 'hello' } }],
      state: { values: { answers: { kind: { selected_option: { value: 'hello' } } } } },
    });
    await ada.press("I'm fine", question);
    expect(diary.actions.at(-1)).not.toHaveProperty('message');
    const answered = await ada.until('the replacement', (actor) =>
      actor.sees('general').find((seen) => seen.text === 'Noted: d-1'),
    );
    expect(answered).toMatchObject({ id: question.id, ephemeral: true, buttons: [] });
    await expect(ada.press("I'm fine")).rejects.toThrow('Ada sees no button');
  });

  test('the App Home is published when it is opened, and its button works', async () => {
    const noor = slack.as('Noor');
    const home = await noor.home();
    expect(home).toMatchObject({
      place: 'home',
      text: 'Welcome, @Noor.',
      buttons: [{ label: 'Rest', disabled: false }],
    });
    await noor.press('Rest', home);
    expect(diary.actions.at(-1)).toMatchObject({ container: { type: 'view' }, view: { type: 'home' } });
    await noor.until('the new home', () => noor.shownHome()?.text === 'Resting.');
    expect((await noor.home())?.text).toBe('Welcome, @Noor.');
  });

  test('a message shortcut and a global shortcut open the modal', async () => {
    const mateo = slack.as('Mateo');
    await slack.as('Zola').type('I brought bread', 'general');
    const bread = mateo.sees('general').findLast((seen) => seen.text === 'I brought bread');
    if (!bread) throw new Error('the message is missing');
    await mateo.messageShortcut('thank', bread);
    expect(diary.actions.at(-1)).toMatchObject({ type: 'message_action', message: { text: 'I brought bread' } });
    await mateo.until('the modal', (actor) => actor.modal());
    await mateo.dismiss();
    await mateo.shortcut('thank');
    await mateo.until('the modal', (actor) => actor.modal());
    await mateo.dismiss();
  });

  test('what is not acknowledged in time fails with the words Slack shows', async () => {
    const hurried = await start({ acknowledgeMs: 100 }, prepare);
    await expect(hurried.slack.as('Sam').type('/kith silent')).rejects.toThrow(
      '/kith failed with the error "operation_timeout"',
    );
    await hurried.stop();
    await expect(slack.as('Sam').type('/kith broken')).rejects.toThrow('"invalid_command_response"');
    expect(slack.refusals.at(-1)).toMatchObject({ request: '/kith acknowledgement', code: 'invalid_blocks' });
    await expect(slack.as('Sam').type('/other')).rejects.toThrow('/other is not a valid command.');
  });

  test('a response_url takes five answers and dies with time', async () => {
    const mei = slack.as('Mei');
    await mei.type('/kith flood', 'kindness');
    await mei.until('the refusal of the sixth', () => slack.refusals.at(-1)?.code === 'used_url');
    expect(mei.sees('kindness').filter((seen) => seen.text.startsWith('line'))).toHaveLength(5);
    await mei.type('/kith checkin', 'kindness');
    const card = await mei.until('the card', (actor) => actor.sees('kindness').find((seen) => seen.buttons.length > 0));
    slack.fault({ kind: 'delay', ms: 20, match: 'block_actions' });
    const pressed = mei.press("I'm fine", card);
    slack.expireResponseUrls();
    await pressed;
    await mei.until('the refusal', () => slack.refusals.at(-1)?.code === 'expired_url');
  });

  test('events reach the app once, and a redelivery is marked as one', async () => {
    await slack.setZone('Ellis', 'Europe/Paris');
    await expect.poll(() => diary.events.at(-1)?.type).toBe('user_change');
    expect(slack.as('Ellis').id).toBe(slack.people.find((each) => each.zone === 'Europe/Paris')?.id);
    const before = diary.events.length;
    await slack.redeliver();
    await expect.poll(() => diary.events.slice(before)).toEqual([{ type: 'user_change', retry: 1 }]);
  });

  test('a reaction is told where the app is a member, and only there', async () => {
    const robin = slack.as('Robin');
    await slack.as('Sam').type('Cake!', 'kindness');
    const cake = robin.sees('kindness').at(-1);
    await robin.type('Agenda', 'organizers');
    const agenda = robin.sees('organizers').at(-1);
    if (!cake || !agenda) throw new Error('the messages are missing');
    const before = diary.events.length;
    await robin.react('heart', agenda);
    await robin.react('heart', cake);
    await expect.poll(() => diary.events.slice(before).map((event) => event.type)).toEqual(['reaction_added']);
  });
}
