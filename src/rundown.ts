import type { Log } from './engine/ports/log.ts';
import { inTime } from './in-time.ts';

/** What is under way may take this long to end (ms): the ten seconds of jobs at work, and a little to write down how they ended. */
const UNDER_WAY_MS = 12_500;
/** Each thing that is let go of afterwards may take this long (ms). */
const LETTING_GO_MS = 2_000;

type Step = () => Promise<unknown>;

/**
 * Ends a process in order, also when what it stands on is gone. First everything that takes work in stops, all at once, and finishes what it
 * took; then the rest is closed, newest first. Every wait has a bound.
 */
export class Rundown {
  readonly #log: Log;
  readonly #intake: [name: string, step: Step][] = [];
  readonly #rest: [name: string, step: Step][] = [];
  #isDraining = false;
  #running: Promise<boolean> | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** Something that takes work in, and finishes what it took. */
  drains(name: string, step: Step): void {
    this.#intake.push([name, step]);
  }

  /** Something to be closed when nothing comes in any more. */
  closes(name: string, step: Step): void {
    this.#rest.push([name, step]);
  }

  /** Whether everything ended in good order. */
  run(): Promise<boolean> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async #run(): Promise<boolean> {
    this.#isDraining = true;
    const ended = await Promise.all(this.#intake.map(([name, step]) => this.#within(UNDER_WAY_MS, name, step)));
    for (const [name, step] of this.#rest.toReversed()) ended.push(await this.#within(LETTING_GO_MS, name, step));
    return ended.every(Boolean);
  }

  async #within(deadlineMs: number, part: string, step: Step): Promise<boolean> {
    try {
      await inTime(deadlineMs, step);
      return true;
    } catch (error) {
      this.#log.error('stop.failed', error, { part });
      return false;
    }
  }
}
