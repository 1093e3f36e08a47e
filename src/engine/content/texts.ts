import type { Inline, Rich } from '../card/card.ts';
import type { Language } from '../records.ts';
import type { MessageKey } from './messages/keys.ts';

export type Values = Readonly<Record<string, string | number | boolean | Date>>;

/** The catalogue in one language. */
export interface Texts {
  readonly language: Language;
  /** A plain text. */
  say(key: MessageKey, values?: Values): string;
  /** Running text, whose values may be mentions and times, and whose `<b>` is bold. */
  rich(key: MessageKey, values?: Readonly<Record<string, Inline | number>>): Rich;
}
