import type { EpochMs } from '../ids.ts';
import type { Layer, Tie } from '../records/bond.ts';

const DAY = 86_400_000;

/** How often a tie of each layer is remembered unless the member says otherwise (days; convoy model, Kahn & Antonucci 1980). */
export const LAYER_DAYS: Readonly<Record<Layer, number>> = { inner: 7, middle: 30, outer: 90 };
export const LAYERS: readonly Layer[] = ['inner', 'middle', 'outer'];

/** How overdue a tie is: 1 when a hello is just due, 2 at twice its time; `null` for a tie without a cadence. */
export function overdue(tie: Tie, now: EpochMs): number | null {
  if (tie.everyDays === null) return null;
  const every = tie.everyDays * DAY;
  const dueAt = tie.putOffUntil ?? (tie.greetedAt ?? tie.createdAt) + every;
  return 1 + (now - dueAt) / every;
}

/** The tie that has waited longest measured by its own time; `null` when none is due. A tie put off rests until then. */
export function tieToRemember(ties: readonly Tie[], now: EpochMs): Tie | null {
  return ties.reduce<Tie | null>((best, tie) => {
    const waited = overdue(tie, now) ?? 0;
    return waited >= 1 && waited > (best === null ? 0 : (overdue(best, now) ?? 0)) ? tie : best;
  }, null);
}
