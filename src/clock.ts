import type { Clock, Stopwatch } from './engine/ports/clock.ts';

export const systemClock: Clock = { now: () => Date.now() };

/** The greater of two: the monotonic clock stands still while the machine sleeps, the wall clock may be set back. */
export const systemStopwatch: Stopwatch = () => {
  const wall = Date.now();
  const monotonic = performance.now();
  return () => Math.max(performance.now() - monotonic, Date.now() - wall);
};

/** A clock that goes on at the pace of the real one from wherever it is put: for the playground and for tests. */
export interface MovableClock extends Clock {
  moveTo(at: number): void;
}

export function movableClock(startAt: number = Date.now()): MovableClock {
  let ahead = startAt - Date.now();
  return {
    now: () => Date.now() + ahead,
    moveTo(at) {
      ahead = at - Date.now();
    },
  };
}
