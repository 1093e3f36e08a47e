import type { EpochMs } from '../ids.ts';

/** What time it is for due-ness. It may be moved in tests and in the playground; leases and paces use the database's own time. */
export interface Clock {
  now(): EpochMs;
}

/** Starts to measure: the function it gives says how many milliseconds have really passed since. Nobody moves it, and no sleep of the machine stops it. */
export type Stopwatch = () => () => number;
