import { setTimeout as wait } from 'node:timers/promises';
import type { MovableClock } from './clock.ts';
import type { Kith } from './kith.ts';

/** What is stepped through: of all that runs, what happens by itself. */
interface Steps {
  readonly engine: Pick<Kith['engine'], 'nextAt' | 'expire' | 'askAbsences' | 'plan' | 'purge'>;
  readonly jobs: Pick<Kith['jobs'], 'promote' | 'idle'>;
}

/** More events than any demonstration has: a guard against one that never ends. */
const MOST_STEPS = 2_000;
/** How long what is due waits for a platform's pace, such as the second of two posts in a channel, which is real time (ms). */
const PATIENCE_MS = 5_000;
const LOOK_AGAIN_MS = 50;
/** Past that, time goes on in steps so short that nothing else is left out on the way (ms). */
const BLIND_STEP_MS = 3_600_000;

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
export function movingTime(clock: MovableClock, { engine, jobs }: Steps, patienceMs = PATIENCE_MS): MovingTime {
  /** A machine that stood still for seconds has used up the time, and not looked. */
  const leastLooks = patienceMs / LOOK_AGAIN_MS / 2;

  async function settle(): Promise<void> {
    await engine.expire();
    await engine.askAbsences();
    await engine.plan();
    await engine.purge();
    await jobs.promote();
    await jobs.idle();
  }

  async function walk(at: number): Promise<void> {
    let freeAt = performance.now();
    let looks = 0;
    for (let step = 0; step < MOST_STEPS; step++) {
      const next = await engine.nextAt();
      if (next === null || next > at) break;
      const stuck = next <= clock.now();
      if (!stuck) clock.moveTo(next);
      else if (looks++ < leastLooks || performance.now() - freeAt < patienceMs) await wait(LOOK_AGAIN_MS);
      // What cannot be done yet (a platform that is busy, or was until just now) does not hold time up.
      else clock.moveTo(Math.min(at, clock.now() + BLIND_STEP_MS));
      await settle();
      if (stuck) continue;
      freeAt = performance.now();
      looks = 0;
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
