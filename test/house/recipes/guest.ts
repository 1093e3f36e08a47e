import type { Button, Card, Modal, Rich } from '../../../src/engine/card/card.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import type { Origin } from '../../../src/engine/event.ts';
import type { Reply } from '../../../src/engine/reply.ts';
import { systemRandom } from '../../../src/random.ts';

export interface Who {
  readonly name: string;
  readonly organizer: boolean;
  readonly zone: string | null;
}

/** The inbound side of paper: a person who types, presses, chooses and fills in, and reads what the engine replies. */
export class Guest {
  readonly id: string;
  readonly #engine: Engine;
  readonly #who: Who;

  constructor(engine: Engine, who: Who) {
    this.#engine = engine;
    this.#who = who;
    this.id = who.name.toLowerCase();
  }

  type(command: string, input: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return this.#engine.handle({ kind: 'command', origin: this.#origin(), command, input, mentioned: {} });
  }

  press(label: string, card: Card): Promise<Reply> {
    const found = buttonsOf(card).find((button) => button.label === label);
    if (found === undefined) throw new Error(`no button “${label}” on: ${wordsOf(card)}`);
    return this.#act(found.token, []);
  }

  choose(value: string, card: Card): Promise<Reply> {
    const found = card.blocks.find((block) => block.kind === 'select');
    if (found === undefined) throw new Error(`nothing to choose on: ${wordsOf(card)}`);
    return this.#act(found.token, [value]);
  }

  /** Sends a modal off with these values; the rest as it stands there. */
  fill({ token, inputs }: Modal, values: Readonly<Record<string, string>>): Promise<Reply> {
    const fields = Object.fromEntries(
      inputs.map((input) => {
        const value = values[input.name] ?? initialOf(input);
        return [input.name, value === '' ? [] : [value]];
      }),
    );
    return this.#engine.handle({
      kind: 'submit',
      origin: this.#origin(),
      token,
      fields,
      written: Object.keys(fields),
      mentioned: {},
    });
  }

  /** Sets up a weekly program on Mondays. */
  async setUp(pack: string, channel = ''): Promise<void> {
    const modal = modalOf(await this.type('kith-admin program create'));
    const values = { name: 'The gentle week', often: 'weekly-1', time: '10:00', channel, pack };
    const reply = await this.fill(modal, values);
    if (!wordsOf(cardOf(reply)).includes('It’s set.')) throw new Error(wordsOf(cardOf(reply)));
  }

  /** Joins as proposed. */
  async join(): Promise<void> {
    const reply = await this.press('Yes', cardOf(await this.type('kith join')));
    if (!wordsOf(cardOf(reply)).includes('You’re in.')) throw new Error(wordsOf(cardOf(reply)));
  }

  #act(token: string, values: readonly string[]): Promise<Reply> {
    return this.#engine.handle({ kind: 'action', origin: this.#origin(), token, values, mentioned: {} });
  }

  #origin(): Origin {
    const { name, organizer, zone } = this.#who;
    return {
      claim: systemRandom.id(),
      installation: { platform: 'paper', externalId: 'village', name: 'The village' },
      person: { externalId: this.id, name, locale: 'en', zone, organizer, ordinary: true },
      place: { channel: 'square', direct: false },
    };
  }
}

export function cardOf(reply: Reply): Card {
  if (!('card' in reply)) throw new Error(`no card but ${reply.kind}`);
  return reply.card;
}

export function modalOf(reply: Reply): Modal {
  if (reply.kind !== 'modal') throw new Error(`no modal but ${reply.kind}`);
  return reply.modal;
}

function buttonsOf(card: Card): readonly Button[] {
  return card.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
}

/** What can be read on a card, a line for each block. */
export function wordsOf(card: Card): string {
  const lines = card.blocks.map((block) => {
    switch (block.kind) {
      case 'text':
      case 'context':
        return plain(block.text);
      case 'fields':
        return block.fields.map(({ label, value }) => `${label}: ${plain(value)}`).join('\n');
      case 'buttons':
        return block.buttons.map(({ label }) => `[${label}]`).join(' ');
      case 'heading':
      case 'quote':
        return block.text;
      case 'select':
        return `(${block.placeholder})`;
      case 'image':
        return block.alt;
      case 'divider':
        return '';
      default:
        return block satisfies never;
    }
  });
  return lines.join('\n');
}

function plain(rich: Rich): string {
  return rich
    .map((part) => {
      if (typeof part === 'string') return part;
      if (part.kind === 'bold') return part.text;
      if (part.kind === 'link') return part.url;
      return part.kind === 'time' ? part.fallback : `@${part.id}`;
    })
    .join('');
}

function initialOf(input: Modal['inputs'][number]): string {
  if (input.kind === 'text') return input.initial;
  const { choice } = input;
  if (choice.kind === 'channel') return '';
  return (choice.kind === 'person' ? choice.chosen[0] : choice.chosen) ?? '';
}
