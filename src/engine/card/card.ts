import type { EpochMs } from '../ids.ts';
import type { Token } from './token.ts';

/**
 * A piece of running text. A plain string is shown letter by letter: a renderer escapes it, so that nothing a member wrote can
 * mention, link or format anything.
 */
export type Inline =
  | string
  | { readonly kind: 'bold'; readonly text: string }
  /** A mention of a person by the platform's user id; it names, it does not ring. */
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'channel'; readonly id: string }
  /** An address of our own, never a member's, that one can follow. */
  | { readonly kind: 'link'; readonly url: string }
  /** A moment, shown by the platform in the reader's own zone; `fallback` where it cannot. */
  | { readonly kind: 'time'; readonly at: EpochMs; readonly show: 'date' | 'time' | 'both'; readonly fallback: string };

export type Rich = readonly Inline[];

export type ButtonLook = 'plain' | 'primary' | 'danger';

export interface Button {
  readonly label: string;
  readonly token: Token;
  readonly look: ButtonLook;
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** What can be chosen in a select, on a card as in a modal. Platforms show at most 25 options. */
export type Choice =
  | { readonly kind: 'options'; readonly options: readonly Option[]; readonly chosen: string | null }
  /** Up to `most` persons; those in `chosen` are chosen already. On a card `most` is 1. */
  | { readonly kind: 'person'; readonly most: number; readonly chosen: readonly string[] }
  | { readonly kind: 'channel'; readonly chosen: string | null };

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: Rich }
  /** Somebody's own words, set apart. */
  | { readonly kind: 'quote'; readonly text: string }
  | { readonly kind: 'fields'; readonly fields: readonly { readonly label: string; readonly value: Rich }[] }
  /** One row on a wide screen; a renderer wraps it where a platform allows fewer. */
  | { readonly kind: 'buttons'; readonly buttons: readonly Button[] }
  | { readonly kind: 'select'; readonly token: Token; readonly placeholder: string; readonly choice: Choice }
  | { readonly kind: 'image'; readonly pngBase64: string; readonly name: string; readonly alt: string }
  /** Small print. */
  | { readonly kind: 'context'; readonly text: Rich }
  | { readonly kind: 'divider' };

/** A message, the same for every platform; JSON all through, so that it can be stored. */
export interface Card {
  /** The notification's text and the plain-text version's first line: neutral, it may stand on a lock screen. */
  readonly fallback: string;
  readonly blocks: readonly Block[];
}

/** Modal inputs: at most five (Discord's limit), labels of at most 45 and hints of at most 100 characters. */
export type Input = {
  readonly name: string;
  readonly label: string;
  /** Says who will see it. */
  readonly hint: string;
  readonly required: boolean;
} & (
  | {
      readonly kind: 'text';
      readonly multiline: boolean;
      readonly maxLength: number;
      readonly initial: string;
      readonly placeholder: string;
    }
  | { readonly kind: 'choice'; readonly choice: Choice; readonly placeholder: string }
);

export interface Modal {
  readonly token: Token;
  /** At most 24 characters (Slack's limit). */
  readonly title: string;
  readonly submit: string;
  readonly cancel: string;
  readonly inputs: readonly Input[];
}

/** The plain-text version of running text, for notifications, logs of tests and screen readers. */
export function plain(text: Rich, nameOf: (personId: string) => string = (id) => `@${id}`): string {
  return text
    .map((part) => {
      if (typeof part === 'string') return part;
      switch (part.kind) {
        case 'bold':
          return part.text;
        case 'person':
          return nameOf(part.id);
        case 'channel':
          return `#${part.id}`;
        case 'link':
          return part.url;
        case 'time':
          return part.fallback;
        default:
          return part satisfies never;
      }
    })
    .join('');
}
