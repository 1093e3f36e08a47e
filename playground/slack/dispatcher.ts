import type { Acknowledgement, AppLink, Delivery } from './app-link.ts';
import type { Faults } from './faults.ts';
import { newEnvelopeId } from './identity.ts';

type NewDelivery = Pick<Delivery, 'kind' | 'payload' | 'subject'>;

/** Hands messages to the app: one at a time per call, with armed faults, repetitions and a memory of the newest. */
export class Dispatcher {
  readonly #link: AppLink;
  readonly #faults: Faults;
  readonly #timeoutMs: number;
  #newest: Delivery | undefined;

  constructor(link: AppLink, faults: Faults, timeoutMs: number) {
    this.#link = link;
    this.#faults = faults;
    this.#timeoutMs = timeoutMs;
  }

  get newest(): Delivery | undefined {
    return this.#newest;
  }

  /** Delivers once and tells what came back. */
  send(given: NewDelivery): Promise<Acknowledgement> {
    const delivery: Delivery = { ...given, envelopeId: newEnvelopeId() };
    this.#newest = delivery;
    return this.#deliver(delivery);
  }

  /**
   * Delivers an event; if the app does not acknowledge it, once more (Slack's first repetition comes almost at once; the
   * later ones, after one and five minutes, are left to `redeliver`).
   */
  async sendEvent(given: NewDelivery): Promise<Acknowledgement> {
    const first = await this.send(given);
    if (first.kind === 'acknowledged') return first;
    const reason = first.kind === 'timeout' ? 'http_timeout' : 'http_error';
    return this.#deliver({ ...given, envelopeId: newEnvelopeId(), retry: { number: 1, reason } });
  }

  /** Delivers the newest message again; only events are marked as repetitions. What the app answers has no effect. */
  async redeliver(): Promise<void> {
    if (!this.#newest) throw new Error('Nothing has been delivered yet');
    const marked = this.#newest.kind === 'events_api' ? { retry: { number: 1, reason: 'http_timeout' as const } } : {};
    const answer = await this.#deliver({ ...this.#newest, ...marked });
    if (answer.kind !== 'acknowledged') throw new Error(`The repetition was not acknowledged: ${answer.kind}`);
  }

  async #deliver(delivery: Delivery): Promise<Acknowledgement> {
    const fault = this.#faults.forDelivery(delivery.subject);
    await this.#faults.delayed(fault, 'delay');
    if (fault?.kind === 'drop') return { kind: 'timeout' };
    const answer = await this.#link.deliver(delivery, this.#timeoutMs);
    await this.#faults.delayed(fault, 'late-answer');
    return fault?.kind === 'lose-answer' ? { kind: 'timeout' } : answer;
  }
}
