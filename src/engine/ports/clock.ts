import type { EpochMs } from '../ids.ts';

/** What time it is for due-ness. It may be moved in tests and in the playground; leases and paces use the database's own time. */
export interface Clock {
  now(): EpochMs;
}

/** Starts a measurement; the function it returns says how many milliseconds have really passed since. It cannot be moved, and runs on while the machine sleeps. */
export type Stopwatch = () => () => number;
