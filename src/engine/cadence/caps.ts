import { Temporal } from 'temporal-polyfill';
import type { EpochMs, Zone } from '../ids.ts';
import type { ProgramKind } from '../records/program.ts';
import { dateIn } from './slots.ts';

const HOUR = 3_600_000;

/** How much Kith starts by itself, per member over everything (a design choice). */
export const CAPS = { perDay: 1, perWeek: 3, gapMs: 20 * HOUR } as const;

/** Programs whose prompts follow what the member chose, a tie's cadence: they are exempt from the caps, and nothing else is held back because of them. */
export const CHOSEN = ['reach-out'] as const satisfies readonly ProgramKind[];

export function isChosen({ kind }: { readonly kind: ProgramKind }): boolean {
  return (CHOSEN as readonly ProgramKind[]).includes(kind);
}

/**
 * Whether one more prompt at `at` keeps the caps, given when earlier ones arrived (any order). Days are dates on the member's clock and
 * a week is seven of them: in stretches of 24 hours, yesterday's prompt, which arrived a second late, would forbid today's.
 */
export function withinCaps(arrived: readonly EpochMs[], at: EpochMs, zone: Zone): boolean {
  const today = Temporal.PlainDate.from(dateIn(zone, at));
  // What arrived a few hours from now did so before a clock was set back: it is fresh in its member's mind all the same.
  const earlier = arrived.filter((one) => one - at < CAPS.gapMs);
  const since = (days: number) =>
    earlier.filter((one) => Temporal.PlainDate.from(dateIn(zone, one)).until(today).days < days).length;
  return since(1) < CAPS.perDay && since(7) < CAPS.perWeek && earlier.every((one) => at - one >= CAPS.gapMs);
}
