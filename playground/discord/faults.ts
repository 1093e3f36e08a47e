import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from '../driver.ts';

interface Armed {
  readonly fault: Fault;
  left: number;
}

/** Faults waiting for the request they are meant for. Requests read `POST /channels/1/messages`, dispatches `DISPATCH INTERACTION_CREATE`. */
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

  /** Holds a request up for so long, or until the faults are cleared. */
  async delay(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#cleared.signal }).catch(() => undefined);
  }

  /** The fault a request of the app meets, if any; counts it down. */
  take(request: string): Fault | undefined {
    return this.#take((fault) => matches(fault, request));
  }

  /** As `take`, for an event to the app: only faults that name events reach those. */
  takeForDispatch(event: string): Fault | undefined {
    return this.#take((fault) => fault.match !== undefined && matches(fault, `DISPATCH ${event}`));
  }

  #take(fits: (fault: Fault) => boolean): Fault | undefined {
    const armed = this.#armed.find(({ fault }) => fits(fault));
    if (!armed) return undefined;
    armed.left -= 1;
    if (armed.left <= 0) this.#armed = this.#armed.filter((other) => other !== armed);
    return armed.fault;
  }
}

function matches({ match }: Fault, request: string): boolean {
  if (match === undefined) return true;
  return typeof match === 'string'
    ? request.includes(match)
    : new RegExp(match.source, match.flags.replace('g', '')).test(request);
}
