import type { APIMessage } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../../../adapters/discord/limits.ts';
import { renderMessage } from '../../../adapters/discord/render/message.ts';
import { renderModal } from '../../../adapters/discord/render/modal.ts';
import { escaped } from '../../../adapters/discord/render/text.ts';
import type { Component } from '../../../playground/discord/components.ts';
import { type MessageBody, messageIssues } from '../../../playground/discord/message-rules.ts';
import { modalIssues } from '../../../playground/discord/modal-rules.ts';
import type { Block, Card, Inline } from '../../../src/engine/card/card.ts';
import type { Token } from '../../../src/engine/card/token.ts';
import { modal, support, whom, words } from '../../contract/platform/cards.ts';
import { deliveryId } from './fixture.ts';

const GUILD = '1574192613475483648';
const anyText = fc.string({ unit: 'binary', maxLength: 9000, size: 'max' });
const spiky = fc
  .array(fc.constantFrom('\\', '*', '_', '~', '|', '`', '<', '>', '@everyone', '#', '\n', '-', '1.', ' ', 'a', '🍲'))
  .map((parts) => parts.join(''));
const someText = fc.oneof(anyText, spiky);
const tokens = fc.string({ minLength: 1, maxLength: 76 }).map((text) => text as Token);

const inlines: fc.Arbitrary<Inline> = fc.oneof(
  someText,
  someText.map((text) => ({ kind: 'bold', text }) as const),
  fc.constant({ kind: 'person', id: '123456789012345678' } as const),
  fc.constant({ kind: 'time', at: 1_900_000_000_123, show: 'both', fallback: 'then' } as const),
);
const rich = fc.array(inlines, { maxLength: 4 });
const button = fc.record({ label: fc.string({ minLength: 1 }), token: tokens, look: fc.constant('plain' as const) });
const textBlocks: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), text: someText }),
  fc.record({ kind: fc.constant('text' as const), text: rich }),
  fc.record({ kind: fc.constant('quote' as const), text: someText }),
  fc.record({ kind: fc.constant('context' as const), text: rich }),
  fc.record({
    kind: fc.constant('fields' as const),
    fields: fc.array(fc.record({ label: someText, value: rich }), { maxLength: 30 }),
  }),
  fc.constant({ kind: 'divider' as const }),
  fc.constant({ kind: 'image' as const, pngBase64: '', name: 'A trend (1).png', alt: 'Up' }),
);
const buttonBlocks = fc.record({
  kind: fc.constant('buttons' as const),
  buttons: fc.array(button, { minLength: 1, maxLength: 6 }),
});
const cards: fc.Arbitrary<Card> = fc
  .tuple(fc.array(textBlocks, { maxLength: 12 }), fc.array(buttonBlocks, { maxLength: 2 }))
  .map(([text, rows]) => ({ fallback: 'Something from Kith', blocks: [...text, ...rows] }));

const bodyOf = ({ content, embeds, components }: ReturnType<typeof renderMessage>): MessageBody => ({
  content,
  embeds,
  components: components as unknown as Component[],
});

describe('messages', () => {
  test('whatever a card says, Discord takes the message', () => {
    fc.assert(
      fc.property(cards, fc.constantFrom(null, GUILD), (card, guild) => {
        const rendered = renderMessage(card, { guild, delivery: deliveryId(1) });
        expect(messageIssues(bodyOf(rendered), false)).toEqual([]);
        expect(rendered.content.trim()).not.toBe('');
        expect(rendered.embeds.length).toBeLessThanOrEqual(limits.embeds);
        for (const { description, fields = [] } of rendered.embeds) {
          expect(description?.length ?? 0).toBeLessThanOrEqual(limits.embedDescription);
          expect(fields.length).toBeLessThanOrEqual(limits.embedFields);
          for (const { name, value } of fields) {
            expect(name.length).toBeLessThanOrEqual(limits.embedFieldName);
            expect(value.length).toBeLessThanOrEqual(limits.embedFieldValue);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a sent message always carries its delivery, whatever stands in it', () => {
    fc.assert(
      fc.property(cards, fc.constantFrom(null, GUILD), (card, guild) => {
        const delivery = deliveryId(2);
        const rendered = renderMessage(card, { guild, delivery });
        expect(JSON.stringify([rendered.components, rendered.embeds])).toContain(delivery);
      }),
      { numRuns: 60 },
    );
  });

  test('a direct message begins with neutral words, a post with its own', () => {
    const card: Card = { fallback: 'Something from Kith', blocks: [{ kind: 'text', text: ['How is your mother?'] }] };
    expect(renderMessage(card, { guild: GUILD, delivery: null }).content).toBe('Something from Kith');
    expect(renderMessage(card, { guild: null, delivery: null }).content).toBe('How is your mother?');
    const headed: Card = { ...card, blocks: [{ kind: 'heading', text: 'Your *week*' }, ...card.blocks] };
    expect(renderMessage(headed, { guild: GUILD, delivery: null }).content).toBe('**Your \\*week\\***');
  });

  test('text that goes on past one box goes on in the next, quoted as before', () => {
    const quote = 'kind words '.repeat(500);
    const { embeds } = renderMessage(
      { fallback: 'Kith', blocks: [{ kind: 'quote', text: quote }] },
      { guild: null, delivery: null },
    );
    expect(embeds.length).toBe(2);
    for (const { description } of embeds) expect(description).toMatch(/^> kind words/);
    expect(embeds.map(({ description }) => description?.slice(2)).join('')).toBe(quote);
  });

  test('more controls than a message holds is an error of ours, said clearly', () => {
    const buttons = Array.from({ length: 26 }, (_, index) => ({
      label: `${index}`,
      token: 't' as Token,
      look: 'plain' as const,
    }));
    const card: Card = { fallback: 'Kith', blocks: [{ kind: 'buttons', buttons }] };
    expect(() => renderMessage(card, { guild: null, delivery: null })).toThrow('refused: 6 rows of components');
  });

  test('small rows of buttons share one when there are too many', () => {
    const one = (label: string): Block => ({
      kind: 'buttons',
      buttons: [{ label, token: 't' as Token, look: 'plain' }],
    });
    const blocks = ['1', '2', '3', '4', '5', '6'].map(one);
    const { components } = renderMessage({ fallback: 'Kith', blocks }, { guild: null, delivery: null });
    const labels = (components as unknown as APIMessage['components'])?.flatMap((row) =>
      'components' in row ? row.components.map((each) => ('label' in each ? each.label : '')) : [],
    );
    expect(labels).toEqual(['1', '2', '3', '4', '5', '6']);
  });
});

describe('escaping', () => {
  /** Characters that begin markup anywhere and have no backslash before them. */
  const alive = (markdown: string) => markdown.replace(/\\[^A-Za-z0-9\s]/gu, '').match(/[\\*_~`|[]/u);

  test('nothing written without a link keeps a character that could begin markup, and nothing is lost', () => {
    fc.assert(
      fc.property(someText, (text) => {
        fc.pre(!/https?:/iu.test(text));
        const markdown = escaped(text);
        expect(alive(markdown)).toBeNull();
        expect(markdown.replace(/\\[^A-Za-z0-9\s]/gu, '')).not.toContain('<');
        const invisible = /[\u202a-\u202e\u2066-\u2069]/gu;
        expect(markdown.replace(/\\([^A-Za-z0-9\s])/gu, '$1').replace(invisible, '')).toBe(text.replace(invisible, ''));
      }),
    );
  });

  test('links stay links without a preview, without what follows them in the sentence', () => {
    expect(escaped('see (http://example.com/a_b), *now*')).toBe('see (<http://example.com/a_b>), \\*now\\*');
    expect(escaped('[here](https://x.test)')).toBe('\\[here\\](<https://x.test>)');
    expect(escaped('https://')).toBe('https://');
  });

  test('text from right to left is kept from reordering its surroundings', () => {
    expect(escaped('שלום')).toBe('\u2068שלום\u2069');
    expect(escaped('one \u202etwo')).toBe('one two');
  });
});

describe('modals', () => {
  test('Discord takes it, with what was entered before', () => {
    const rendered = renderModal(modal(words, support, whom), GUILD, {
      words: ['soup'],
      support: ['emotional'],
      whom: ['123456789012345678'],
    });
    expect(modalIssues(rendered as unknown as Parameters<typeof modalIssues>[0])).toEqual([]);
    expect(JSON.stringify(rendered)).toContain('"value":"soup"');
    expect(JSON.stringify(rendered)).toContain('"value":"emotional","label":"An ear","default":true');
    expect(JSON.stringify(rendered)).toContain('"default_values":[{"id":"123456789012345678","type":"user"}]');
  });
});
