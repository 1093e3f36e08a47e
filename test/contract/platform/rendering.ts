import { describe, expect, test } from 'vitest';
import type { Seen } from '../../../playground/driver.ts';
import type { Block, Card } from '../../../src/engine/card/card.ts';
import { token } from '../../../src/engine/card/token.ts';
import { button, buttons, card } from './cards.ts';
import { type Bench, SECRET } from './harness.ts';

const HOSTILE: Readonly<Record<string, string>> = {
  emoji: 'soup 🍲 family 👩‍👩‍👧 flag 🇳🇿 :smile: :soup:',
  'right to left': 'שלום (עולם) مرحبا 123',
  overrides: 'one \u202etwo\u202c three',
  'zero width': 'a\u200bb\u200dc\ufeffd',
  'a ring for everyone': '@everyone @here @channel',
  'a Slack broadcast': '<!channel> <!here> <!everyone> <@U0000000> <#C000|x>',
  'a Discord mention': '<@123456789012345678> <@&123456789012345678> <#123456789012345678>',
  markdown: '**bold** *it* _it_ ~no~ ~~no~~ `code` ||spoiler|| > quote # heading - list [a](http://x.test)',
  'fenced code': '```\nlet x\n```',
  escapes: '&lt;b&gt; &amp; &amp;lt; \\* <b>',
  links: 'http://example.com/a_b_c?x=1&y=*2* www.example.com mailto:a@b.test',
  'lines and spaces': 'one\n\n\nfour   five',
  'a Discord time': '<t:1700000000:R> <:soup:123> </kith:123>',
};

/** A renderer may add or drop invisible marks that keep text from acting or from reordering its surroundings. */
const visible = (text: string) => text.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, '');
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Every block is drawn, and nobody's words can do more than be read. */
export function rendering(bench: () => Bench): void {
  async function shown(content: Card, how: 'private' | 'direct' = 'private'): Promise<Seen> {
    const { it, script } = bench();
    const sam = it.local.as('Sam');
    const before = new Set(sam.sees().map((seen) => seen.id));
    const find = () => sam.sees().find((seen) => seen.author === it.local.botId && !before.has(seen.id));
    if (how === 'direct') {
      const to = { kind: 'direct', person: sam.id } as const;
      await it.platform.send(it.installation, to, content, `render${String(before.size).padStart(16, 'A')}` as never);
    } else {
      script.on('kith home', { kind: 'private', card: content });
      await sam.type('/kith home');
    }
    return await sam.until('the card', find);
  }

  describe('cards', () => {
    test('every block reads as it should', async () => {
      const { it } = bench();
      const noor = it.local.as('Noor');
      const kindness = it.local.places.find((place) => place.name === 'kindness');
      const everything: Block[] = [
        { kind: 'heading', text: 'A heading' },
        {
          kind: 'text',
          text: [
            'Ask ',
            { kind: 'person', id: noor.id },
            ' in ',
            { kind: 'channel', id: kindness?.id ?? '' },
            ' by ',
            { kind: 'bold', text: 'tomorrow' },
            ', ',
            { kind: 'time', at: Date.UTC(2031, 4, 14, 12), show: 'both', fallback: '14 May 2031, 12:00' },
            '.',
          ],
        },
        { kind: 'quote', text: 'Thank you\nfor the soup' },
        {
          kind: 'fields',
          fields: [
            { label: 'Day', value: ['Monday'] },
            { label: 'Time', value: [{ kind: 'bold', text: '09:00' }] },
            { label: 'More', value: [{ kind: 'link', url: 'https://example.org/a_b' }] },
          ],
        },
        buttons(
          button('One', 'a'),
          { ...button('Two', 'b'), look: 'primary' },
          { ...button('Three', 'c'), look: 'danger' },
        ),
        {
          kind: 'select',
          token: token('pick'),
          placeholder: 'Pick a person',
          choice: { kind: 'person', most: 1, chosen: [] },
        },
        { kind: 'divider' },
        { kind: 'image', pngBase64: PIXEL, name: 'trend.png', alt: 'A rising line' },
        { kind: 'context', text: ['Only you see this.'] },
      ];
      for (const how of ['private', 'direct'] as const) {
        const seen = await shown({ fallback: 'Something from Kith', blocks: everything }, how);
        for (const part of [
          'A heading',
          'Ask @Noor in',
          'kindness',
          'tomorrow',
          '14',
          '2031',
          'Thank you',
          'for the soup',
        ]) {
          expect(seen.text).toContain(part);
        }
        for (const part of ['Day', 'Monday', 'Time', '09:00', 'https://example.org/a_b', 'Only you see this.'])
          expect(seen.text).toContain(part);
        expect(seen.text.indexOf('A heading')).toBeLessThan(seen.text.indexOf('Only you see this.'));
        expect(seen.buttons.map((each) => each.label)).toEqual(['One', 'Two', 'Three']);
        expect(seen.selects).toMatchObject([{ label: 'Pick a person', kind: 'people' }]);
        expect(seen.images.map((image) => image.alt)).toEqual(['A rising line']);
        expect(it.rings(seen)).toBe(false);
      }
    });

    test('a post that names somebody does not ring for them', async () => {
      const { it } = bench();
      const noor = it.local.as('Noor');
      const kindness = it.local.places.find((place) => place.name === 'kindness')?.id ?? '';
      const content: Card = {
        fallback: 'Something from Kith',
        blocks: [
          { kind: 'text', text: ['Thank you ', { kind: 'person', id: noor.id }, '!'] },
          { kind: 'context', text: ['from ', { kind: 'person', id: it.local.as('Sam').id }] },
        ],
      };
      const to = { kind: 'channel', channel: kindness } as const;
      const receipt = await it.platform.send(it.installation, to, content, 'renderAAAAAAAAAAAAAAAB' as never);
      const seen = it.local.sent().find((each) => each.id === receipt.message);
      expect(seen?.text).toContain('Thank you @Noor!');
      expect(visible(seen?.text ?? '')).toMatch(/from\s+@Sam/);
      expect(seen && it.rings(seen)).toBe(false);
    });

    test.each(Object.entries(HOSTILE))('members can write %s and nothing happens', async (_what, text) => {
      const { it } = bench();
      const seen = await shown({
        fallback: 'Something from Kith',
        blocks: [
          { kind: 'heading', text: 'Kind words' },
          { kind: 'text', text: ['From a friend: ', text, { kind: 'bold', text: ' indeed' }] },
          { kind: 'quote', text: `${text} ${SECRET}` },
          { kind: 'fields', fields: [{ label: 'Said', value: [text] }] },
          { kind: 'context', text: [text] },
        ],
      });
      const read = visible(seen.text);
      const parts = visible(text);
      expect(read.split(parts).length - 1, `read as: ${read}`).toBe(4);
      expect(it.rings(seen)).toBe(false);
    });

    test('hostile words stand in headings, buttons and options too', async () => {
      const { it } = bench();
      const text = '@everyone <!channel> *x* &lt;';
      const seen = await shown(
        card('Choose', { kind: 'heading', text }, buttons(button(text, 'a')), {
          kind: 'select',
          token: token('pick'),
          placeholder: text,
          choice: { kind: 'options', options: [{ value: 'x', label: text }], chosen: null },
        }),
      );
      expect(visible(seen.text)).toContain(text);
      expect(seen.buttons.map((each) => visible(each.label))).toEqual([text]);
      expect(seen.selects.map((each) => each.options.map(visible))).toEqual([[text]]);
      expect(it.rings(seen)).toBe(false);
    });

    test('long text is shown whole', async () => {
      const { it } = bench();
      const word = '🍲<&*';
      const text = word.repeat(Math.floor(it.longestText / word.length));
      for (const block of [
        { kind: 'text', text: [text] },
        { kind: 'quote', text },
      ] as const) {
        const seen = await shown({ fallback: 'Kith', blocks: [block] }, 'direct');
        expect(seen.text.split(word).length - 1).toBe(text.length / word.length);
      }
    });

    test('what is too long for the platform is cut where one can see it, never refused', async () => {
      const label = 'a label that goes on '.repeat(10);
      const seen = await shown(
        card(
          'Start '.repeat(1000),
          { kind: 'heading', text: label.repeat(3) },
          buttons(button(label, 'a'), button('Next', 'b')),
          {
            kind: 'select',
            token: token('pick'),
            placeholder: label,
            choice: { kind: 'options', options: [{ value: 'x', label }], chosen: 'x' },
          },
        ),
      );
      expect(seen.buttons[0]?.label).toMatch(/^a label that goes on .*…$/u);
      expect(seen.buttons[1]?.label).toBe('Next');
      expect(seen.selects[0]?.options[0]).toMatch(/^a label that goes on .*…$/u);
    });

    test('many buttons are all there, in order', async () => {
      const labels = Array.from({ length: 12 }, (_, index) => `Button ${index + 1}`);
      const seen = await shown(card('Many', buttons(...labels.map((label) => button(label, 'press', label)))));
      expect(seen.buttons.map((each) => each.label)).toEqual(labels);
    });

    test('the same token may stand on two buttons', async () => {
      const { it, script } = bench();
      await shown(card('Twice', buttons(button('First', 'same'), button('Second', 'same'))));
      await it.local.as('Sam').press('Second');
      expect(await script.event('action')).toMatchObject({ token: 'same' });
    });

    test('the notification is the neutral fallback and nothing of the card', async () => {
      const { it } = bench();
      const seen = await shown(
        {
          fallback: 'Something from Kith',
          blocks: [
            { kind: 'heading', text: 'Kith' },
            { kind: 'quote', text: SECRET },
          ],
        },
        'direct',
      );
      expect(seen.notification).not.toContain(SECRET);
      expect(it.local.sent().at(-1)?.notification).toBe(seen.notification);
    });
  });
}
