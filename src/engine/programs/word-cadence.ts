import { partsOf } from '../cadence/rules.ts';
import { BYDAY } from '../cadence/slots.ts';
import type { Texts } from '../content/texts.ts';
import { monthName, weekdayName, wordDate, wordDayOfYear, wordList } from '../content/when.ts';
import type { Zone } from '../ids.ts';
import type { Weekday } from '../records/member.ts';
import type { Cadence } from '../records/program.ts';

/** A cadence in words: `every Monday at 10:00, until 24 December 2026`. */
export function wordCadence(texts: Texts, { rule, time, until }: Omit<Cadence, 'from'>): string {
  const said = texts.say('cadence.at', { cadence: wordRule(texts, rule), time });
  const count = partsOf(rule).get('COUNT');
  const counted = count === undefined ? said : texts.say('cadence.times', { cadence: said, n: Number(count) });
  return until === null
    ? counted
    : texts.say('cadence.until', { cadence: counted, date: wordDate(until, texts.language) });
}

/** The same with the clock it goes by, unless that is the reader's own: `every Monday at 10:00 (Europe/London)`. */
export function wordWhen(
  texts: Texts,
  when: { readonly cadence: Omit<Cadence, 'from'>; readonly zone: Zone },
  own: Zone | null,
): string {
  const cadence = wordCadence(texts, when.cadence);
  return when.zone === own ? cadence : texts.say('cadence.on-clock', { cadence, zone: when.zone });
}

/**
 * A rule in words, without its end. One of a shape we have no words for is shown as it is: `rrule-temporal` can word every rule, but not so
 * that a person would say it ("on the last instance"; in Spanish, "en primero lunes").
 */
export function wordRule(texts: Texts, rule: string): string {
  const parts = partsOf(rule);
  const n = Number(parts.get('INTERVAL') ?? '1');
  const said = [...parts.keys()].filter((name) => name !== 'INTERVAL' && name !== 'COUNT' && name !== 'WKST');
  const part = (name: string) => parts.get(name) ?? '';
  switch ([part('FREQ'), ...said.slice(1)].join(' ')) {
    case 'DAILY':
      return n === 1 ? texts.say('cadence.daily') : texts.say('cadence.days', { n });
    case 'WEEKLY BYDAY':
      return wordWeeks(texts, n, part('BYDAY'));
    case 'MONTHLY BYMONTHDAY':
      return wordMonths(texts, n, part('BYMONTHDAY'), dayOfMonth) ?? rule;
    case 'MONTHLY BYDAY':
      return wordMonths(texts, n, part('BYDAY'), countedWeekday) ?? rule;
    case 'YEARLY BYMONTH BYMONTHDAY':
      return (n === 1 && wordYear(texts, part('BYMONTH'), part('BYMONTHDAY'))) || rule;
    case 'YEARLY BYMONTH BYDAY':
      return (n === 1 && wordYearWeekday(texts, part('BYMONTH'), part('BYDAY'))) || rule;
    default:
      return rule;
  }
}

const named = (texts: Texts, day: string) =>
  weekdayName((BYDAY.indexOf(day as (typeof BYDAY)[number]) + 1) as Weekday, texts.language);

function wordWeeks(texts: Texts, n: number, days: string): string {
  if (n === 1 && days === 'MO,TU,WE,TH,FR') return texts.say('cadence.weekdays');
  const weekday = wordList(
    days.split(',').map((day) => named(texts, day)),
    texts.language,
  );
  if (n === 1) return texts.say('cadence.weekly', { weekday });
  if (n === 2 && !days.includes(',')) return texts.say('cadence.fortnightly', { weekday });
  return texts.say('cadence.weeks', { n, weekday });
}

function wordMonths(
  texts: Texts,
  n: number,
  values: string,
  word: (texts: Texts, value: string) => string | null,
): string | null {
  const words = values.split(',').map((value) => word(texts, value));
  if (words.includes(null)) return null;
  return texts.say('cadence.months', {
    n,
    days: wordList(
      words.filter((one) => one !== null),
      texts.language,
    ),
  });
}

function dayOfMonth(texts: Texts, value: string): string | null {
  if (value === '-1') return texts.say('cadence.last-day');
  return value.startsWith('-') ? null : texts.say('cadence.month-day', { day: Number(value) });
}

function countedWeekday(texts: Texts, value: string): string | null {
  const [, nth, day] = /^([1-5]|-1)(..)$/.exec(value) ?? [];
  return nth === undefined || day === undefined
    ? null
    : texts.say('cadence.nth-weekday', { nth, weekday: named(texts, day) });
}

function wordYear(texts: Texts, month: string, day: string): string | null {
  if (!/^\d+$/.test(month) || !/^\d+$/.test(day)) return null;
  const date = wordDayOfYear(Number(month), Number(day), texts.language);
  return date === null ? null : texts.say('cadence.yearly', { date });
}

function wordYearWeekday(texts: Texts, month: string, day: string): string | null {
  const weekday = countedWeekday(texts, day);
  if (weekday === null || !/^\d+$/.test(month)) return null;
  return texts.say('cadence.yearly-weekday', { weekday, month: monthName(Number(month), texts.language) });
}
