import type { Inline, Rich } from '../../../src/engine/card/card.ts';

/** Running text as Discord's markdown. */
export function richText(text: Rich): string {
  return text.map(inlineText).join('');
}

function inlineText(part: Inline): string {
  if (typeof part === 'string') return escaped(part);
  switch (part.kind) {
    case 'bold':
      return boldText(part.text);
    case 'person':
      return isSnowflake(part.id) ? `<@${part.id}>` : escaped(`@${part.id}`);
    case 'channel':
      return isSnowflake(part.id) ? `<#${part.id}>` : escaped(`#${part.id}`);
    case 'link':
      return escaped(part.url);
    case 'time':
      return `<t:${Math.floor(part.at / 1000)}:${TIME_STYLES[part.show]}>`;
    default:
      return part satisfies never;
  }
}

/** reference#message-formatting-timestamp-styles: 16 April 2031, 21:41, and both together. */
const TIME_STYLES = { date: 'D', time: 't', both: 'f' } as const;

const isSnowflake = (id: string): boolean => /^\d{1,20}$/.test(id);

/** Bold, with the spaces at its ends outside, where the asterisks would not count as markup. */
export function boldText(text: string): string {
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/su.exec(text) ?? [];
  return words === '' ? text : `${before}**${escaped(words)}**${after}`;
}

/** Letter by letter what stands there: nothing in it formats, mentions or previews. Links stay links. */
export function escaped(text: string): string {
  return linesIsolated(text, (line) => {
    let result = '';
    let end = 0;
    for (const { 0: found, index } of line.matchAll(LINK)) {
      const link = found.replace(LINK_TAIL, '');
      if (!URL.canParse(link)) continue;
      // Angle brackets keep a link clickable, its underscores untouched, and no preview is shown.
      result += `${escapedWords(line.slice(end, index))}<${link}>`;
      end = index + link.length;
    }
    return result + escapedWords(line.slice(end));
  });
}

const LINK = /https?:\/\/[^\s<>\\`]+/giu;
/** Punctuation after a link belongs to the sentence. */
const LINK_TAIL = /[.,:;!?'")\]]+$/u;

/**
 * Discord takes a backslash before any character that is not a letter, digit or space, so every character that can begin markup anywhere
 * gets one, and those that mean something at the start of a line there. Written out, because `escapeMarkdown` of discord.js leaves
 * mentions, times and some nested markup alive.
 */
function escapedWords(text: string): string {
  return text
    .replace(/[\\*_~`|<[\]]/gu, '\\$&')
    .replace(/@(?=everyone|here|$)/gu, '\\@')
    .replace(/^([\s\u2066-\u2069]*)([#>+-])/gmu, '$1\\$2')
    .replace(/^([\s\u2066-\u2069]*\d+)([.)])/gmu, '$1\\$2');
}

const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}]/u;
/** Marks that would reorder what stands around them: embeddings, overrides, isolates. */
const REORDERING = /[\u202a-\u202e\u2066-\u2069]/gu;

/** Keeps text that runs from right to left from reordering its surroundings: each line in a first-strong isolate. */
function linesIsolated(text: string, write: (line: string) => string): string {
  return text
    .replace(REORDERING, '')
    .split('\n')
    .map((line) => (RIGHT_TO_LEFT.test(line) ? `\u2068${write(line)}\u2069` : write(line)))
    .join('\n');
}
