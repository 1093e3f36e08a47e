import type { NotThere } from '../errors.ts';
import type { EpochMs } from '../ids.ts';
import type { InstalledAs } from '../ports/platform.ts';
import type { MissedRemoval, Standing } from '../records/community.ts';

/** Looks that are closer to each other count as one (ms): a clock that jumps makes one day of many, never many of one look. */
const DAY = 86_400_000;
/** What the platform says of one moment in two answers may differ by its fractions (ms). */
const ROUNDED_MS = 1_000;

/**
 * The platform has said (once more) that Kith is not there. A day counts when the last that counted is a whole one ago by the clock; set
 * back, the clock starts the day anew.
 */
export function saidAgain(missed: MissedRemoval | null, now: EpochMs, { believedAfter }: NotThere): MissedRemoval {
  const { since, days, seenAt } = missed ?? { since: now, days: 0, seenAt: now - DAY };
  const isDay = now - seenAt >= DAY;
  const told = {
    since: Math.min(since, now),
    days: isDay ? days + 1 : days,
    seenAt: isDay || now < seenAt ? now : seenAt,
  };
  const left = Math.max(0, believedAfter - told.days);
  return { ...told, eraseAt: Math.max(told.since + believedAfter * DAY, told.seenAt + left * DAY) };
}

/** Whether it has said so on enough days, and for as long. */
export function isBelieved({ since, days }: MissedRemoval, now: EpochMs, { believedAfter }: NotThere): boolean {
  return days >= believedAfter && now - since >= believedAfter * DAY;
}

/** Whether the answer is about the Kith that was there: another application was never in places where it is not. */
export function isAboutUs({ found }: Standing, { identity }: NotThere): boolean {
  return found?.identity === identity;
}

/** Whether it was removed and installed again since it was last found. Both moments are the platform's, so no clock of ours is asked. */
export function wasInstalledAnew({ found }: Standing, as: InstalledAs): boolean {
  if (found?.identity !== as.identity || found.since === null || as.since === null) return false;
  return as.since - found.since > ROUNDED_MS;
}
