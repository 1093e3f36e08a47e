import type { APIEmbed } from 'discord-api-types/v10';
import { type Block, type Card, plain } from '../../../src/engine/card/card.ts';
import type { DeliveryId } from '../../../src/engine/ids.ts';
import { limits } from '../limits.ts';
import { namingFor, type Row, renderButton, renderRows, row } from './components.ts';
import { Embeds, type Line } from './embeds.ts';
import { cut, cutMarkdown } from './fit.ts';
import { boldText, escaped, richText } from './text.ts';

export interface RenderedFile {
  readonly name: string;
  readonly data: Buffer;
  readonly description: string;
}

/** A message in the shape that REST and discord.js both take. */
export interface RenderedMessage {
  readonly content: string;
  readonly embeds: APIEmbed[];
  readonly components: Row[];
  readonly files: readonly RenderedFile[];
}

export interface Rendering {
  /** Named in every component of a card in a direct message, where a press does not say for which server; `null` in channels. */
  readonly guild: string | null;
  /** Makes a sent message possible to find again. */
  readonly delivery: DeliveryId | null;
  /** A button that shows a modal again, added below the card. */
  readonly reopen?: { readonly label: string; readonly key: string };
}

/**
 * Draws a card as content, embeds and rows of components.
 * The content is what a lock screen shows. In a channel it is the card's first text; in a direct message only a heading may take its
 * place (a card's first line is neutral, what follows need not be), otherwise the neutral fallback stands there.
 * @throws PlatformError `malformed` when the card has more controls than a message holds.
 */
export function renderMessage(card: Card, { guild, delivery, reopen }: Rendering): RenderedMessage {
  const naming = namingFor(guild, delivery);
  const components = renderRows(card.blocks, naming);
  if (reopen) addReopening(components, reopen.label, naming.name(reopen.key, 'reopen'));
  const marker = delivery === null || naming.isMarked ? null : delivery;
  const drawn = draw(card, guild !== null, marker !== null);
  const [first] = drawn.embeds;
  if (first && marker !== null) first.url = markerUrl(marker);
  return { ...drawn, components };
}

/**
 * Where no component can carry the delivery's id it rides in the `url` of the first embed, which is shown nowhere as long as the embed has
 * no title, and comes back with the message.
 */
export function markerUrl(delivery: DeliveryId): string {
  return `https://discord.com/?kith=${delivery}`;
}

function addReopening(rows: Row[], label: string, customId: string): void {
  const button = renderButton({ label, look: 'primary' }, customId);
  if (rows.length < limits.rows) {
    rows.push(row([button]));
    return;
  }
  const withRoom = rows.findLast(
    ({ components }) => components.length < limits.buttonsPerRow && components[0]?.type === button.type,
  );
  withRoom?.components.push(button);
}

function draw(card: Card, isDirect: boolean, needsEmbed: boolean): Omit<RenderedMessage, 'components'> {
  const opening = openingOf(card, isDirect);
  const rest = opening === null ? card.blocks : card.blocks.slice(1);
  const plainContent = needsEmbed ? null : withSmallPrint(opening, rest);
  if (plainContent !== null) return { content: plainContent, embeds: [], files: [] };
  const drawn = drawBlocks(rest);
  if (needsEmbed && drawn.embeds.length === 0) {
    const all = drawBlocks(card.blocks);
    const embeds = all.embeds.length > 0 ? all.embeds : [{ description: cutMarkdown(escaped(card.fallback), 1000) }];
    return { content: fallbackOf(card), embeds, files: all.files };
  }
  return { content: opening ?? fallbackOf(card), ...drawn };
}

/** A line and its small print need no box around them; `null` when there is more than that. */
function withSmallPrint(opening: string | null, rest: readonly Block[]): string | null {
  const shown = rest.filter(({ kind }) => kind !== 'buttons' && kind !== 'select');
  if (opening === null || shown.length === 0) return null;
  const small = shown.flatMap((block) => (block.kind === 'context' ? linesOf(richText(block.text), '-# ') : [null]));
  if (small.includes(null)) return null;
  const content = [opening, ...small.map((line) => `${line?.prefix}${line?.text}`)].join('\n');
  return content.length <= limits.content ? content : null;
}

const fallbackOf = (card: Card): string => cutMarkdown(escaped(card.fallback), limits.content);

/** The first block as content, or `null` when the fallback is to stand there. */
function openingOf(card: Card, isDirect: boolean): string | null {
  const [first] = card.blocks;
  if (first?.kind !== 'heading' && first?.kind !== 'text') return null;
  const text = first.kind === 'heading' ? boldText(first.text) : richText(first.text);
  const isNeutral = first.kind === 'heading' || !isDirect || plain(first.text) === card.fallback;
  return isNeutral && text.trim() !== '' && text.length <= limits.content ? text : null;
}

function drawBlocks(blocks: readonly Block[]): Pick<RenderedMessage, 'embeds' | 'files'> {
  const embeds = new Embeds();
  const files: RenderedFile[] = [];
  for (const [index, block] of blocks.entries()) {
    const gap = block.kind === 'context' || blocks[index - 1]?.kind === 'heading' ? '\n' : '\n\n';
    drawBlock(block, embeds, files, gap);
  }
  return { embeds: embeds.drawn(), files };
}

function drawBlock(block: Block, embeds: Embeds, files: RenderedFile[], gap: '\n' | '\n\n'): void {
  switch (block.kind) {
    case 'heading':
      embeds.lines([{ prefix: '', text: boldText(block.text) }], gap);
      break;
    case 'text':
      embeds.lines(linesOf(richText(block.text), ''), gap);
      break;
    case 'quote':
      embeds.lines(linesOf(escaped(block.text), '> '), gap);
      break;
    case 'context':
      embeds.lines(linesOf(richText(block.text), '-# '), gap);
      break;
    case 'fields':
      for (const { label, value } of block.fields) embeds.field(escaped(label), richText(value));
      break;
    case 'image': {
      const name = `${files.length + 1}-${block.name.toLowerCase().replace(/[^a-z0-9.-]+/g, '-')}`;
      const description = cut(block.alt, limits.attachmentDescription);
      files.push({ name, data: Buffer.from(block.pngBase64, 'base64'), description });
      embeds.image(name);
      break;
    }
    case 'divider':
      embeds.divide();
      break;
    case 'buttons':
    case 'select':
      break;
    default:
      block satisfies never;
  }
}

/** Small print's mark would be read as letters where nothing follows it. */
function linesOf(markdown: string, prefix: '' | '> ' | '-# '): Line[] {
  return markdown.split('\n').map((text) => ({ prefix: prefix === '-# ' && text.trim() === '' ? '' : prefix, text }));
}
