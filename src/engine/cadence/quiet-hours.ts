import { Temporal } from 'temporal-polyfill';
import type { EpochMs, LocalDate, LocalTime, Zone } from '../ids.ts';
import { instantOf } from './slots.ts';

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
  return Math.max(at, instantOf(day.toString() as LocalDate, quiet.to, zone));
}
