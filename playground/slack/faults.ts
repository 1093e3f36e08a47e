import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from '../driver.ts';

interface Armed {
  readonly fault: Fault;
  left: number;
}

function matches(fault: Fault, subject: string, mustName: boolean): boolean {
  if (fault.match === undefined) return !mustName;
  return typeof fault.match === 'string' ? subject.includes(fault.match) : fault.match.test(subject);
}

/** Faults that wait for a matching request of the app, or for a matching message to the app. */
export class Faults {
  #armed: Armed[] = [];
  #cleared = new AbortController();

  arm(fault: Fault): void {
    this.#armed.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#armed = [];
    this.#cleared.abort();
    this.#cleared = new AbortController();
  }

  /** Waits as a `delay` fault asks before what was asked, and a `late-answer` after it; anything else passes at once. */
  async delayed(fault: Fault | undefined, kind: 'delay' | 'late-answer'): Promise<void> {
    if (fault?.kind !== kind) return;
    await wait(fault.ms, undefined, { ref: false, signal: this.#cleared.signal }).catch(() => undefined);
  }

  #take(subject: string, mustName: boolean): Fault | undefined {
    const found = this.#armed.find(({ fault }) => matches(fault, subject, mustName));
    if (!found) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.#armed = this.#armed.filter((each) => each !== found);
    return found.fault;
  }

  /** The fault a request of the app meets; the subject is the method's name, or `response_url`. */
  forRequest(method: string): Fault | undefined {
    return this.#take(method, false);
  }

  /**
   * The fault a message to the app meets; the subject is `slash_commands /kith`, `block_actions ID`,
   * `view_submission ID`, `events_api TYPE`. A fault without `match` is for requests only.
   */
  forDelivery(subject: string): Fault | undefined {
    return this.#take(subject, true);
  }
}
