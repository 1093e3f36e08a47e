import type { EpochMs } from '../ids.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How much Kith starts by itself, per member over everything (science.md §4, a design choice). */
export const CAPS = { perDay: 1, perWeek: 3, gapMs: 20 * HOUR } as const;

/**
 * Whether one more prompt at `at` keeps the caps, given when earlier ones arrived (any order).
 * A day is any 24 hours, a week any 7 times 24 hours.
 */
export function withinCaps(arrived: readonly EpochMs[], at: EpochMs): boolean {
  const since = (ms: number) => arrived.filter((earlier) => earlier > at - ms && earlier <= at).length;
  return since(DAY) < CAPS.perDay && since(7 * DAY) < CAPS.perWeek && since(CAPS.gapMs) === 0;
}
