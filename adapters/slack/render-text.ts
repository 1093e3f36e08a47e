import type { PlainTextElement, RichTextElement, RichTextSection } from '@slack/types';
import type { Inline, Rich } from '../../src/engine/card/card.ts';
import { limits } from './limits.ts';

/**
 * Running text as rich text elements: they are shown letter by letter, so nothing a member wrote can mention, link or format, and
 * nothing needs escaping.
 */

/** How people are shown: as a mention, or (where that would ring) by name. */
export type Naming = ReadonlyMap<string, string> | 'mention';

// Strong right-to-left letters and the marks that stand for one.
const TURNS = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200e\u200f]/u;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';
/** Beside control characters the marks that reorder what stands around them: in a name they would turn the sentence that holds it. */
const CONTROLS = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What Slack's own form encoding and JSON take: no half surrogates, no control characters; and nothing that reorders. */
export function clean(text: string): string {
  return text.toWellFormed().replace(CONTROLS, '');
}

/** Cuts where one can see it, never inside a character. `most` counts UTF-16 units, as Slack does. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${split(text, most - 1)[0] ?? ''}…`;
}

/** Pieces of at most `most` UTF-16 units that together are the text, never broken inside a character. */
export function split(text: string, most: number): readonly string[] {
  if (text.length <= most) return [text];
  const pieces: string[] = [];
  let piece = '';
  for (const { segment } of graphemes.segment(text)) {
    // Marks heaped upon one letter can be longer than any limit: only then a character is broken, between its code points.
    for (const part of segment.length > most ? segment : [segment]) {
      if (piece !== '' && piece.length + part.length > most) {
        pieces.push(piece);
        piece = '';
      }
      piece += part;
    }
  }
  return [...pieces, piece];
}

/** Keeps a turn of writing direction inside the words that brought it. */
function isolated(text: string): string {
  return TURNS.test(text) ? FIRST_STRONG_ISOLATE + text + POP_ISOLATE : text;
}

function letters(text: string, style?: { bold: true }): RichTextElement[] {
  if (text === '') return [];
  return split(text, limits.text).map((piece) => ({ type: 'text', text: piece, ...(style ? { style } : {}) }));
}

/** Slack shows `{date_pretty}` in the reader's own zone and language: https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
const DATES = { date: '{date_pretty}', time: '{time}', both: '{date_pretty} {time}' } as const;

function piece(part: Inline, naming: Naming): RichTextElement[] {
  if (typeof part === 'string') return letters(isolated(clean(part)));
  switch (part.kind) {
    case 'bold':
      return letters(isolated(clean(part.text)), { bold: true });
    case 'person':
      if (naming === 'mention') return [{ type: 'user', user_id: part.id }];
      return letters(isolated(clean(`@${naming.get(part.id) ?? part.id}`)));
    case 'channel':
      return [{ type: 'channel', channel_id: part.id }];
    case 'link':
      return [{ type: 'link', url: part.url }];
    case 'time': {
      const timestamp = Math.floor(part.at / 1000);
      return [{ type: 'date', timestamp, format: DATES[part.show], fallback: clean(part.fallback) }];
    }
    default:
      return part satisfies never;
  }
}

/** One section of rich text; `null` when there is nothing to show (Slack refuses empty ones). */
export function section(text: Rich, naming: Naming): RichTextSection | null {
  const elements = text.flatMap((part) => piece(part, naming));
  return elements.length === 0 ? null : { type: 'rich_text_section', elements };
}

/**
 * A label shown as it is: no emoji names, no markup. Slack reads the three entities back in plain text, so `&lt;` is kept from turning
 * into `<`. Empty labels are refused by Slack and become a dash.
 */
export function label(text: string, most: number): PlainTextElement {
  const line = clean(text).replace(/&(?=(?:amp|lt|gt);)/g, '&amp;');
  return { type: 'plain_text', text: cut(line.trim() === '' ? '–' : line, most), emoji: false };
}
