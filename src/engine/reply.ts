import type { Card, Modal } from './card/card.ts';

/**
 * How something is answered, declared beforehand by each command and action, because a platform wants to know before the work is done:
 * `modal` (must be the first answer), `private` (only the person sees it), `public` (a post in the channel), `update` (the card pressed changes).
 */
export type AnswerMode = 'modal' | 'private' | 'public' | 'update';

/** What is shown. A `private` reply may stand in for any declared mode: that is how a refusal looks. */
export type Reply =
  | { readonly kind: 'modal'; readonly modal: Modal }
  | { readonly kind: 'private'; readonly card: Card }
  | { readonly kind: 'public'; readonly card: Card }
  | { readonly kind: 'update'; readonly card: Card }
  /**
   * A modal's answers cannot be taken as they are. Nothing is lost: `modal` is the same modal holding what was entered, `problems` says per
   * input name what to do. Where a platform shows problems inside the open modal it does; elsewhere `card` says it and its button reopens the modal.
   * Without a `modal`, `card` itself holds what was written.
   */
  | {
      readonly kind: 'invalid';
      readonly modal: Modal | null;
      readonly problems: Readonly<Record<string, string>>;
      readonly card: Card;
    }
  | { readonly kind: 'nothing' };
