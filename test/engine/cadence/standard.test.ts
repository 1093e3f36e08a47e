import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { partsOf, readRule } from '../../../src/engine/cadence/rules.ts';
import { BYDAY, dayBefore, slotAfter } from '../../../src/engine/cadence/slots.ts';
import type { LocalDate } from '../../../src/engine/ids.ts';
import { anyDate } from './arbitraries.ts';

type Day = Temporal.PlainDate;
const LOOKED_AT = 8;

/** Of a rule with its days named, the first dates from a start on: every day of every period, held against RFC 5545 §3.3.10 one by one. */
function byTheStandard(rule: string, start: Day, until: Day): string[] {
  const parts = partsOf(rule);
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const weekBegins = BYDAY.indexOf((parts.get('WKST') ?? 'MO') as (typeof BYDAY)[number]) + 1;
  const weekOf = (day: Day) => day.subtract({ days: (day.dayOfWeek - weekBegins + 7) % 7 });
  const firstWeek = (year: number) => weekOf(Temporal.PlainDate.from({ year, month: 1, day: 4 }));
  const numbers = (name: string) => parts.get(name)?.split(',').map(Number);
  /** Whether one of the numbers counts `at` of `all`, from the front or from the back. */
  const names = (listed: readonly number[] | undefined, at: number, all: number) =>
    listed === undefined || listed.some((one) => one === at || one + all + 1 === at);
  const fits = (day: Day) => {
    const year = weekOf(day).add({ days: 3 }).year;
    const week = firstWeek(year).until(weekOf(day)).days / 7 + 1;
    const monthly = parts.get('FREQ') === 'MONTHLY' || parts.has('BYMONTH');
    const [at, all] = monthly ? [day.day, day.daysInMonth] : [day.dayOfYear, day.daysInYear];
    const counted = [Math.ceil(at / 7), -Math.ceil((all - at + 1) / 7), 0].map((nth) => nth || '');
    const weekday = BYDAY[day.dayOfWeek - 1];
    const byDay = parts.get('BYDAY')?.split(',');
    return (
      names(numbers('BYMONTH'), day.month, 12) &&
      names(numbers('BYWEEKNO'), week, firstWeek(year).until(firstWeek(year + 1)).days / 7) &&
      names(numbers('BYYEARDAY'), day.dayOfYear, day.daysInYear) &&
      names(numbers('BYMONTHDAY'), day.day, day.daysInMonth) &&
      (byDay === undefined || counted.some((nth) => byDay.includes(`${nth}${weekday}`)))
    );
  };
  const found: string[] = [];
  for (let period = 0; ; period++) {
    const [first, days] = periodAt(period * interval);
    if (Temporal.PlainDate.compare(first, until) > 0) return found;
    const all = Array.from({ length: days }, (_, day) => first.add({ days: day })).filter(fits);
    const taken = all.filter((_, at) => names(numbers('BYSETPOS'), at + 1, all.length));
    for (const day of taken.map(String)) {
      if (day < String(start) || day > String(until)) continue;
      found.push(day);
      if (found.length === Math.min(LOOKED_AT, Number(parts.get('COUNT') ?? LOOKED_AT))) return found;
    }
  }

  function periodAt(n: number): [first: Day, days: number] {
    switch (parts.get('FREQ')) {
      case 'DAILY':
        return [start.add({ days: n }), 1];
      case 'WEEKLY':
        return [weekOf(start).add({ weeks: n }), 7];
      case 'MONTHLY': {
        const first = start.with({ day: 1 }).add({ months: n });
        return [first, first.daysInMonth];
      }
      default: {
        const year = start.year + n;
        if (parts.has('BYWEEKNO')) return [firstWeek(year), firstWeek(year).until(firstWeek(year + 1)).days];
        return [
          Temporal.PlainDate.from({ year, month: 1, day: 1 }),
          start.with({ year, month: 12, day: 31 }).dayOfYear,
        ];
      }
    }
  }
}

const some = <Value>(...values: readonly Value[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }).map(String);
const part = (name: string, value: fc.Arbitrary<unknown>) =>
  fc.option(
    value.map((one) => `${name}=${one}`),
    { freq: 2 },
  );
const anyDays = some(...BYDAY, '1MO', '2TU', '3SA', '5FR', '-1FR', '-2SU', '10WE');
/** With days of its own, so that nothing is left to the start of the rule. */
const anyRule = fc
  .record({
    often: fc.constantFrom('FREQ=DAILY', 'FREQ=WEEKLY', 'FREQ=MONTHLY', 'FREQ=YEARLY'),
    interval: part('INTERVAL', fc.integer({ min: 1, max: 5 })),
    month: part('BYMONTH', some(1, 2, 6, 12)),
    narrowed: fc.oneof(
      anyDays.map((days) => [`BYDAY=${days}`]),
      some(1, 13, 29, 31, -1, -31).map((days) => [`BYMONTHDAY=${days}`]),
      some(1, 60, 366, -1, -366).map((days) => [`BYYEARDAY=${days}`]),
      fc.tuple(some(2, 20, 51, -2, -51, 53), anyDays).map(([weeks, days]) => [`BYWEEKNO=${weeks}`, `BYDAY=${days}`]),
      fc.tuple(some(1, 13, 31, -1), anyDays).map(([month, days]) => [`BYMONTHDAY=${month}`, `BYDAY=${days}`]),
    ),
    position: part('BYSETPOS', some(1, 2, 3, -1, -2)),
    week: part('WKST', fc.constantFrom('SU', 'WE')),
    count: part('COUNT', fc.integer({ min: 1, max: 9 })),
  })
  .map(({ often, interval, month, narrowed, position, week, count }) =>
    [often, interval, month, ...narrowed, position, week, count].filter((one) => one !== null).join(';'),
  );

// Once, a rule by the year that named its days in two ways came on the days of either.
test('whatever rule is taken comes on the days that the standard says, and on no other', () => {
  fc.assert(
    fc.property(anyRule, anyDate, (typed, from) => {
      const read = readRule(typed, from);
      fc.pre('rule' in read);
      if (!('rule' in read)) return;
      const start = Temporal.PlainDate.from(from);
      const until = start.add({ years: 3 });
      const dates: string[] = [];
      let after = dayBefore(from);
      while (dates.length < LOOKED_AT) {
        const next = slotAfter({ rule: read.rule, from, until: until.toString() as LocalDate }, after);
        if (next === null) break;
        dates.push(next);
        after = next;
      }
      expect(dates, read.rule).toEqual(byTheStandard(read.rule, start, until));
    }),
    { numRuns: 60 },
  );
}, 90_000);
