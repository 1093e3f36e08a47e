import { randomBytes } from 'node:crypto';
import type { RenderedModal } from './render/modal.ts';

/** As long as Discord lets one answer an interaction (ms): after that the card is old, too. */
const KEPT_MS = 15 * 60_000;
/** A bound on memory, far above what people mistype in a quarter of an hour. */
const MOST_KEPT = 2000;

interface Kept {
  readonly person: string;
  readonly modal: RenderedModal;
  readonly until: number;
}

/**
 * Discord closes a modal when it is submitted, also when its answers cannot be taken. So that nothing typed is lost, the modal is kept with what
 * was entered, in this process only and never on disk, and a button shows it again.
 */
export class Reopening {
  readonly #kept = new Map<string, Kept>();

  /** Returns the key under which this person gets the modal back. */
  keep(person: string, modal: RenderedModal, now: number): string {
    for (const [key, { until }] of this.#kept) {
      // Oldest first, all kept equally long.
      if (until > now && this.#kept.size < MOST_KEPT) break;
      this.#kept.delete(key);
    }
    const key = randomBytes(12).toString('base64url');
    this.#kept.set(key, { person, modal, until: now + KEPT_MS });
    return key;
  }

  find(person: string, key: string, now: number): RenderedModal | null {
    const kept = this.#kept.get(key);
    return kept && kept.person === person && kept.until > now ? kept.modal : null;
  }
}
