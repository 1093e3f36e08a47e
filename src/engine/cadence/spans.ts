import { Temporal } from 'temporal-polyfill';
import type { EpochMs, LocalDate, Zone } from '../ids.ts';
import { dateIn } from './slots.ts';

const SPAN = /^(\d{1,3})\s*(d|w|m|day|days|week|weeks|month|months|día|días|dia|dias|semana|semanas|mes|meses)$/;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Longest pause that is still a pause: one year. */
const LONGEST_DAYS = 366;

/**
 * Reads until when somebody wants quiet: `3d`, `2w`, `1m`, `2 weeks`, or a date `2026-12-24` (until the start of that day).
 * `null` when it is neither, lies in the past, or more than a year away.
 */
export function parseUntil(text: string, now: EpochMs, zone: Zone): EpochMs | null {
  const wanted = text.trim().toLowerCase();
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const until = ISO_DATE.test(wanted) ? startOfDate(wanted, zone) : afterSpan(wanted, here);
  if (until === null) return null;
  const days = here.until(until, { largestUnit: 'days' }).days;
  return until.epochMilliseconds > now && days <= LONGEST_DAYS ? until.epochMilliseconds : null;
}

/** A date that can be written instead of what nobody can read: a fortnight from now, so that the example is a right one whenever it is shown. */
export function exampleDate(now: EpochMs, zone: Zone): LocalDate {
  return Temporal.PlainDate.from(dateIn(zone, now)).add({ weeks: 2 }).toString() as LocalDate;
}

function startOfDate(date: string, zone: Zone): Temporal.ZonedDateTime | null {
  try {
    return Temporal.PlainDate.from(date).toZonedDateTime(zone);
  } catch {
    return null;
  }
}

function afterSpan(span: string, from: Temporal.ZonedDateTime): Temporal.ZonedDateTime | null {
  const match = SPAN.exec(span);
  if (match === null) return null;
  const count = Number(match[1]);
  const unit = match[2]?.[0];
  if (unit === 'd') return from.add({ days: count });
  return unit === 'w' || unit === 's' ? from.add({ weeks: count }) : from.add({ months: count });
}
