import type { APIEmbed } from 'discord-api-types/v10';
import { limits } from '../limits.ts';
import { cutMarkdown, splitMarkdown } from './fit.ts';

/** A line of markdown and what stands before it (`> `), also where a long one goes on in the next embed. */
export interface Line {
  readonly prefix: string;
  readonly text: string;
}

interface Field {
  readonly name: string;
  readonly value: string;
}

/** Discord refuses a field without text. */
const NOTHING = '\u200b';
/** Kept for the ellipsis, and what closes cut markup. */
const SPARE = 4;

/** Fills embeds from top to bottom within Discord's limits. What is past the last of them is cut where one can see it. */
export class Embeds {
  readonly #list: APIEmbed[] = [];
  #left = limits.embedTotal - SPARE;
  #isFull = false;
  #wantsNew = false;

  /** All that has something in it: Discord refuses an empty embed. */
  drawn(): APIEmbed[] {
    return this.#list.filter((embed) => embed.description?.trim() || embed.fields || embed.image);
  }

  /** Paragraphs of one embed are set apart by `gap`. */
  lines(lines: readonly Line[], gap: '\n' | '\n\n'): void {
    let before: string = gap;
    for (const line of lines) {
      this.#line(line, before);
      before = '\n';
    }
  }

  field(name: string, value: string): void {
    if (name.length > limits.embedFieldName || value.length > limits.embedFieldValue) {
      this.lines(
        [name, ...value.split('\n')].map((text) => ({ prefix: '', text })),
        '\n\n',
      );
      return;
    }
    const field: Field = { name: name || NOTHING, value: value || NOTHING };
    if (!this.#take(field.name.length + field.value.length)) return;
    const last = this.#current((embed) => !embed.image && (embed.fields?.length ?? 0) < limits.embedFields);
    if (last) last.fields = [...(last.fields ?? []), { ...field, inline: true }];
  }

  image(fileName: string): void {
    const last = this.#current((embed) => !embed.image);
    if (last) last.image = { url: `attachment://${fileName}` };
  }

  /** What follows stands in a box of its own. */
  divide(): void {
    this.#wantsNew = this.#list.length > 0 && this.#list.length < limits.embeds;
  }

  #line({ prefix, text }: Line, before: string): void {
    const last = this.#current((embed) => !embed.fields && !embed.image);
    if (!last || this.#isFull) return;
    const gap = last.description === undefined ? '' : before;
    const used = (last.description?.length ?? 0) + gap.length + prefix.length;
    const room = Math.min(limits.embedDescription - used, this.#left - gap.length - prefix.length);
    if (text.length <= room) {
      this.#write(last, `${gap}${prefix}${text}`);
    } else if (room === this.#left - gap.length - prefix.length) {
      this.#end(last, `${gap}${prefix}`, text, room);
    } else if (last.description !== undefined && prefix.length + text.length <= limits.embedDescription) {
      this.#wantsNew = true;
      this.#line({ prefix, text }, before);
    } else {
      const [head, tail] = splitMarkdown(text, Math.max(room, 0));
      this.#write(last, head === '' ? '' : `${gap}${prefix}${head}`);
      this.#wantsNew = true;
      this.#line({ prefix, text: tail }, before);
    }
  }

  #write(embed: APIEmbed, text: string): void {
    embed.description = (embed.description ?? '') + text;
    this.#left -= text.length;
  }

  /** The last words that fit, and an ellipsis. */
  #end(embed: APIEmbed, before: string, text: string, room: number): void {
    this.#isFull = true;
    const rest = Math.min(room + SPARE, limits.embedDescription - (embed.description?.length ?? 0) - before.length);
    embed.description = `${embed.description ?? ''}${rest > SPARE ? before + cutMarkdown(text, rest) : '…'}`;
  }

  #take(length: number): boolean {
    if (length > this.#left) this.#isFull = true;
    if (this.#isFull) return false;
    this.#left -= length;
    return true;
  }

  /** The last embed if it still takes such a part, else a new one; `undefined` when there may be no more. */
  #current(takes: (embed: APIEmbed) => boolean): APIEmbed | undefined {
    const last = this.#list.at(-1);
    if (last && takes(last) && !this.#wantsNew) return last;
    if (this.#list.length === limits.embeds) return undefined;
    this.#wantsNew = false;
    const next: APIEmbed = {};
    this.#list.push(next);
    return next;
  }
}
