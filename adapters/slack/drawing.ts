import type { KnownBlock } from '@slack/types';
import type { Block, Card, Rich } from '../../src/engine/card/card.ts';
import type { Log } from '../../src/engine/ports/log.ts';
import { isUnconnected } from './errors.ts';
import { Images } from './images.ts';
import type { People } from './people.ts';
import { type Drawing, renderCard } from './render.ts';
import { clean } from './render-text.ts';
import type { Workspace } from './workspaces.ts';

/** A card as Slack's methods and response addresses take it. */
export interface Drawn {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** Who will see it: in a channel everybody, and a mention there would ring. */
export type Audience = 'person' | 'channel';

function richIn(block: Block): readonly Rich[] {
  switch (block.kind) {
    case 'text':
    case 'context':
      return [block.text];
    case 'fields':
      return block.fields.map((field) => field.value);
    default:
      return [];
  }
}

function personsIn(card: Card): string[] {
  const parts = card.blocks.flatMap(richIn).flat();
  return parts.flatMap((part) => (typeof part !== 'string' && part.kind === 'person' ? [part.id] : []));
}

/** Draws cards, with all that has to be asked of Slack first: names and places for pictures. */
export class Easel {
  readonly #people: People;
  readonly #images = new Images();
  readonly #log: Log;

  constructor(people: People, log: Log) {
    this.#people = people;
    this.#log = log;
  }

  /** `pictures: 'whole'` fails when a picture cannot be uploaded; `'described'` shows its description instead. */
  async draw(workspace: Workspace, card: Card, audience: Audience, pictures: 'whole' | 'described'): Promise<Drawn> {
    try {
      await this.#images.upload(workspace, card);
    } catch (error) {
      if (pictures === 'whole') throw error;
      if (isUnconnected(error)) this.#log.warn('slack.picture-left-out', { code: error.message });
      else this.#log.error('slack.picture-left-out', error);
    }
    const naming = audience === 'person' ? 'mention' : await this.#people.names(workspace, personsIn(card));
    return drawn(card, { naming, fileOf: (image) => this.#images.of(workspace, image) });
  }
}

/** A card for one person without pictures: nothing has to be asked of Slack. */
export function drawnUnasked(card: Card): Drawn {
  return drawn(card, { naming: 'mention', fileOf: () => undefined });
}

function drawn(card: Card, drawing: Drawing): Drawn {
  // The fallback is markup: its three special characters are entities.
  const text = clean(card.fallback).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return { text, blocks: renderCard(card, drawing) };
}
