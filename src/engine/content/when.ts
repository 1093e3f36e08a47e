import { Temporal } from 'temporal-polyfill';
import type { Inline } from '../card/card.ts';
import type { EpochMs, LocalDate, Zone } from '../ids.ts';
import type { Language } from '../records/community.ts';
import type { Weekday } from '../records/member.ts';

/** A moment as a card shows it: in the reader's own zone where the platform can, else worded for the given zone. */
export function moment(at: EpochMs, zone: Zone, language: Language): Inline {
  return { kind: 'time', at, show: 'both', fallback: wordMoment(at, zone, language) };
}

/** `Mon, 23 Nov, 10:00` on the clock of a zone. */
export function wordMoment(at: EpochMs, zone: Zone, language: Language): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toLocaleString(tagOf(language), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}

/** `Monday` */
export function weekdayName(weekday: Weekday, language: Language): string {
  const monday = Temporal.PlainDate.from('2024-01-01');
  return monday.add({ days: weekday - 1 }).toLocaleString(tagOf(language), { weekday: 'long' });
}

/** `24 December 2026` */
export function wordDate(date: LocalDate, language: Language): string {
  return Temporal.PlainDate.from(date).toLocaleString(tagOf(language), { dateStyle: 'long' });
}

/** `3 May`: a day of every year; `null` when there is no such day. */
export function wordDayOfYear(month: number, day: number, language: Language): string | null {
  // A leap year, so that 29 February has its name too.
  const named = Temporal.PlainDate.from({ year: 2028, month, day }, { overflow: 'constrain' });
  if (named.day !== day) return null;
  return named.toLocaleString(tagOf(language), { day: 'numeric', month: 'long' });
}

/** `June`, `junio` */
export function monthName(month: number, language: Language): string {
  return Temporal.PlainDate.from({ year: 2028, month, day: 1 }).toLocaleString(tagOf(language), { month: 'long' });
}

/** `Monday, Tuesday and Friday` */
export function wordList(words: readonly string[], language: Language): string {
  return new Intl.ListFormat(tagOf(language), { type: 'conjunction' }).format(words);
}

// English dates day first: most of the world's English reads them so.
function tagOf(language: Language): string {
  return language === 'en' ? 'en-GB' : language;
}
