import { randomBytes } from 'node:crypto';
import type { Work } from '../../jobs/jobs.ts';
import type { DeliveryId } from '../../src/engine/ids.ts';
import type { Log } from '../../src/engine/ports/log.ts';

type Answer = Awaited<ReturnType<Work['deliver']>>;

/** The side of the engine that jobs see: it notes every call, and tests await them. */
export class NotedWork implements Work {
  readonly #calls = new Watched<string>();
  readonly #onDeliver: (id: DeliveryId) => Answer | Promise<Answer>;

  constructor(onDeliver: (id: DeliveryId) => Answer | Promise<Answer> = () => 'done') {
    this.#onDeliver = onDeliver;
  }

  async deliver(id: DeliveryId): Promise<Answer> {
    this.#note(id);
    return this.#onDeliver(id);
  }

  plan = async () => this.#note('plan');
  expire = async () => this.#note('expire');
  purge = async () => this.#note('purge');
  sweep = async () => this.#note('sweep');
  lookUp = async () => this.#note('look-up');
  askAbsences = async () => this.#note('absences');

  count(call: string): number {
    return times(this.#calls.items, call);
  }

  /** Resolves once this has been called so often. */
  async heard(call: string, atLeast = 1, deadlineMs = 20_000): Promise<void> {
    await this.#calls.holds((calls) => times(calls, call) >= atLeast, `${call} called ${atLeast} times`, deadlineMs);
  }

  #note(call: string): number {
    this.#calls.add(call);
    return 0;
  }
}

interface Line {
  readonly event: string;
  readonly cause?: unknown;
  readonly fields?: unknown;
}

/** A log to read in tests. */
export class NotedLog implements Log {
  readonly #lines = new Watched<Line>();

  get lines(): readonly Line[] {
    return this.#lines.items;
  }

  /** What went wrong, but for what becomes of a store when the machine stands still for a while: an answer too late, a lock that has run out. */
  get complaints(): readonly Line[] {
    return this.lines.filter(({ event, cause }) => event !== 'jobs.trouble' || !/timed out|lock/i.test(String(cause)));
  }

  info = (event: string, fields?: unknown) => this.#note({ event, fields });
  warn = (event: string, fields?: unknown) => this.#note({ event, fields });
  error = (event: string, cause: unknown, fields?: unknown) => this.#note({ event, cause, fields });

  of(event: string) {
    return this.lines.filter((line) => line.event === event);
  }

  async heard(event: string, times = 1, deadlineMs = 20_000): Promise<void> {
    const enough = (lines: readonly Line[]) => lines.filter((line) => line.event === event).length >= times;
    await this.#lines.holds(enough, `${event} logged ${times} times`, deadlineMs);
  }

  #note(line: Line): void {
    this.#lines.add(line);
  }
}

/** Lets tests await what a growing list will hold. */
class Watched<T> {
  readonly items: T[] = [];
  readonly #waiting = new Set<() => void>();

  add(item: T): void {
    this.items.push(item);
    for (const look of this.#waiting) look();
  }

  async holds(enough: (items: readonly T[]) => boolean, what: string, deadlineMs: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const look = () => enough(this.items) && resolve();
    const late = setTimeout(() => reject(new Error(`Not within ${deadlineMs} ms: ${what}.`)), deadlineMs);
    this.#waiting.add(look);
    look();
    await promise.finally(() => {
      clearTimeout(late);
      this.#waiting.delete(look);
    });
  }
}

function times(calls: readonly string[], call: string): number {
  return calls.filter((one) => one === call).length;
}

/** A delivery id such as the engine makes. */
export function newId(): DeliveryId {
  return `k${randomBytes(16).toString('hex').slice(0, 21)}` as DeliveryId;
}
