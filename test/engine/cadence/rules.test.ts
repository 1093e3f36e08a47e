import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { readRule } from '../../../src/engine/cadence/rules.ts';
import { dayBefore, onlyWeekday, onWeekday, slotAfter } from '../../../src/engine/cadence/slots.ts';
import type { LocalDate } from '../../../src/engine/ids.ts';
import { recurrences } from '../../../src/engine/programs/recurrences.ts';
import { anyDate, anyWeekday } from './arbitraries.ts';

/** A Tuesday. */
const from = '2026-11-24' as LocalDate;
const read = (text: string) => readRule(text, from);

const weeksFrom2To = (last: number) => Array.from({ length: last - 1 }, (_, index) => index + 2).join(',');

describe('a rule that an organizer types', () => {
  it.each([
    ['FREQ=DAILY', 'FREQ=DAILY'],
    [' rrule:freq=weekly; byday=fr,mo ;', 'FREQ=WEEKLY;BYDAY=MO,FR'],
    ['FREQ=MONTHLY;BYDAY=+2TU;INTERVAL=1;WKST=MO', 'FREQ=MONTHLY;BYDAY=2TU'],
    ['BYMONTHDAY=-1;FREQ=MONTHLY', 'FREQ=MONTHLY;BYMONTHDAY=-1'],
    // Without a day of its own a weekly rule means that of its start: named, so that members can move it.
    ['FREQ=WEEKLY;INTERVAL=2', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU'],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29'],
    ['FREQ=DAILY;COUNT=10', 'FREQ=DAILY;COUNT=10'],
    ['FREQ=YEARLY;BYWEEKNO=20', 'FREQ=YEARLY;BYWEEKNO=20;BYDAY=TU'],
  ])('%s is taken', (typed, rule) => {
    expect(read(typed)).toEqual({ rule, until: null });
  });

  it.each(['UNTIL=20261224', 'UNTIL=20261224T225959Z'])('its last date stands apart: %s', (until) => {
    expect(read(`FREQ=DAILY;${until}`)).toEqual({ rule: 'FREQ=DAILY', until: '2026-12-24' });
  });

  it.each([
    ['FREQ=DAILY;BYHOUR=9', 'time', 'BYHOUR'],
    ['FREQ=DAILY;BYMINUTE=30', 'time', 'BYMINUTE'],
    ['FREQ=DAILY;BYSECOND=1', 'time', 'BYSECOND'],
    ['DTSTART:20261124T090000Z RRULE:FREQ=DAILY', 'time', 'DTSTART'],
    ['FREQ=DAILY;TZID=Europe/Berlin', 'time', 'TZID'],
    ['FREQ=HOURLY', 'too-often', 'HOURLY'],
    ['FREQ=MINUTELY', 'too-often', 'MINUTELY'],
    ['FREQ=SECONDLY', 'too-often', 'SECONDLY'],
    ['FREQ=DAILY;BYMOON=FULL', 'unknown-part', 'BYMOON'],
    ['FREQ=NEVER', 'wrong-value', 'FREQ'],
    ['FREQ=WEEKLY;BYDAY=XX', 'wrong-value', 'BYDAY'],
    ['FREQ=DAILY;INTERVAL=0', 'wrong-value', 'INTERVAL'],
    ['FREQ=DAILY;COUNT=1000', 'wrong-value', 'COUNT'],
    ['FREQ=DAILY;FREQ=DAILY', 'wrong-value', 'FREQ'],
    ['FREQ=DAILY;UNTIL=20260230', 'wrong-value', 'UNTIL'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'wrong-value', 'BYMONTHDAY'],
    ['FREQ=WEEKLY;BYDAY=1MO', 'unfit', 'BYDAY'],
    ['FREQ=WEEKLY;BYMONTHDAY=1', 'unfit', 'BYMONTHDAY'],
    ['FREQ=MONTHLY;BYWEEKNO=3', 'unfit', 'BYWEEKNO'],
    ['FREQ=MONTHLY;BYYEARDAY=3', 'unfit', 'BYYEARDAY'],
    ['FREQ=DAILY;BYSETPOS=1', 'unfit', 'BYSETPOS'],
    ['FREQ=DAILY;COUNT=3;UNTIL=20261224', 'unfit', 'UNTIL'],
    ['FREQ=YEARLY;BYDAY=MO,2TU', 'inexact', 'BYDAY'],
    ['FREQ=YEARLY;BYDAY=53FR', 'inexact', 'BYDAY'],
    ['FREQ=YEARLY;BYDAY=2FR;BYMONTHDAY=13', 'inexact', 'BYMONTHDAY'],
    ['FREQ=YEARLY;BYYEARDAY=1;BYMONTH=1', 'inexact', 'BYYEARDAY'],
    ['FREQ=YEARLY;BYWEEKNO=20;BYMONTH=5', 'inexact', 'BYWEEKNO'],
    // Weeks that lie in two years: of these days the second was left out, in some years.
    ['FREQ=YEARLY;BYWEEKNO=53;BYDAY=SA,SU', 'inexact', 'BYWEEKNO'],
    ['FREQ=YEARLY;BYWEEKNO=-1;BYDAY=TH,FR,SU;WKST=SU', 'inexact', 'BYWEEKNO'],
    ['FREQ=YEARLY;BYWEEKNO=1,20;BYDAY=MO', 'inexact', 'BYWEEKNO'],
  ])('%s is refused, and why is said', (typed, kind, part) => {
    expect(read(typed)).toEqual({ problem: { kind, part } });
  });

  it.each(['', 'every second Tuesday', 'BYDAY=MO', ';', `FREQ=DAILY;BYMONTHDAY=${'1,'.repeat(200)}1`])(
    '“%s” is no rule',
    (typed) => {
      expect(read(typed)).toEqual({ problem: { kind: 'unreadable' } });
    },
  );

  it.each([
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MONTHLY;BYDAY=6MO',
    'FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29',
    // Of these every day of ten thousand years was looked at, and nobody was answered for minutes.
    `FREQ=YEARLY;BYWEEKNO=${weeksFrom2To(30)};BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=300`,
    'FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA;BYSETPOS=-318',
    'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=6',
  ])('%s never comes, and is refused', (typed) => {
    expect(read(typed)).toEqual({ problem: { kind: 'never' } });
  });

  it('whatever is typed is taken or refused, and what is taken comes within ten years', () => {
    const part = fc.oneof(
      fc.constantFrom(
        'FREQ=DAILY',
        'FREQ=WEEKLY',
        'FREQ=MONTHLY',
        'INTERVAL=3',
        'BYDAY=MO,2TU',
        'BYMONTHDAY=31',
        'COUNT=2',
      ),
      fc
        .tuple(fc.constantFrom('BYDAY', 'BYMONTH', 'BYSETPOS', 'UNTIL', 'X'), fc.string({ maxLength: 6 }))
        .map((two) => two.join('=')),
      fc.string({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), anyDate, (parts, start) => {
        const one = readRule(parts.join(';'), start);
        if ('problem' in one) return;
        const first = slotAfter({ rule: one.rule, from: start, until: null }, dayBefore(start));
        expect(first !== null && first >= start).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('every preset is one, in the same form', () => {
    for (const { rule } of recurrences) expect(read(rule)).toEqual({ rule, until: null });
  });
});

describe('who may move a rule', () => {
  it('a weekly one on one day, also when it is counted, goes to any other day', () => {
    fc.assert(
      fc.property(anyWeekday, fc.constantFrom('', ';COUNT=8', ';WKST=SU'), (day, more) => {
        const rule = `FREQ=WEEKLY;INTERVAL=2;BYDAY=TU${more}`;
        expect(onlyWeekday(onWeekday(rule, day))).toBe(day);
        expect(onWeekday(onWeekday(rule, day), 2)).toBe(rule);
      }),
    );
  });

  it.each(recurrences.filter(({ name }) => !/^(weekly|fortnightly)/.test(name)))(
    '$name stays where it is',
    ({ rule }) => {
      expect(onWeekday(rule, 3)).toBe(rule);
    },
  );
});

describe('monthly slots', () => {
  const months = (rule: string, after: LocalDate) => {
    const first = slotAfter({ rule, from: '2026-01-01' as LocalDate, until: null }, after);
    return Temporal.PlainDate.from(first ?? '');
  };

  it('by day of the month are the very next such day, and by weekday the very next such weekday', () => {
    fc.assert(
      fc.property(anyDate, anyWeekday, (after, weekday) => {
        const next = (fits: (day: Temporal.PlainDate) => boolean) => {
          let day = Temporal.PlainDate.from(after).add({ days: 1 });
          while (!fits(day)) day = day.add({ days: 1 });
          return day.toString();
        };
        const name = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'][weekday - 1];
        expect(months('FREQ=MONTHLY;BYMONTHDAY=15', after).toString()).toBe(next((day) => day.day === 15));
        expect(months('FREQ=MONTHLY;BYMONTHDAY=-1', after).toString()).toBe(next((day) => day.day === day.daysInMonth));
        expect(months(`FREQ=MONTHLY;BYDAY=1${name}`, after).toString()).toBe(
          next((day) => day.dayOfWeek === weekday && day.day <= 7),
        );
        expect(months(`FREQ=MONTHLY;BYDAY=-1${name}`, after).toString()).toBe(
          next((day) => day.dayOfWeek === weekday && day.day > day.daysInMonth - 7),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('end with the program', () => {
    const cadence = { rule: 'FREQ=DAILY', from: '2026-01-01' as LocalDate, until: '2026-01-03' as LocalDate };
    expect(slotAfter(cadence, '2026-01-02' as LocalDate)).toBe('2026-01-03');
    expect(slotAfter(cadence, '2026-01-03' as LocalDate)).toBeNull();
    expect(slotAfter(cadence, '2026-01-01' as LocalDate, 3)).toBeNull();
  });
});
