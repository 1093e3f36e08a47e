import { Temporal } from 'temporal-polyfill';
import type { EpochMs, LocalTime, Zone } from '../ids.ts';

/** A person's quiet hours on their own clock, which may span midnight; equal times mean none. */
export interface QuietHours {
  readonly from: LocalTime;
  readonly to: LocalTime;
}

/** Whether a moment falls into somebody's quiet hours. */
export function inQuiet(at: EpochMs, quiet: QuietHours, zone: Zone): boolean {
  return outsideQuiet(at, quiet, zone) > at;
}

/** The moment itself, or the end of the quiet hours it falls into. */
export function outsideQuiet(at: EpochMs, quiet: QuietHours, zone: Zone): EpochMs {
  if (quiet.from === quiet.to) return at;
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  const spansMidnight = quiet.from > quiet.to;
  const inside = spansMidnight ? time >= quiet.from || time < quiet.to : time >= quiet.from && time < quiet.to;
  if (!inside) return at;
  const endsTomorrow = spansMidnight && time >= quiet.from;
  const day = local.toPlainDate().add({ days: endsTomorrow ? 1 : 0 });
  // An end that the clocks show twice is the second of the two: the first lies before a time that is quiet once more.
  const ends = day
    .toPlainDateTime(Temporal.PlainTime.from(quiet.to))
    .toZonedDateTime(zone, { disambiguation: 'later' });
  return Math.max(at, ends.epochMilliseconds);
}
