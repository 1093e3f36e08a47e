import { describe, expect, test } from 'vitest';
import { line } from '../../../playground/slack/block-problems.ts';
import { type Checked, checkHome, checkMessageBlocks, checkModal } from '../../../playground/slack/blocks.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const x = (length: number) => 'x'.repeat(length);
const button = (over: object = {}) => ({ type: 'button', text: plain('Go'), ...over });
const option = (over: object = {}) => ({ text: plain('A'), value: 'a', ...over });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const select = (over: object = {}) => ({ type: 'static_select', options: [option()], ...over });
const section = (over: object = {}) => ({ type: 'section', text: plain('Hi'), ...over });
const input = (over: object = {}) => ({
  type: 'input',
  label: plain('Name'),
  element: { type: 'plain_text_input' },
  ...over,
});

const lines = (checked: Checked<unknown>) => ('problems' in checked ? checked.problems.map(line) : []);
const message = (...blocks: object[]) => lines(checkMessageBlocks(blocks));

describe('every limit holds what it allows and refuses one more', () => {
  test.each<[string, number, (n: number) => object, string]>([
    ['section text', 3000, (n) => section({ text: plain(x(n)) }), '/0/text/text'],
    ['section field', 2000, (n) => section({ fields: [plain(x(n))] }), '/0/fields/0/text'],
    ['header', 150, (n) => ({ type: 'header', text: plain(x(n)) }), '/0/text/text'],
    ['button text', 75, (n) => actions(button({ text: plain(x(n)) })), '/0/elements/0/text/text'],
    ['button value', 2000, (n) => actions(button({ value: x(n) })), '/0/elements/0/value'],
    ['action_id', 255, (n) => actions(button({ action_id: x(n) })), '/0/elements/0/action_id'],
    ['block_id', 255, (n) => section({ block_id: x(n) }), '/0/block_id'],
    [
      'option text',
      75,
      (n) => actions(select({ options: [option({ text: plain(x(n)) })] })),
      '/0/elements/0/options/0/text/text',
    ],
    [
      'option value',
      150,
      (n) => actions(select({ options: [option({ value: x(n) })] })),
      '/0/elements/0/options/0/value',
    ],
    ['placeholder', 150, (n) => actions(select({ placeholder: plain(x(n)) })), '/0/elements/0/placeholder/text'],
    [
      'image alt',
      2000,
      (n) => ({ type: 'image', image_url: 'https://kith.example/a.png', alt_text: x(n) }),
      '/0/alt_text',
    ],
    ['input label', 2000, (n) => input({ label: plain(x(n)) }), '/0/label/text'],
    ['input hint', 2000, (n) => input({ hint: plain(x(n)) }), '/0/hint/text'],
  ])('%s of %i characters', (_name, limit, build, pointer) => {
    expect(message(build(limit))).toEqual([]);
    expect(message(build(limit + 1))).toEqual([
      `[ERROR] must be less than ${limit + 1} characters [json-pointer:/blocks${pointer}]`,
    ]);
  });

  test.each<[string, number, (n: number) => object[], string]>([
    ['blocks of a message', 50, (n) => Array<object>(n).fill({ type: 'divider' }), ''],
    ['buttons of an actions block', 25, (n) => [actions(...Array<object>(n).fill(button()))], '/0/elements'],
    [
      'elements of a context block',
      10,
      (n) => [{ type: 'context', elements: Array(n).fill(plain('a')) }],
      '/0/elements',
    ],
    ['fields of a section', 10, (n) => [section({ fields: Array(n).fill(plain('a')) })], '/0/fields'],
    [
      'options of a select',
      100,
      (n) => [actions(select({ options: Array(n).fill(option()) }))],
      '/0/elements/0/options',
    ],
  ])('%s: %i', (_name, limit, build, pointer) => {
    expect(message(...build(limit))).toEqual([]);
    expect(message(...build(limit + 1))).toEqual([
      `[ERROR] no more than ${limit} items allowed [json-pointer:/blocks${pointer}]`,
    ]);
  });

  test('a view has its own', () => {
    const view = (over: object) => lines(checkModal({ type: 'modal', title: plain('T'), blocks: [], ...over }));
    expect(view({ title: plain(x(24)), callback_id: x(255), private_metadata: x(3000) })).toEqual([]);
    expect(view({ title: plain(x(25)) })).toEqual([
      '[ERROR] must be less than 25 characters [json-pointer:/view/title/text]',
    ]);
    expect(view({ callback_id: x(256) })).toHaveLength(1);
    expect(view({ private_metadata: x(3001) })).toHaveLength(1);
    expect(view({ blocks: Array(101).fill({ type: 'divider' }) })).toHaveLength(1);
    expect(view({ blocks: [input()] })).toEqual([
      '[ERROR] missing required field: submit (the view has an input block) [json-pointer:/view]',
    ]);
  });
});

describe('what does not belong is refused with its path', () => {
  test.each<[string, object[], string]>([
    ['an unknown key', [section({ color: 'red' })], 'invalid additional property: color [json-pointer:/blocks/0]'],
    ['an unknown block', [{ type: 'sections' }], 'unsupported type [json-pointer:/blocks/0/type]'],
    [
      'an empty text',
      [section({ text: plain('') })],
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ],
    ['a missing text', [{ type: 'header' }], 'missing required field: text [json-pointer:/blocks/0]'],
    [
      'markup in a header',
      [{ type: 'header', text: { type: 'mrkdwn', text: 'a' } }],
      'unsupported type [json-pointer:/blocks/0/text/type]',
    ],
    [
      'a multi-select among buttons',
      [actions({ type: 'multi_users_select' })],
      'unsupported type [json-pointer:/blocks/0/elements/0/type]',
    ],
    [
      'a button in a context',
      [{ type: 'context', elements: [button()] }],
      'unsupported type [json-pointer:/blocks/0/elements/0/type]',
    ],
    [
      'two buttons with one action id',
      [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
      'action_id a already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ],
    [
      'two blocks with one id',
      [section({ block_id: 'b' }), section({ block_id: 'b' })],
      'block_id b already exists [json-pointer:/blocks/1/block_id]',
    ],
    [
      'an initial option that is not offered',
      [actions(select({ initial_option: option({ value: 'z' }) }))],
      'initial_option does not match any of the options [json-pointer:/blocks/0]',
    ],
  ])('%s', (_name, blocks, words) => {
    expect(message(...blocks)).toEqual([`[ERROR] ${words}`]);
  });

  test('a home tab has no title', () => {
    expect(lines(checkHome({ type: 'home', blocks: [section()] }))).toEqual([]);
    expect(lines(checkHome({ type: 'home', title: plain('T'), blocks: [] }))).toEqual([
      '[ERROR] invalid additional property: title [json-pointer:/view]',
    ]);
  });
});

test('ids that were left out are invented, and stay unique', () => {
  const checked = checkMessageBlocks([actions(button(), button()), section()]);
  if (!('value' in checked)) throw new Error('refused');
  const ids = checked.value.map((block) => block.block_id);
  expect(new Set(ids).size).toBe(2);
  expect(ids.every((id) => id !== undefined)).toBe(true);
});
