import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { dateIn, dayBefore, instantOf, onlyWeekday, onWeekday, slotAfter } from '../../../src/engine/cadence/slots.ts';
import type { LocalDate, LocalTime, Zone } from '../../../src/engine/ids.ts';
import type { Weekday } from '../../../src/engine/records/member.ts';
import type { Cadence } from '../../../src/engine/records/program.ts';
import { anyDate, anyTime, anyWeekday, anyZone, timeOfMinute, wallClock } from './arbitraries.ts';
import { transitions } from './transitions.ts';

const BYDAY = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const weekly = (weekday: Weekday, interval = 1, from = '2026-01-01'): Cadence => ({
  rule: `FREQ=WEEKLY;${interval === 1 ? '' : `INTERVAL=${interval};`}BYDAY=${BYDAY[weekday - 1]}`,
  from: from as LocalDate,
  until: null,
  time: '10:00' as LocalTime,
});
const DAY = 86_400_000;
const HALF_HOUR = 1_800_000;
const dateOf = (wall: number) => new Date(wall).toISOString().slice(0, 10) as LocalDate;
const weekdayOf = (date: LocalDate) => Temporal.PlainDate.from(date).dayOfWeek;

describe('a local time becomes an instant', () => {
  it('in every zone, two days around every change of the clocks in 2026 and 2027', () => {
    const all = transitions();
    expect(all.length).toBeGreaterThan(400);
    const wrong: string[] = [];
    for (const { zone, at, offsetBefore, offsetAfter } of all) {
      const today = Math.floor((at + offsetBefore) / DAY) * DAY;
      // As the wall shows it: what the change skips moves on with the old offset, what it repeats is the first, on the old one too.
      const changedWall = at + Math.max(offsetBefore, offsetAfter);
      // Half hours hit every gap and overlap there is, Lord Howe's of thirty minutes too.
      for (
        let wall = today - 2 * DAY;
        wall < today + 3 * DAY;
        wall += wall < today || wall >= today + DAY ? 2 * HALF_HOUR : HALF_HOUR
      ) {
        const [date, time] = [dateOf(wall), timeOfMinute((wall % DAY) / 60_000)];
        const expected = wall - (wall < changedWall ? offsetBefore : offsetAfter);
        if (instantOf(date, time, zone) !== expected) wrong.push(`${zone} ${date} ${time}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  it('a time that the clocks skip moves forward by the skip', () => {
    const at = instantOf('2026-03-29' as LocalDate, '02:30' as LocalTime, 'Europe/Berlin' as Zone);
    expect(new Date(at).toISOString()).toBe('2026-03-29T01:30:00.000Z');
    expect(wallClock(at, 'Europe/Berlin')).toBe('2026-03-29T03:30');
  });

  it('a time that happens twice is the first of the two', () => {
    const at = instantOf('2026-10-25' as LocalDate, '02:30' as LocalTime, 'Europe/Berlin' as Zone);
    expect(new Date(at).toISOString()).toBe('2026-10-25T00:30:00.000Z');
  });

  it('on the date it was asked for, wherever and whenever', () => {
    fc.assert(
      fc.property(anyDate, anyTime, anyZone, (date, time, zone) => {
        const back = dateIn(zone, instantOf(date, time, zone));
        // Only a skip over midnight may carry a time into the next day.
        expect([date, Temporal.PlainDate.from(date).add({ days: 1 }).toString()]).toContain(back);
        if (time >= '03:00' && time < '21:00') expect(back).toBe(date);
      }),
      { numRuns: 300 },
    );
  });

  it('the day before is one day before', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        expect(Temporal.PlainDate.from(dayBefore(date)).until(date).days).toBe(1);
      }),
    );
  });
});

describe('the slots of a cadence', () => {
  it('are strictly later, on the right weekday, and none is left out', () => {
    fc.assert(
      fc.property(anyWeekday, anyDate, (weekday, after) => {
        const slot = slotAfter(weekly(weekday), after) ?? '';
        expect(slot > after).toBe(true);
        expect(weekdayOf(slot as LocalDate)).toBe(weekday);
        expect(Temporal.PlainDate.from(after).until(slot).days).toBeLessThanOrEqual(7);
      }),
      { numRuns: 200 },
    );
  });

  it('every n-th is the n-th of them one by one', () => {
    fc.assert(
      fc.property(anyWeekday, anyDate, fc.integer({ min: 1, max: 6 }), (weekday, after, every) => {
        let one: LocalDate | null = after;
        for (let taken = 0; taken < every && one !== null; taken++) one = slotAfter(weekly(weekday), one);
        expect(slotAfter(weekly(weekday), after, every)).toBe(one);
      }),
      { numRuns: 100 },
    );
  });

  it('every other week keeps its fortnight from the anchor on', () => {
    fc.assert(
      fc.property(anyWeekday, anyDate, (weekday, after) => {
        const cadence = weekly(weekday, 2);
        const first = slotAfter(cadence, after);
        const second = first === null ? null : slotAfter(cadence, first);
        expect(Temporal.PlainDate.from(first ?? '').until(second ?? '').days).toBe(14);
      }),
      { numRuns: 100 },
    );
  });

  it('a day whose local time does not exist is not left out (rrule-temporal 2.2.8 dropped it)', () => {
    const daily = { rule: 'FREQ=DAILY', from: '2026-03-01' as LocalDate, until: null };
    expect(slotAfter(daily, '2026-03-28' as LocalDate)).toBe('2026-03-29');
  });

  it('end with a rule that ends', () => {
    const twice = { rule: 'FREQ=DAILY;COUNT=2', from: '2026-01-01' as LocalDate, until: null };
    expect(slotAfter(twice, '2026-01-01' as LocalDate)).toBe('2026-01-02');
    expect(slotAfter(twice, '2026-01-02' as LocalDate)).toBeNull();
    expect(slotAfter(twice, '2025-12-01' as LocalDate, 3)).toBeNull();
  });
});

describe('a rule of one weekday', () => {
  it('can be moved to any other', () => {
    fc.assert(
      fc.property(anyWeekday, anyWeekday, fc.constantFrom(1, 2), (from, to, interval) => {
        const { rule } = weekly(from, interval);
        expect(onlyWeekday(rule)).toBe(from);
        expect(onlyWeekday(onWeekday(rule, to))).toBe(to);
        expect(onWeekday(onWeekday(rule, to), from)).toBe(rule);
      }),
    );
  });

  it('others stay as they are', () => {
    for (const rule of ['FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO,TU', 'FREQ=MONTHLY;BYDAY=1MO']) {
      expect(onlyWeekday(rule)).toBeNull();
      expect(onWeekday(rule, 3)).toBe(rule);
    }
  });
});
