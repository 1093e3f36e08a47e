import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { Work } from '../../jobs/jobs.ts';
import type { DeliveryId } from '../../src/engine/ids.ts';
import type { Log } from '../../src/engine/ports/log.ts';

type Answer = Awaited<ReturnType<Work['deliver']>>;

/** The side of the engine that jobs see: it notes every call, and tests await them. */
export class NotedWork implements Work {
  readonly calls: string[] = [];
  readonly #heard = new EventEmitter();
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

  count(call: string): number {
    return this.calls.filter((one) => one === call).length;
  }

  /** Resolves once this has been called so often. */
  async heard(call: string, times = 1, deadlineMs = 8_000): Promise<void> {
    await until(this.#heard, () => this.count(call) >= times, `${call} called ${times} times`, deadlineMs);
  }

  #note(call: string): number {
    this.calls.push(call);
    this.#heard.emit('change');
    return 0;
  }
}

/** A log to read in tests. */
export class NotedLog implements Log {
  readonly lines: { readonly event: string; readonly cause?: unknown; readonly fields?: unknown }[] = [];
  readonly #heard = new EventEmitter();

  info = (event: string, fields?: unknown) => this.#note({ event, fields });
  warn = (event: string, fields?: unknown) => this.#note({ event, fields });
  error = (event: string, cause: unknown, fields?: unknown) => this.#note({ event, cause, fields });

  of(event: string) {
    return this.lines.filter((line) => line.event === event);
  }

  async heard(event: string, times = 1, deadlineMs = 8_000): Promise<void> {
    await until(this.#heard, () => this.of(event).length >= times, `${event} logged ${times} times`, deadlineMs);
  }

  #note(line: { event: string; cause?: unknown; fields?: unknown }): void {
    this.lines.push(line);
    this.#heard.emit('change');
  }
}

async function until(heard: EventEmitter, holds: () => boolean, what: string, deadlineMs: number): Promise<void> {
  const signal = AbortSignal.timeout(deadlineMs);
  while (!holds()) {
    await once(heard, 'change', { signal }).catch(() => {
      throw new Error(`Not within ${deadlineMs} ms: ${what}.`);
    });
  }
}

/** A delivery id such as the engine makes. */
export function newId(): DeliveryId {
  return `k${randomBytes(16).toString('hex').slice(0, 21)}` as DeliveryId;
}
