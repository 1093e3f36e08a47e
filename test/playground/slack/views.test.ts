import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type LocalSlack, type SlackActor, startLocalSlack } from '../../../playground/slack/local-slack.ts';
import { patientSlack } from '../../servers/patience.ts';
import { type RawClient, rawClient } from './raw-client.ts';

let slack: LocalSlack;
let client: RawClient;
let sam: SlackActor;
/** What the app acknowledges the next submit with. */
let answer: unknown;
beforeAll(async () => {
  slack = await startLocalSlack(patientSlack);
  client = await rawClient(slack, {
    answer: ({ payload }) => (payload.type === 'view_submission' ? answer : undefined),
  });
  sam = slack.as('Sam');
});
beforeEach(() => {
  answer = undefined;
  sam.reload();
});
afterAll(() => slack.stop());

const plain = (text: string) => ({ type: 'plain_text', text });
const input = (id: string, label: string, element: object, over: object = {}) => ({
  type: 'input',
  block_id: id,
  label: plain(label),
  element: { action_id: 'value', ...element },
  optional: true,
  ...over,
});
const modal = (title: string, ...blocks: object[]) => ({
  type: 'modal',
  title: plain(title),
  submit: plain('OK'),
  blocks,
});
const newest = () => client.envelopes.at(-1)?.payload;

/** Opens a modal for Sam the way an app does: with the trigger of a command. */
async function open(view: object, method = 'views.open') {
  await sam.type('/kith');
  return client.call(method, { trigger_id: newest()?.trigger_id, view });
}

test('every kind of input is filled by its label and arrives by block and action id', async () => {
  const options = [
    { text: plain('Soft'), value: 's' },
    { text: plain('Loud'), value: 'l' },
  ];
  await open(
    modal(
      'All of them',
      input('a', 'Words', { type: 'plain_text_input', initial_value: 'kept' }),
      input('b', 'One', { type: 'static_select', options, initial_option: options[0] }),
      input('c', 'Some', { type: 'checkboxes', options }),
      input('d', 'Tone', { type: 'radio_buttons', options }),
      input('e', 'Who', { type: 'users_select' }),
      input('f', 'Where', { type: 'channels_select' }),
      input('g', 'Here', { type: 'conversations_select', default_to_current_conversation: true }),
      input('h', 'Time', { type: 'timepicker' }),
      input('i', 'Day', { type: 'datepicker' }),
    ),
  );
  expect(sam.modal()?.inputs.map((each) => each.value)).toEqual([
    'kept',
    ['Soft'],
    [],
    [],
    [],
    [],
    ['general'],
    [],
    [],
  ]);
  await sam.submit({
    One: ['Loud'],
    Some: ['Soft', 'Loud'],
    Tone: 'Loud',
    Who: 'Mei',
    Where: ['kindness'],
    Time: '09:30',
    Day: '2026-03-01',
  });
  const general = slack.places.find((place) => place.name === 'general')?.id;
  const kindness = slack.places.find((place) => place.name === 'kindness')?.id;
  expect(newest()).toMatchObject({
    type: 'view_submission',
    view: {
      state: {
        values: {
          a: { value: { type: 'plain_text_input', value: 'kept' } },
          b: { value: { selected_option: { value: 'l' } } },
          c: { value: { selected_options: [{ value: 's' }, { value: 'l' }] } },
          d: { value: { selected_option: { value: 'l' } } },
          e: { value: { selected_user: slack.as('Mei').id } },
          f: { value: { selected_channel: kindness } },
          g: { value: { selected_conversation: general } },
          h: { value: { selected_time: '09:30' } },
          i: { value: { selected_date: '2026-03-01' } },
        },
      },
    },
  });
  expect(sam.modal()).toBeUndefined();
});

test('an acknowledgement may push, update and clear', async () => {
  await open(modal('First', input('a', 'Words', { type: 'plain_text_input' })));
  answer = { response_action: 'push', view: modal('Second', input('b', 'More', { type: 'plain_text_input' })) };
  await sam.submit({ Words: 'one' });
  expect(sam.modal()?.title).toBe('Second');
  await sam.dismiss();
  expect(sam.modal()).toMatchObject({ title: 'First', inputs: [{ value: 'one' }] });
  answer = { response_action: 'update', view: modal('Changed', input('a', 'Words', { type: 'plain_text_input' })) };
  await sam.submit({});
  // What was entered stays where block and action id stay.
  expect(sam.modal()).toMatchObject({ title: 'Changed', inputs: [{ value: 'one' }] });
  answer = { response_action: 'clear' };
  await sam.submit({});
  expect(sam.modal()).toBeUndefined();
});

test('an acknowledgement that Slack does not understand is shown as trouble and recorded', async () => {
  await open(modal('First', input('a', 'Words', { type: 'plain_text_input' })));
  for (const wrong of [
    { response_action: 'errors', errors: { nowhere: 'x' } },
    { response_action: 'update', view: modal('x'.repeat(25)) },
    { response_action: 'explode' },
  ]) {
    answer = wrong;
    const before = slack.refusals.length;
    await expect(sam.submit({})).rejects.toThrow('We had some trouble connecting. Try again?');
    expect(slack.refusals).toHaveLength(before + 1);
  }
  expect(sam.modal()?.title).toBe('First');
});

test('an input that dispatches tells the app before the submit', async () => {
  await open(modal('First', input('a', 'Kind', { type: 'users_select' }, { dispatch_action: true })));
  const before = client.envelopes.length;
  await sam.submit({ Kind: 'Noor' });
  expect(client.envelopes.slice(before).map((each) => each.payload.type)).toEqual(['block_actions', 'view_submission']);
});

test('views are updated by id and hash, and pushed no more than three deep', async () => {
  const { view } = await open(modal('One', input('a', 'Words', { type: 'plain_text_input' })));
  const { id, hash } = view as { id: string; hash: string };
  expect(await client.call('views.update', { view_id: id, hash, view: modal('Two') })).toMatchObject({ ok: true });
  expect(sam.modal()?.title).toBe('Two');
  const stale = await client.call('views.update', { view_id: id, hash, view: modal('Three') });
  expect(stale).toMatchObject({ error: 'hash_conflict' });
  expect(await client.call('views.update', { view_id: 'V0', view: modal('x') })).toMatchObject({ error: 'not_found' });
  expect(await open(modal('Second'), 'views.push')).toMatchObject({ ok: true });
  expect(await open(modal('Third'), 'views.push')).toMatchObject({ ok: true, view: { root_view_id: id } });
  expect(await open(modal('Fourth'), 'views.push')).toMatchObject({ error: 'push_limit_reached' });
});

test('a button inside a modal is pressed before those behind it', async () => {
  const button = {
    type: 'actions',
    elements: [{ type: 'button', action_id: 'go', text: plain('Go'), value: 'behind' }],
  };
  await client.call('chat.postMessage', { channel: sam.id, text: 'x', blocks: [button] });
  await open(modal('Front', { ...button, elements: [{ ...button.elements[0], value: 'front' }] }));
  await sam.press('Go');
  expect(newest()).toMatchObject({ actions: [{ value: 'front' }], view: { type: 'modal' } });
  await sam.dismiss();
  await sam.press('Go');
  expect(newest()).toMatchObject({ actions: [{ value: 'behind' }], message: { blocks: [{ type: 'actions' }] } });
});

test('a view that is wrong opens nothing and does not use the trigger up', async () => {
  await sam.type('/kith');
  const trigger_id = newest()?.trigger_id;
  const refused = await client.call('views.open', { trigger_id, view: modal('x'.repeat(25)) });
  expect(refused).toMatchObject({
    error: 'invalid_arguments',
    response_metadata: { messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'] },
  });
  expect(await client.call('views.open', { trigger_id, view: modal('Short') })).toMatchObject({ ok: true });
});

test('several people are chosen in a message at once', async () => {
  const accessory = { type: 'multi_users_select', action_id: 'who', placeholder: plain('People') };
  const section = { type: 'section', block_id: 'b', text: plain('Whom?'), accessory };
  await client.call('chat.postMessage', { channel: sam.id, text: 'x', blocks: [section] });
  await sam.choose('People', ['Mei', 'Kai']);
  const selected_users = [slack.as('Mei').id, slack.as('Kai').id];
  expect(newest()).toMatchObject({
    actions: [{ type: 'multi_users_select', action_id: 'who', selected_users }],
    state: { values: { b: { who: { selected_users } } } },
  });
});
