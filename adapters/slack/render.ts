import type {
  ActionsBlock,
  ActionsBlockElement,
  ContextBlock,
  ContextBlockElement,
  KnownBlock,
  RichTextBlock,
} from '@slack/types';
import type { Block, Button, Card, Rich } from '../../src/engine/card/card.ts';
import { limits } from './limits.ts';
import { chooser } from './render-choice.ts';
import { clean, cut, label, type Naming, section, split } from './render-text.ts';

/** What drawing a card needs beyond the card. */
export interface Drawing {
  readonly naming: Naming;
  /** Slack's file id for an image of the card. */
  readonly fileOf: (image: Extract<Block, { kind: 'image' }>) => string | undefined;
}

/** A drawing under way: Slack wants every action id of a message to be unique, so equal tokens are numbered. */
interface Canvas extends Drawing {
  readonly actionId: (token: string) => string;
}

const SUFFIX = /~\d+$/;

/** The token inside an action id. */
export function tokenOf(actionId: string): string {
  return actionId.replace(SUFFIX, '');
}

/** Block Kit for a card. */
export function renderCard(card: Card, drawing: Drawing): KnownBlock[] {
  let actions = 0;
  const actionId = (token: string) => {
    actions += 1;
    return `${token}~${actions}`;
  };
  const blocks = card.blocks.flatMap((block) => renderBlock(block, { ...drawing, actionId }));
  if (blocks.length <= limits.blocks) return blocks;
  const more: ContextBlock = { type: 'context', elements: [label('…', limits.text)] };
  return [...blocks.slice(0, limits.blocks - 1), more];
}

function renderBlock(block: Block, drawing: Canvas): KnownBlock[] {
  switch (block.kind) {
    case 'heading':
      return heading(block.text, drawing);
    case 'text':
      return richText([block.text], drawing);
    case 'quote':
      return quote(block.text);
    case 'fields':
      return richText(
        block.fields.map(({ label, value }) => [
          { kind: 'bold' as const, text: label.endsWith('?') ? `${label} ` : `${label}: ` },
          ...value,
        ]),
        drawing,
      );
    case 'buttons':
      return rows(block.buttons, drawing);
    case 'select':
      return select(block, drawing);
    case 'image':
      return image(block, drawing);
    case 'context':
      return context(block.text, drawing);
    case 'divider':
      return [{ type: 'divider' }];
    default:
      return block satisfies never;
  }
}

function heading(text: string, drawing: Drawing): KnownBlock[] {
  const line = clean(text).replace(/\s+/g, ' ').trim();
  if (line === '') return [];
  // A header holds 150 characters; a longer heading is shown whole, in bold.
  if (label(line, Infinity).text.length > limits.header) return richText([[{ kind: 'bold', text: line }]], drawing);
  return [{ type: 'header', text: label(line, limits.header) }];
}

function richText(lines: readonly Rich[], { naming }: Drawing): RichTextBlock[] {
  const whole = section(
    lines.flatMap((line, index) => (index === 0 ? line : ['\n', ...line])),
    naming,
  );
  return whole ? [{ type: 'rich_text', elements: [whole] }] : [];
}

function quote(text: string): RichTextBlock[] {
  const words = clean(text);
  if (words === '') return [];
  const elements = split(words, limits.text).map((piece) => ({ type: 'text' as const, text: piece }));
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_quote', elements }] }];
}

function rows(buttons: readonly Button[], { actionId }: Canvas): ActionsBlock[] {
  const list: ActionsBlock[] = [];
  for (let from = 0; from < buttons.length; from += limits.buttonsInRow) {
    const elements = buttons.slice(from, from + limits.buttonsInRow).map(
      (button): ActionsBlockElement => ({
        type: 'button',
        action_id: actionId(button.token),
        text: label(button.label, limits.buttonText),
        ...(button.look === 'plain' ? {} : { style: button.look }),
      }),
    );
    list.push({ type: 'actions', elements });
  }
  return list;
}

function select(block: Extract<Block, { kind: 'select' }>, { actionId }: Canvas): ActionsBlock[] {
  // Choosing several works in modals, not in the actions of a message.
  const choice = block.choice.kind === 'person' ? { ...block.choice, most: 1 } : block.choice;
  const element = chooser(choice, actionId(block.token), block.placeholder);
  return element ? [{ type: 'actions', elements: [element] }] : [];
}

function image(block: Extract<Block, { kind: 'image' }>, { fileOf }: Drawing): KnownBlock[] {
  const id = fileOf(block);
  const alt = cut(clean(block.alt).trim() || '–', limits.alt);
  // Without the picture its description still says what it shows.
  if (!id) return [{ type: 'context', elements: [label(alt, limits.alt)] }];
  return [{ type: 'image', slack_file: { id }, alt_text: alt }];
}

/** Small print: plain text where words stand, markup only for what we made ourselves (a mention, a time). */
function context(text: Rich, drawing: Drawing): KnownBlock[] {
  const elements: ContextBlockElement[] = [];
  for (const part of text) {
    const drawn = contextPiece(part, drawing.naming);
    if (drawn === null) continue;
    elements.push(drawn);
  }
  const whole = text.filter((part) => typeof part === 'string').every((part) => clean(part).length <= limits.text);
  if (!whole || elements.length > limits.contextElements) return richText([text], drawing);
  return elements.length === 0 ? [] : [{ type: 'context', elements }];
}

function contextPiece(part: Rich[number], naming: Naming): ContextBlockElement | null {
  const plain = (text: string) => (clean(text).trim() === '' ? null : label(text, limits.text));
  if (typeof part === 'string') return plain(part);
  switch (part.kind) {
    case 'bold':
      return plain(part.text);
    case 'person':
      if (naming === 'mention') return { type: 'mrkdwn', text: `<@${part.id}>`, verbatim: true };
      return plain(`@${naming.get(part.id) ?? part.id}`);
    case 'channel':
      return { type: 'mrkdwn', text: `<#${part.id}>`, verbatim: true };
    case 'link':
      return { type: 'mrkdwn', text: `<${part.url}>`, verbatim: true };
    case 'time': {
      const format = { date: '{date_pretty}', time: '{time}', both: '{date_pretty} {time}' }[part.show];
      const fallback = cut(clean(part.fallback).replace(/[<>|&]/g, ' '), limits.optionText);
      return { type: 'mrkdwn', text: `<!date^${Math.floor(part.at / 1000)}^${format}|${fallback}>`, verbatim: true };
    }
    default:
      return part satisfies never;
  }
}
