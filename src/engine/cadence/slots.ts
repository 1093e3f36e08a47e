import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { EpochMs, LocalDate, LocalTime, Zone } from '../ids.ts';
import type { Weekday } from '../records/member.ts';
import type { Cadence } from '../records/program.ts';
import { remembered } from './remembered.ts';

/** RFC 5545's names of the days, Monday first. */
export const BYDAY = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
/** A rule on one day of the week: that day is a proposal, which a member may move to another. */
const ONE_WEEKDAY = /^FREQ=WEEKLY;(INTERVAL=\d+;)?BYDAY=(MO|TU|WE|TH|FR|SA|SU)(;(WKST|COUNT)=\w+)*$/;

/** The weekday of a rule that names exactly one, else `null`. */
export function onlyWeekday(rule: string): Weekday | null {
  const day = ONE_WEEKDAY.exec(rule)?.[2];
  return day === undefined ? null : ((BYDAY.indexOf(day as (typeof BYDAY)[number]) + 1) as Weekday);
}

/** The same rule on another weekday; rules that name no single weekday stay as they are. */
export function onWeekday(rule: string, weekday: Weekday): string {
  return onlyWeekday(rule) === null ? rule : rule.replace(/BYDAY=../, `BYDAY=${BYDAY[weekday - 1]}`);
}

const MINUTE = 60_000;
const MOST_RULES = 1000;
/** Dates and moments kept, each some two hundred bytes. */
const MOST_ANSWERS = 5000;
/** Dates are compared as texts, so their years have four digits. */
const LAST_YEAR = 9999;
/**
 * Days or longer periods looked at for the next date: all of ten years, which is as long as a new rule may wait. In ten thousand years a day that
 * never comes is looked for for a minute, and nobody else is answered.
 */
const MOST_LOOKED_AT = 4000;

/**
 * Recurrences are computed on dates alone, at UTC midnight where no clock ever changes: `rrule-temporal` drops a day whose local
 * time does not exist, so the time of day is added afterwards by {@link instantOf}.
 */
const ruleOf = remembered(
  MOST_RULES,
  (rule: string, from: LocalDate) =>
    new RRuleTemporal<Temporal.ZonedDateTime>({
      rruleString: `DTSTART:${from.replaceAll('-', '')}T000000Z\nRRULE:${rule}`,
      temporal: Temporal,
      maxIterations: MOST_LOOKED_AT,
      maxCandidateEvaluations: MOST_LOOKED_AT,
    }),
);

/**
 * The first date of the cadence strictly after `after`, taking only every `every`-th one; `null` when the rule or the program has ended.
 */
export function slotAfter({ rule, from, until }: Omit<Cadence, 'time'>, after: LocalDate, every = 1): LocalDate | null {
  const date = dateAfter(rule, from, after, every);
  return date !== null && until !== null && date > until ? null : date;
}

const dateAfter = remembered(MOST_ANSWERS, (rule: string, from: LocalDate, after: LocalDate, every: number) => {
  let at = Temporal.PlainDate.from(after).toZonedDateTime('UTC');
  for (let taken = 0; taken < every; taken++) {
    const next = nextOf(rule, from, at);
    if (next === null || next.year > LAST_YEAR) return null;
    at = next;
  }
  return at.toPlainDate().toString() as LocalDate;
});

/** The library gives up, by throwing, on a rule without a date among {@link MOST_LOOKED_AT}: no date that anybody waits for. */
function nextOf(rule: string, from: LocalDate, at: Temporal.ZonedDateTime): Temporal.ZonedDateTime | null {
  try {
    return ruleOf(rule, from).next(at, false);
  } catch {
    return null;
  }
}

/**
 * When a local date and time of day happens in a zone. A time that the clocks skip that day moves forward by the skip; a time that
 * happens twice is the first of the two (RFC 5545 §3.3.5; Temporal's `compatible` disambiguation).
 */
export const instantOf = remembered(
  MOST_ANSWERS,
  (slot: LocalDate, time: LocalTime, zone: Zone): EpochMs =>
    Temporal.PlainDate.from(slot).toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) })
      .epochMilliseconds,
);

/** The calendar date that a moment is in a zone. */
export function dateIn(zone: Zone, at: EpochMs): LocalDate {
  return dateInMinute(zone, Math.floor(at / MINUTE));
}

/** Every zone's clock has been whole minutes from UTC since 1972. */
const dateInMinute = remembered(
  MOST_ANSWERS,
  (zone: Zone, minute: number) =>
    Temporal.Instant.fromEpochMilliseconds(minute * MINUTE)
      .toZonedDateTimeISO(zone)
      .toPlainDate()
      .toString() as LocalDate,
);

/** Whether a date happens in a zone: one that moves to the other side of the date line skips a whole day (Samoa in 2011). */
export const happensIn = remembered(
  MOST_ANSWERS,
  (date: LocalDate, zone: Zone) =>
    Temporal.PlainDate.from(date).toZonedDateTime(zone).toPlainDate().toString() === date,
);

/** The day before, to start looking at a date inclusively. */
export const dayBefore = remembered(
  MOST_ANSWERS,
  (date: LocalDate) => Temporal.PlainDate.from(date).subtract({ days: 1 }).toString() as LocalDate,
);

/** The day after. */
export const dayAfter = remembered(
  MOST_ANSWERS,
  (date: LocalDate) => Temporal.PlainDate.from(date).add({ days: 1 }).toString() as LocalDate,
);
