import type { MovableClock } from './clock.ts';
import type { Kith } from './kith.ts';

/** What is stepped through: of all that runs, what happens by itself. */
interface Steps {
  readonly engine: Pick<Kith['engine'], 'nextAt' | 'expire' | 'askAbsences' | 'plan' | 'purge'>;
  readonly jobs: Pick<Kith['jobs'], 'promote' | 'idle'>;
}

/** More events than any demonstration has: a guard against one that never ends. */
const MOST_STEPS = 2_000;
/** Steps in a row that found something due already. Settling does all that can be done, and now and then makes something more due at once. */
const MOST_STUCK = 3;

/** Time that can be moved: everything due on the way happens, in its order, and has arrived when the promise resolves. */
export interface MovingTime {
  now(): number;
  /** The next moment at which something happens by itself. */
  next(): Promise<number | null>;
  /** Moves forward to `at`, stopping at each event before it. */
  moveTo(at: number): Promise<void>;
}

/**
 * Moves the clock by stepping: BullMQ only knows real time, so at each step what has become due is closed, planned and woken, and
 * the queue is awaited.
 */
export function movingTime(clock: MovableClock, { engine, jobs }: Steps): MovingTime {
  async function settle(): Promise<void> {
    await engine.expire();
    await engine.askAbsences();
    await engine.plan();
    await engine.purge();
    await jobs.promote();
    await jobs.idle();
  }

  async function walk(at: number): Promise<void> {
    let stuck = 0;
    for (let step = 0; step < MOST_STEPS; step++) {
      const next = await engine.nextAt();
      if (next === null || next > at) break;
      // What is due and cannot be done yet (a platform that is busy, or was until just now) does not hold time up.
      stuck = next <= clock.now() ? stuck + 1 : 0;
      if (stuck > MOST_STUCK) break;
      if (stuck === 0) clock.moveTo(next);
      await settle();
    }
    if (at > clock.now()) clock.moveTo(at);
    await settle();
  }

  let last: Promise<void> = Promise.resolve();
  return {
    now: () => clock.now(),
    next: () => engine.nextAt(),
    moveTo(at) {
      last = last.catch(() => undefined).then(() => walk(at));
      return last;
    },
  };
}
