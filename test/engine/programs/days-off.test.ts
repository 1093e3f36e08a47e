import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { dateIn, onWeekday, slotAfter } from '../../../src/engine/cadence/slots.ts';
import type { LocalDate, LocalTime, Zone } from '../../../src/engine/ids.ts';
import type { Calendar } from '../../../src/engine/ports/calendar.ts';
import { takesOwnDay } from '../../../src/engine/programs/own-day.ts';
import * as schedule from '../../../src/engine/programs/schedule.ts';
import type { Member } from '../../../src/engine/records/member.ts';
import type { Enrolment, Program } from '../../../src/engine/records/program.ts';
import { anyMoment, anyTime, anyWeekday, anyZone, wallClock } from '../cadence/arbitraries.ts';
import { community, enrolment, member, program, scheduling } from './records.ts';

const nextSlot = (...asked: Parameters<typeof scheduling>) => schedule.nextSlot(scheduling(...asked));
const leftOut = (of: Program, who: Member, after: Enrolment, before: LocalDate, calendar: Calendar) =>
  schedule.leftOut(scheduling(office, of, who, after, 0, calendar), before);
const DAY = 86_400_000;
const at = (iso: string) => Date.parse(iso);
const date = (text: string) => text as LocalDate;

/** A country, D, whose holidays are these. */
const holidaysOn = (...dates: readonly string[]): Calendar => ({
  isHoliday: (country, day) => country === 'DE' && dates.includes(day),
  learn: async () => undefined,
});
const none = holidaysOn();
const office = community({ mode: 'work', country: 'DE' });
const worker = member({ country: 'DE' });

const DAILY = program({ rule: 'FREQ=DAILY' });
const WEEKLY = program();

/** Slot and local time of the next `count` prompts, each planned when the one before is due. */
function run(of: Program, who: Member, start: string, count: number, calendar: Calendar, here = office): string[] {
  let one = enrolment();
  one = { ...one, ...nextSlot(here, of, who, one, at(start), calendar) };
  const seen: string[] = [];
  for (let step = 0; step < count; step++) {
    seen.push(`${one.nextSlot} ${wallClock(one.nextDueAt ?? 0, who.zone)}`);
    const advanced: Enrolment = { ...one, lastSlot: one.nextSlot };
    one = { ...advanced, ...nextSlot(here, of, who, advanced, one.nextDueAt ?? 0, calendar) };
  }
  return seen;
}

describe('weekends', () => {
  it('are off in work mode: what comes daily is left out', () => {
    expect(run(DAILY, worker, '2026-11-26T12:00:00Z', 3, none)).toEqual([
      '2026-11-27 2026-11-27T10:00',
      '2026-11-30 2026-11-30T10:00',
      '2026-12-01 2026-12-01T10:00',
    ]);
  });

  it('are those of the country', () => {
    const riyadh = member({ country: 'SA', zone: 'Asia/Riyadh' as Zone });
    expect(run(DAILY, riyadh, '2026-11-26T12:00:00Z', 1, none)).toEqual(['2026-11-29 2026-11-29T10:00']);
  });

  it('are days like any other in a community of friends', () => {
    const friends = community({ country: 'DE' });
    expect(run(DAILY, worker, '2026-11-26T12:00:00Z', 2, none, friends)[1]).toBe('2026-11-28 2026-11-28T10:00');
  });

  it('a weekly slot on one comes the next working day and stays the slot it was', () => {
    expect(run(WEEKLY, member({ country: 'DE', weekday: 6 }), '2026-11-26T12:00:00Z', 2, none)).toEqual([
      '2026-11-28 2026-11-30T10:00',
      '2026-12-05 2026-12-07T10:00',
    ]);
  });

  it('count by the day it would really come: late on Friday, after the quiet hours, is Saturday', () => {
    const late = member({ country: 'DE', weekday: 5, time: '22:00' as LocalTime });
    expect(run(WEEKLY, late, '2026-11-26T12:00:00Z', 1, none)).toEqual(['2026-11-27 2026-11-30T08:00']);
  });

  it('hold for the doorbell by the community’s country', () => {
    const behind = member({ place: 'channel', country: 'SA', zone: 'Asia/Riyadh' as Zone });
    const bell = program({ rule: 'FREQ=WEEKLY;BYDAY=SA', channel: 'C1' });
    const next = nextSlot(office, bell, behind, enrolment(), at('2026-11-26T12:00:00Z'), none);
    expect(next.nextSlot).toBe('2026-11-28');
    expect(wallClock(next.nextDueAt ?? 0, 'Europe/London')).toBe('2026-11-30T10:00');
  });
});

describe('holidays', () => {
  const christmas = holidaysOn('2026-12-25', '2026-12-28', '2026-12-29');

  it('of the member’s country are off, whatever the mode', () => {
    const friends = community();
    expect(run(DAILY, worker, '2026-12-24T12:00:00Z', 1, christmas, friends)).toEqual(['2026-12-26 2026-12-26T10:00']);
    expect(run(DAILY, member({ country: 'FR' }), '2026-12-24T12:00:00Z', 1, christmas, friends)).toEqual([
      '2026-12-25 2026-12-25T10:00',
    ]);
  });

  it('of the community’s country are not those of a member among friends who names none', () => {
    const friends = community({ country: 'DE' });
    expect(run(DAILY, member(), '2026-12-24T12:00:00Z', 1, christmas, friends)).toEqual([
      '2026-12-25 2026-12-25T10:00',
    ]);
  });

  it('and weekends in a row are jumped over together', () => {
    expect(run(WEEKLY, member({ country: 'DE', weekday: 5 }), '2026-12-24T12:00:00Z', 1, christmas)).toEqual([
      '2026-12-25 2026-12-30T10:00',
    ]);
  });

  it('are days like any other for somebody who likes to be asked', () => {
    const asked = member({ country: 'DE', daysOff: false });
    expect(run(DAILY, asked, '2026-12-24T12:00:00Z', 2, christmas)).toEqual([
      '2026-12-25 2026-12-25T10:00',
      '2026-12-26 2026-12-26T10:00',
    ]);
  });

  it('that are left out are counted', () => {
    const before = enrolment({ lastSlot: date('2026-12-24') });
    expect(leftOut(DAILY, worker, before, date('2026-12-30'), christmas)).toBe(5);
    expect(leftOut(DAILY, worker, { ...before, lastSlot: null }, date('2026-12-30'), christmas)).toBe(0);
    expect(leftOut(WEEKLY, worker, before, date('2026-12-28'), none)).toBe(0);
  });

  it('a slot that moved is still the next one after an outage', () => {
    const friday = member({ country: 'DE', weekday: 5 });
    const missed = enrolment({ lastSlot: date('2026-12-04') });
    const next = nextSlot(office, WEEKLY, friday, missed, at('2026-12-30T10:00:00Z'), christmas);
    expect(next).toEqual({ nextSlot: '2026-12-25', nextDueAt: at('2026-12-30T09:00:00Z') });
  });

  it('a promise that a change moved onto one is not kept on it', () => {
    const one = { ...enrolment(), nextSlot: date('2026-12-24'), nextDueAt: at('2026-12-24T09:00:00Z') };
    const now = at('2026-12-24T23:30:00Z');
    const late = { ...one, nextDueAt: now };
    const planned = schedule.replan(scheduling(office, DAILY, worker, late, now, christmas));
    expect(planned.nextSlot).toBe('2026-12-30');
  });
});

describe('a nudge to say thanks', () => {
  const THANKS = program({ kind: 'gratitude', rule: 'FREQ=WEEKLY;BYDAY=TH' });
  const friends = community();

  it('leaves the day of the check-in alone: it comes the day after', () => {
    expect(run(THANKS, member({ weekday: 4 }), '2026-11-23T12:00:00Z', 2, none, friends)).toEqual([
      '2026-11-26 2026-11-27T10:00',
      '2026-12-03 2026-12-04T10:00',
    ]);
    expect(run(THANKS, member({ weekday: 3 }), '2026-11-23T12:00:00Z', 1, none, friends)).toEqual([
      '2026-11-26 2026-11-26T10:00',
    ]);
    // Behind the doorbells the community’s days hold, and nobody is written to.
    const behind = member({ weekday: 4, place: 'channel' });
    const bell = { ...THANKS, channel: 'C1' };
    expect(nextSlot(friends, bell, behind, enrolment(), at('2026-11-23T12:00:00Z'), none).nextSlot).toBe('2026-11-26');
    expect(run(bell, behind, '2026-11-23T12:00:00Z', 1, none, friends)[0]).toContain('2026-11-26T11:00');
  });

  it('and what follows a tie’s cadence does not mind it', () => {
    const ties = program({ kind: 'reach-out', rule: 'FREQ=WEEKLY;BYDAY=TH' });
    expect(run(ties, member({ weekday: 4 }), '2026-11-23T12:00:00Z', 1, none, friends)).toEqual([
      '2026-11-26 2026-11-26T10:00',
    ]);
  });
});

// Once, all weekly check-ins came on the member's own day, and the caps let through one of them by chance.
describe('of several check-ins', () => {
  const second = (rule: string) => program({ rule, ownDay: false });
  const on = (rule: string, who: Parameters<typeof member>[0]) =>
    run(second(rule), member(who), '2026-11-23T12:00:00Z', 2, none, community());

  it('a later one keeps its own day, and leaves the member’s alone', () => {
    const THURSDAY = 'FREQ=WEEKLY;BYDAY=TH';
    expect(on(THURSDAY, { weekday: 1 })).toEqual(['2026-11-26 2026-11-26T10:00', '2026-12-03 2026-12-03T10:00']);
    expect(on(THURSDAY, { weekday: 4 })).toEqual(['2026-11-26 2026-11-27T10:00', '2026-12-03 2026-12-04T10:00']);
    expect(on('FREQ=DAILY', { weekday: 3 })).toEqual(['2026-11-24 2026-11-24T10:00', '2026-11-26 2026-11-26T10:00']);
  });

  it('the first weekly one takes the own day, and what is archived gives it up', () => {
    const weekly = program();
    const of = (...others: readonly ReturnType<typeof program>[]) => takesOwnDay('check-in', others);
    expect([of(), of(weekly), of(second('FREQ=WEEKLY;BYDAY=TH'))]).toEqual([true, false, true]);
    expect(of(program({ rule: 'FREQ=DAILY' }), program({ status: 'archived' }))).toBe(true);
    expect(takesOwnDay('gratitude', [])).toBe(false);
  });
});

describe('any member, rule, country, calendar and hour', () => {
  const anyRule = fc.constantFrom(
    'FREQ=DAILY',
    'FREQ=WEEKLY;BYDAY=MO',
    'FREQ=WEEKLY;BYDAY=SA',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE',
    'FREQ=WEEKLY;BYDAY=MO,TH',
    'FREQ=MONTHLY;BYMONTHDAY=31',
  );
  const anyCalendar = fc
    .record({ often: fc.integer({ min: 2, max: 9 }), shift: fc.nat(8) })
    .map(({ often, shift }): Calendar => {
      const days = (day: LocalDate) => Math.floor(Date.parse(day) / DAY);
      return { isHoliday: (_country, day) => (days(day) + shift) % often === 0, learn: async () => undefined };
    });
  const anyMember = fc
    .record({
      zone: anyZone,
      weekday: anyWeekday,
      time: anyTime,
      quietFrom: anyTime,
      quietTo: anyTime,
      country: fc.constantFrom('DE', 'SA', 'IR', 'IN', null),
      place: fc.constantFrom('direct' as const, 'channel' as const),
    })
    .map(member);

  it('who is asked weekly is never nudged on the same date, whatever moved either', () => {
    const who = anyMember.filter(({ place }) => place === 'direct');
    fc.assert(
      fc.property(who, anyCalendar, anyMoment, fc.constantFrom('MO', 'TH', 'SA'), (one, calendar, start, day) => {
        const thanks = program({ kind: 'gratitude', rule: `FREQ=WEEKLY;BYDAY=${day}` });
        const dates = (of: Program) =>
          run(of, one, new Date(start).toISOString(), 6, calendar).map((each) => each.slice(11, 21));
        const asked = dates(WEEKLY);
        expect(dates(thanks).filter((each) => asked.includes(each))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('is never asked on a day off nor in quiet hours; slots rise, and so do their times; none comes before its day', () => {
    fc.assert(
      fc.property(anyRule, anyMember, anyCalendar, anyMoment, (frequency, who, calendar, start) => {
        const of = program({ rule: frequency, channel: 'C1' });
        const direct = who.place === 'direct';
        const zone = direct ? who.zone : (office.zone as Zone);
        const country = direct ? (who.country ?? 'DE') : 'DE';
        const weekend = new Intl.Locale(`und-${country}`) as unknown as { getWeekInfo(): { weekend: number[] } };
        let one = enrolment();
        one = { ...one, ...nextSlot(office, of, who, one, start, calendar) };
        for (let step = 0; step < 12 && one.nextSlot !== null && one.nextDueAt !== null; step++) {
          const { nextSlot: slot, nextDueAt: due } = one;
          const day = dateIn(zone, due);
          expect(calendar.isHoliday(country, day)).toBe(false);
          expect(weekend.getWeekInfo().weekend).not.toContain(Temporal.PlainDate.from(day).dayOfWeek);
          expect(day >= slot).toBe(true);
          if (direct && who.quietFrom < who.quietTo) {
            const time = wallClock(due, zone).slice(11);
            expect(time >= who.quietFrom && time < who.quietTo).toBe(false);
          }
          const advanced = { ...one, lastSlot: slot };
          one = { ...advanced, ...nextSlot(office, of, who, advanced, due, calendar) };
          if (one.nextSlot === null) continue;
          expect(one.nextSlot > slot && (one.nextDueAt ?? 0) > due).toBe(true);
          // Nothing is lost uncounted: each slot of the rule between the two was left out.
          const rule = direct ? onWeekday(of.cadence.rule, who.weekday) : of.cadence.rule;
          let between = 0;
          for (
            let each = slotAfter({ ...of.cadence, rule }, slot);
            each !== null && each < one.nextSlot;
            each = slotAfter({ ...of.cadence, rule }, each)
          )
            between += 1;
          expect(leftOut(of, who, advanced, one.nextSlot, calendar)).toBe(between);
        }
      }),
      { numRuns: 200 },
    );
  });
});
