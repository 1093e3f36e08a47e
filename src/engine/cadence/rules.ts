import { Temporal } from 'temporal-polyfill';
import type { LocalDate } from '../ids.ts';
import { BYDAY, slotAfter } from './slots.ts';
import { dateAt } from './times.ts';

const DAY = '(?:MO|TU|WE|TH|FR|SA|SU)';

/** Why a rule cannot be taken; `part` is the part at fault, as it was typed. */
export type RuleProblem =
  /** It says a time of day, a zone or a start, which have inputs of their own. */
  | { readonly kind: 'time'; readonly part: string }
  | { readonly kind: 'too-often'; readonly part: string }
  | { readonly kind: 'unknown-part'; readonly part: string }
  | { readonly kind: 'wrong-value'; readonly part: string }
  /** Two parts that RFC 5545 does not let stand together. */
  | { readonly kind: 'unfit'; readonly part: string }
  /** Right by RFC 5545, but our library would come on other days too, or leave some out. */
  | { readonly kind: 'inexact'; readonly part: string }
  | { readonly kind: 'unreadable' }
  /** No day of the next ten years. */
  | { readonly kind: 'never' };

/** `until`: the last date that the rule itself allows. */
export type ReadRule = { readonly rule: string; readonly until: LocalDate | null } | { readonly problem: RuleProblem };

const TIME_PARTS: ReadonlySet<string> = new Set(['BYHOUR', 'BYMINUTE', 'BYSECOND', 'DTSTART', 'TZID']);
const TOO_OFTEN: ReadonlySet<string> = new Set(['HOURLY', 'MINUTELY', 'SECONDLY']);
const LONGEST = 200;
const YEARS_TO_WAIT = 10;

const list = (one: string) => new RegExp(`^${one}(?:,${one})*$`);
/** What each part may hold (RFC 5545 §3.3.10), in the order in which a rule is kept; bounded where the standard is not. */
const VALUES: ReadonlyMap<string, RegExp> = new Map([
  ['FREQ', /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/],
  ['INTERVAL', /^[1-9]\d{0,2}$/],
  ['BYMONTH', list('(?:[1-9]|1[0-2])')],
  ['BYWEEKNO', list('-?(?:[1-9]|[1-4]\\d|5[0-3])')],
  ['BYYEARDAY', list('-?(?:[1-9]\\d?|[12]\\d\\d|3[0-5]\\d|36[0-6])')],
  ['BYMONTHDAY', list('-?(?:[1-9]|[12]\\d|3[01])')],
  ['BYDAY', list(`(?:-?(?:[1-9]|[1-4]\\d|5[0-3]))?${DAY}`)],
  ['BYSETPOS', list('-?(?:[1-9]\\d?|[12]\\d\\d|3[0-5]\\d|36[0-6])')],
  ['WKST', new RegExp(`^${DAY}$`)],
  ['COUNT', /^[1-9]\d{0,2}$/],
  ['UNTIL', /^\d{8}(T\d{6}Z?)?$/],
]);
/** What says nothing beyond what is assumed anyway. */
const ASSUMED: ReadonlySet<string> = new Set(['INTERVAL=1', 'WKST=MO']);

type Parts = ReadonlyMap<string, string>;

/** The parts of a rule as it is kept: `FREQ=WEEKLY;BYDAY=MO`. */
export function partsOf(rule: string): Parts {
  return new Map(rule.split(';').map((part) => part.split('=') as [string, string]));
}

/**
 * Reads a recurrence rule as a person typed it, with or without `RRULE:`, and brings it into one form. Dates only: what says a time of day
 * is refused, since the time stands apart and each member has their own. `from` is the first date that may count.
 */
export function readRule(typed: string, from: LocalDate): ReadRule {
  const written = typed
    .toUpperCase()
    .replace(/\s+/g, '')
    .replace(/^RRULE:/, '')
    .replace(/;+$/, '');
  const parts = new Map<string, string>();
  for (const part of written.length > LONGEST ? [''] : written.split(';')) {
    const [, name, value] = /^([A-Z-]+)[=:](.*)$/.exec(part) ?? [];
    if (name === undefined || value === undefined) return { problem: { kind: 'unreadable' } };
    const problem = problemOf(name, value.replaceAll('+', ''), parts.has(name));
    if (problem !== null) return { problem };
    parts.set(name, value.replaceAll('+', ''));
  }
  if (!parts.has('FREQ')) return { problem: { kind: 'unreadable' } };
  const unfit = misfit(parts);
  if (unfit !== null) return { problem: { kind: 'unfit', part: unfit } };
  const inexact = parts.get('FREQ') === 'YEARLY' ? wrongInYears(parts) : null;
  if (inexact !== null) return { problem: { kind: 'inexact', part: inexact } };
  const until = lastDate(parts.get('UNTIL'));
  if (until === undefined) return { problem: { kind: 'wrong-value', part: 'UNTIL' } };
  const rule = oneForm(parts, from);
  return firesBefore(rule, from) ? { rule, until } : { problem: { kind: 'never' } };
}

function problemOf(name: string, value: string, twice: boolean): RuleProblem | null {
  if (TIME_PARTS.has(name)) return { kind: 'time', part: name };
  const allowed = VALUES.get(name);
  if (allowed === undefined) return { kind: 'unknown-part', part: name.slice(0, 20) };
  if (name === 'FREQ' && TOO_OFTEN.has(value)) return { kind: 'too-often', part: value };
  return twice || !allowed.test(value) ? { kind: 'wrong-value', part: name } : null;
}

/** The part that does not go with the others, by the table of RFC 5545 §3.3.10. */
function misfit(parts: Parts): string | null {
  const often = parts.get('FREQ');
  const counted = /\d/.test(parts.get('BYDAY') ?? '');
  if (counted && (often === 'DAILY' || often === 'WEEKLY' || parts.has('BYWEEKNO'))) return 'BYDAY';
  if (parts.has('BYMONTHDAY') && often === 'WEEKLY') return 'BYMONTHDAY';
  if (parts.has('BYYEARDAY') && often !== 'YEARLY') return 'BYYEARDAY';
  if (parts.has('BYWEEKNO') && often !== 'YEARLY') return 'BYWEEKNO';
  const others = [...parts.keys()].filter((name) => name.startsWith('BY') && name !== 'BYSETPOS');
  if (parts.has('BYSETPOS') && others.length === 0) return 'BYSETPOS';
  return parts.has('COUNT') && parts.has('UNTIL') ? 'UNTIL' : null;
}

/**
 * What RFC 5545 allows and `rrule-temporal` 2.2.8 computes wrongly: it adds up parts that should narrow each other, and of a week that lies in two
 * years it may forget the second half. Found by comparing it with the standard's table, day by day.
 */
function wrongInYears(parts: Parts): string | null {
  const days = parts.get('BYDAY')?.split(',') ?? [];
  const counted = days.filter((day) => /\d/.test(day));
  if (counted.some((day) => day.includes('53')) || (counted.length > 0 && counted.length < days.length)) return 'BYDAY';
  if (counted.length > 0 && parts.has('BYMONTHDAY')) return 'BYMONTHDAY';
  const beside = (...names: readonly string[]) => names.some((name) => parts.has(name));
  if (parts.has('BYYEARDAY') && beside('BYMONTH', 'BYWEEKNO', 'BYMONTHDAY', 'BYDAY')) return 'BYYEARDAY';
  const weeks = parts.get('BYWEEKNO')?.split(',').map(Number) ?? [];
  const inTwoYears = weeks.some((week) => Math.abs(week) < 2 || Math.abs(week) > 51);
  return inTwoYears || (weeks.length > 0 && beside('BYMONTH', 'BYMONTHDAY')) ? 'BYWEEKNO' : null;
}

/** `null`: it says none. `undefined`: there is no such date. */
function lastDate(until: string | undefined): LocalDate | null | undefined {
  if (until === undefined) return null;
  return dateAt(`${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`) ?? undefined;
}

/** Parts in one order, days of the week in theirs, a weekly rule with its weekday, and the last date apart. */
function oneForm(parts: Parts, from: LocalDate): string {
  const full = new Map(parts);
  const days = parts.get('BYDAY');
  if (days !== undefined && !/\d/.test(days)) {
    const named = new Set(days.split(','));
    full.set('BYDAY', BYDAY.filter((day) => named.has(day)).join(','));
  }
  const byWeeks = parts.get('FREQ') === 'WEEKLY' || parts.has('BYWEEKNO');
  if (byWeeks && days === undefined) full.set('BYDAY', BYDAY[Temporal.PlainDate.from(from).dayOfWeek - 1] ?? 'MO');
  return [...VALUES.keys()]
    .flatMap((name) => (full.has(name) && name !== 'UNTIL' ? [`${name}=${full.get(name)}`] : []))
    .filter((part) => !ASSUMED.has(part))
    .join(';');
}

function firesBefore(rule: string, from: LocalDate): boolean {
  const start = Temporal.PlainDate.from(from);
  const first = slotAfter({ rule, from, until: null }, start.subtract({ days: 1 }).toString() as LocalDate);
  return first !== null && first < start.add({ years: YEARS_TO_WAIT }).toString();
}
