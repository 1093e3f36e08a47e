import { Temporal } from 'temporal-polyfill';
import type { EpochMs, LocalTime, Zone } from '../ids.ts';
import { remembered } from './remembered.ts';

const MINUTE = 60_000;
const MOST_ANSWERS = 5000;

/** A person's quiet hours on their own clock, which may span midnight; equal times mean none. */
export interface QuietHours {
  readonly from: LocalTime;
  readonly to: LocalTime;
}

/** Whether a moment falls into somebody's quiet hours. */
export function inQuiet(at: EpochMs, quiet: QuietHours, zone: Zone): boolean {
  return outsideQuiet(at, quiet, zone) > at;
}

/** Whether a time on their clock lies in somebody's quiet hours. */
export function isQuietTime(time: LocalTime, { from, to }: QuietHours): boolean {
  return from > to ? time >= from || time < to : time >= from && time < to;
}

/** The moment itself, or the end of the quiet hours it falls into. */
export function outsideQuiet(at: EpochMs, { from, to }: QuietHours, zone: Zone): EpochMs {
  return from === to ? at : Math.max(at, outsideAt(Math.floor(at / MINUTE), from, to, zone));
}

/** Quiet hours begin and end with a minute, and every zone's clock has been whole minutes from UTC since 1972. */
const outsideAt = remembered(MOST_ANSWERS, (minute: number, from: LocalTime, to: LocalTime, zone: Zone): EpochMs => {
  const at = minute * MINUTE;
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  if (!isQuietTime(time as LocalTime, { from, to })) return at;
  const endsTomorrow = from > to && time >= from;
  const day = local.toPlainDate().add({ days: endsTomorrow ? 1 : 0 });
  // An end that the clocks show twice is the second of the two: the first lies before a time that is quiet once more.
  const ends = day.toPlainDateTime(Temporal.PlainTime.from(to)).toZonedDateTime(zone, { disambiguation: 'later' });
  return ends.epochMilliseconds;
});
