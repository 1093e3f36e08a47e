import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { EpochMs, LocalDate, LocalTime, Zone } from '../ids.ts';
import type { Cadence, Weekday } from '../records.ts';

const BYDAY = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
/** A rule on one day of the week: that day is a proposal, which a member may move to another. */
const ONE_WEEKDAY = /^FREQ=WEEKLY;(INTERVAL=\d+;)?BYDAY=(MO|TU|WE|TH|FR|SA|SU)$/;

/** The weekday of a rule that names exactly one, else `null`. */
export function onlyWeekday(rule: string): Weekday | null {
  const day = ONE_WEEKDAY.exec(rule)?.[2];
  return day === undefined ? null : ((BYDAY.indexOf(day as (typeof BYDAY)[number]) + 1) as Weekday);
}

/** The same rule on another weekday; rules that name no single weekday stay as they are. */
export function onWeekday(rule: string, weekday: Weekday): string {
  return onlyWeekday(rule) === null ? rule : rule.replace(/BYDAY=..$/, `BYDAY=${BYDAY[weekday - 1]}`);
}

const rules = new Map<string, RRuleTemporal<Temporal.ZonedDateTime>>();
const MOST_RULES = 1000;

/**
 * Recurrences are computed on dates alone, at UTC midnight where no clock ever changes: `rrule-temporal` drops a day whose local
 * time does not exist, so the time of day is added afterwards by {@link instantOf}.
 */
function ruleOf(cadence: Cadence): RRuleTemporal<Temporal.ZonedDateTime> {
  const text = `DTSTART:${cadence.from.replaceAll('-', '')}T000000Z\nRRULE:${cadence.rule}`;
  let rule = rules.get(text);
  if (rule === undefined) {
    rule = new RRuleTemporal<Temporal.ZonedDateTime>({ rruleString: text, temporal: Temporal });
    if (rules.size >= MOST_RULES) rules.clear();
    rules.set(text, rule);
  }
  return rule;
}

/** Whether a text is a recurrence rule we can follow. */
export function isRule(rule: string): boolean {
  try {
    return ruleOf({ rule, from: '2026-01-01' as LocalDate, time: '09:00' as LocalTime }).next() !== null;
  } catch {
    return false;
  }
}

/**
 * The first date of the cadence strictly after `after`, taking only every `every`-th one; `null` when the rule has ended.
 */
export function slotAfter(cadence: Cadence, after: LocalDate, every = 1): LocalDate | null {
  const rule = ruleOf(cadence);
  let at = Temporal.PlainDate.from(after).toZonedDateTime('UTC');
  for (let taken = 0; taken < every; taken++) {
    const next = rule.next(at, false);
    if (next === null) return null;
    at = next;
  }
  return at.toPlainDate().toString() as LocalDate;
}

/**
 * When a local date and time of day happens in a zone. A time that the clocks skip that day moves forward by the skip; a time that
 * happens twice is the first of the two (RFC 5545 §3.3.5; Temporal's `compatible` disambiguation).
 */
export function instantOf(slot: LocalDate, time: LocalTime, zone: Zone): EpochMs {
  return Temporal.PlainDate.from(slot).toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) })
    .epochMilliseconds;
}

/** The calendar date that a moment is in a zone. */
export function dateIn(zone: Zone, at: EpochMs): LocalDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString() as LocalDate;
}

/** The day before, to start looking at a date inclusively. */
export function dayBefore(date: LocalDate): LocalDate {
  return Temporal.PlainDate.from(date).subtract({ days: 1 }).toString() as LocalDate;
}
