import { randomBytes } from 'node:crypto';
import { randomDigits } from './identity.ts';

interface Trigger {
  readonly user: string;
  readonly channel: string | undefined;
  readonly expiresAt: number;
  exchanged: boolean;
}

export type Exchange =
  | { readonly user: string; readonly channel: string | undefined }
  | { readonly error: 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id' };

/** Trigger ids: each opens one view, shortly after a person did something. */
export class Triggers {
  readonly #known = new Map<string, Trigger>();
  readonly #lifetimeMs: number;

  constructor(lifetimeMs: number) {
    this.#lifetimeMs = lifetimeMs;
  }

  issue(user: string, channel?: string): string {
    const id = `${randomDigits(12)}.${randomDigits(12)}.${randomBytes(16).toString('hex')}`;
    this.#known.set(id, { user, channel, expiresAt: Date.now() + this.#lifetimeMs, exchanged: false });
    return id;
  }

  exchange(id: string): Exchange {
    const trigger = this.#known.get(id);
    if (!trigger) return { error: 'invalid_trigger_id' };
    if (trigger.exchanged) return { error: 'exchanged_trigger_id' };
    if (Date.now() >= trigger.expiresAt) return { error: 'expired_trigger_id' };
    trigger.exchanged = true;
    return { user: trigger.user, channel: trigger.channel };
  }
}
