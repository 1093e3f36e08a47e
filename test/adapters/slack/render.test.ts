import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderCard, tokenOf } from '../../../adapters/slack/render.ts';
import { renderModal } from '../../../adapters/slack/render-modal.ts';
import { clean, cut, split } from '../../../adapters/slack/render-text.ts';
import { homeView, messageBlocks, modalView } from '../../../playground/slack/block-schemas.ts';
import type { Block, Card, Choice, Inline, Input, Modal } from '../../../src/engine/card/card.ts';
import { token } from '../../../src/engine/card/token.ts';

const drawing = { naming: 'mention', fileOf: () => 'F123' } as const;

const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', ' ', '\n', '&lt;', '\ud800', '\u0000', 'a\u202eb', '👩‍👩‍👧', '<!channel>', 'e\u0301'.repeat(90)),
  fc.integer({ min: 1, max: 8000 }).map((length) => 'word🍲 '.repeat(length / 5).slice(0, length)),
);
const inline: fc.Arbitrary<Inline> = fc.oneof(
  words,
  fc.record({ kind: fc.constant('bold' as const), text: words }),
  fc.record({ kind: fc.constant('person' as const), id: fc.constant('U1') }),
  fc.record({ kind: fc.constant('channel' as const), id: fc.constant('C1') }),
  fc.record({ kind: fc.constant('link' as const), url: fc.constant('https://example.org/a_b') }),
  fc.record({
    kind: fc.constant('time' as const),
    at: fc.integer({ min: 0, max: 4e12 }),
    show: fc.constantFrom('date' as const, 'time' as const, 'both' as const),
    fallback: words,
  }),
);
const rich = fc.array(inline, { maxLength: 12 });
const choice: fc.Arbitrary<Choice> = fc.oneof(
  fc.record({
    kind: fc.constant('options' as const),
    options: fc.uniqueArray(fc.record({ value: fc.constantFrom('a', 'b', 'c'), label: words }), {
      selector: ({ value }) => value,
    }),
    chosen: fc.constantFrom('a', 'z', null),
  }),
  fc.record({
    kind: fc.constant('person' as const),
    most: fc.constantFrom(1, 3),
    chosen: fc.constantFrom([], ['U1'], ['U1', 'U2', 'U3', 'U4']),
  }),
  fc.constant({ kind: 'channel', chosen: null } as const),
);
const press = fc.record({
  label: words,
  token: fc.constantFrom(token('a'), token('b', '1')),
  look: fc.constantFrom('plain' as const, 'primary' as const, 'danger' as const),
});
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), text: words }),
  fc.record({ kind: fc.constant('text' as const), text: rich }),
  fc.record({ kind: fc.constant('quote' as const), text: words }),
  fc.record({
    kind: fc.constant('fields' as const),
    fields: fc.array(fc.record({ label: words, value: rich }), { maxLength: 12 }),
  }),
  fc.record({ kind: fc.constant('buttons' as const), buttons: fc.array(press, { maxLength: 12 }) }),
  fc.record({ kind: fc.constant('select' as const), token: fc.constant(token('s')), placeholder: words, choice }),
  fc.record({
    kind: fc.constant('image' as const),
    pngBase64: fc.constant('iVBORw0KGgo='),
    name: fc.constant('a.png'),
    alt: words,
  }),
  fc.record({ kind: fc.constant('context' as const), text: rich }),
  fc.constant({ kind: 'divider' } as const),
);
const cards: fc.Arbitrary<Card> = fc.record({ fallback: words, blocks: fc.array(block, { maxLength: 60 }) });
const input: fc.Arbitrary<Omit<Input, 'name'>> = fc.oneof(
  fc.record({
    kind: fc.constant('text' as const),
    label: words,
    hint: words,
    required: fc.boolean(),
    multiline: fc.boolean(),
    maxLength: fc.integer({ min: 1, max: 4000 }),
    initial: words,
    placeholder: words,
  }),
  fc.record({
    kind: fc.constant('choice' as const),
    label: words,
    hint: words,
    required: fc.boolean(),
    choice,
    placeholder: words,
  }),
) as fc.Arbitrary<Omit<Input, 'name'>>;
const modals: fc.Arbitrary<Modal> = fc.record({
  token: fc.constant(token('m')),
  title: words,
  submit: words,
  cancel: words,
  inputs: fc
    .array(input, { maxLength: 5 })
    .map((inputs) => inputs.map((each, index) => ({ ...each, name: `input${index}` }) as Input)),
});

/** A complaint of the schema, or nothing. */
const complaint = (parsed: { success: boolean; error?: unknown }) => (parsed.success ? null : parsed.error);

describe('cards in Block Kit', () => {
  test('Slack takes every card, in a message and in the home tab', () => {
    fc.assert(
      fc.property(cards, (card) => {
        const blocks = renderCard(card, drawing);
        expect(complaint(messageBlocks.safeParse(blocks))).toBeNull();
        expect(complaint(homeView.safeParse({ type: 'home', blocks }))).toBeNull();
        // The web client's form encoding refuses what is not well-formed.
        expect(() => encodeURIComponent(JSON.stringify(blocks))).not.toThrow();
      }),
      { numRuns: 150 },
    );
  });

  test('Slack takes every modal', () => {
    fc.assert(
      fc.property(modals, (modal) => {
        expect(complaint(modalView.safeParse(renderModal(modal, '{}')))).toBeNull();
      }),
      { numRuns: 150 },
    );
  });

  test('the token comes back whole from an action id', () => {
    const tokens = fc
      .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 70 })
      .map((text) => text as Card['fallback']);
    fc.assert(
      fc.property(tokens, (text) => {
        const button = { label: 'x', token: text as never, look: 'plain' } as const;
        const [row] = renderCard({ fallback: '', blocks: [{ kind: 'buttons', buttons: [button, button] }] }, drawing);
        const ids =
          row?.type === 'actions'
            ? row.elements.map((element) => ('action_id' in element ? element.action_id : ''))
            : [];
        expect(new Set(ids).size).toBe(2);
        expect(ids.map((id) => tokenOf(id ?? ''))).toEqual([text, text]);
      }),
    );
  });

  test('split pieces are the text again and never end inside a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 12, max: 30 }), (text, most) => {
        const pieces = split(text, most);
        expect(pieces.join('')).toBe(text);
        expect(pieces.every((piece) => piece.length <= most && piece.isWellFormed())).toBe(true);
      }),
    );
    expect(cut('👩‍👩‍👧👩‍👩‍👧', 10)).toBe('👩‍👩‍👧…');
  });
});

test('nothing in a name reorders the sentence that holds it, and what runs from right to left is as it was', () => {
  expect(clean('one \u202etwo\u2066 three')).toBe('one two three');
  const [block] = renderCard({ fallback: 'Kith', blocks: [{ kind: 'text', text: ['שלום'] }] }, drawing);
  expect(block).toMatchObject({ elements: [{ elements: [{ text: '\u2068שלום\u2069' }] }] });
});
