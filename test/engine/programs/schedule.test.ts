import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BYDAY, dateIn, instantOf, onWeekday, slotAfter } from '../../../src/engine/cadence/slots.ts';
import type { EpochMs, LocalDate, LocalTime, Zone } from '../../../src/engine/ids.ts';
import * as schedule from '../../../src/engine/programs/schedule.ts';
import type { Community } from '../../../src/engine/records/community.ts';
import type { Member } from '../../../src/engine/records/member.ts';
import type { Enrolment, Program } from '../../../src/engine/records/program.ts';
import { anyMoment, anyTime, anyWeekday, anyZone, wallClock } from '../cadence/arbitraries.ts';
import { transitions } from '../cadence/transitions.ts';
import { community, enrolment, member, program, scheduling } from './records.ts';

const HOUR = 3_600_000;
type Asked = [Community, Program, Member, Enrolment, EpochMs];
const nextSlot = (...asked: Asked) => schedule.nextSlot(scheduling(...asked));
const replan = (...asked: Asked) => schedule.replan(scheduling(...asked));
const DAY = 24 * HOUR;
const here = community();
const at = (iso: string) => Date.parse(iso);
const date = (text: string) => text as LocalDate;
const zone = (text: string) => text as Zone;
const DAILY = 'FREQ=DAILY';
const TEN = '10:00' as LocalTime;

/** The enrolment once its next slot has been planned, as the planner does it. */
function planned(of: Program, who: Member, one: Enrolment, now: EpochMs): Enrolment {
  const advanced = { ...one, lastSlot: one.nextSlot };
  return { ...advanced, ...nextSlot(here, of, who, advanced, now) };
}

/** Fresh from joining at `now`. */
const enrolled = (of: Program, who: Member, now: EpochMs): Enrolment => {
  const one = enrolment();
  return { ...one, ...nextSlot(here, of, who, one, now) };
};

const anyRule = fc.constantFrom(
  DAILY,
  'FREQ=WEEKLY;BYDAY=MO',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE',
  'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  'FREQ=MONTHLY;BYMONTHDAY=15',
  'FREQ=MONTHLY;BYMONTHDAY=-1',
  'FREQ=MONTHLY;BYDAY=1MO',
  'FREQ=MONTHLY;BYDAY=-1FR',
  'FREQ=MONTHLY;INTERVAL=2;BYDAY=TU;BYSETPOS=2',
);
const anyMember = fc
  .record({
    zone: anyZone,
    weekday: anyWeekday,
    time: anyTime,
    quietFrom: anyTime,
    quietTo: anyTime,
    place: fc.constantFrom('direct' as const, 'channel' as const),
  })
  .map(member);

describe('the next slot', () => {
  it('is at the member’s own day, time and zone', () => {
    const honolulu = member({ zone: zone('Pacific/Honolulu'), weekday: 3, time: '16:30' as LocalTime });
    const next = nextSlot(here, program(), honolulu, enrolment(), at('2026-11-22T12:00:00Z'));
    expect(next.nextSlot).toBe('2026-11-25');
    expect(wallClock(next.nextDueAt ?? 0, 'Pacific/Honolulu')).toBe('2026-11-25T16:30');
  });

  it('is at the community’s behind a doorbell, whatever the member’s quiet hours', () => {
    const night = member({
      place: 'channel',
      weekday: 3,
      quietFrom: '00:00' as LocalTime,
      quietTo: '23:59' as LocalTime,
    });
    const next = nextSlot(here, program({ channel: 'C1' }), night, enrolment(), at('2026-11-22T12:00:00Z'));
    expect(wallClock(next.nextDueAt ?? 0, 'Europe/London')).toBe('2026-11-23T10:00');
  });

  it('waits for the end of the member’s quiet hours', () => {
    const late = member({ time: '22:00' as LocalTime });
    const next = nextSlot(here, program(), late, enrolment(), at('2026-11-22T12:00:00Z'));
    expect(next.nextSlot).toBe('2026-11-23');
    expect(wallClock(next.nextDueAt ?? 0, 'Europe/Berlin')).toBe('2026-11-24T08:00');
  });

  it('is not today’s for somebody who joins after its time', () => {
    const next = nextSlot(here, program(), member(), enrolment(), at('2026-11-23T09:30:00Z'));
    expect(next.nextSlot).toBe('2026-11-30');
  });

  it.each([['quiet'], ['ended']] as const)('is none while the enrolment is %s', (status) => {
    expect(nextSlot(here, program(), member(), enrolment({ status }), 0).nextDueAt).toBeNull();
  });

  it.each([['paused'], ['archived']] as const)('is none while the program is %s', (status) => {
    expect(nextSlot(here, program({ status }), member(), enrolment(), 0).nextDueAt).toBeNull();
  });

  it('is none when the rule has ended', () => {
    const once = program({ rule: 'FREQ=DAILY;COUNT=1' });
    expect(
      nextSlot(here, once, member(), enrolment({ lastSlot: date('2026-01-01') }), at('2026-01-01T10:00:00Z')).nextSlot,
    ).toBeNull();
  });

  it('after an outage is the one still inside its window, else the first to come: never an old one', () => {
    const missedWeeks = enrolment({ lastSlot: date('2026-11-02') });
    const inside = nextSlot(here, program(), member(), missedWeeks, at('2026-11-23T12:59:00Z'));
    expect(inside).toEqual({ nextSlot: '2026-11-23', nextDueAt: at('2026-11-23T09:00:00Z') });
    expect(nextSlot(here, program(), member(), missedWeeks, at('2026-11-23T13:00:00Z')).nextSlot).toBe('2026-11-30');
  });

  it('is later than every slot planned before, never past its window, never while snoozed, never in quiet hours', () => {
    fc.assert(
      fc.property(
        anyRule,
        anyMember,
        anyMoment,
        fc.integer({ min: -60, max: 60 }),
        fc.integer({ min: 1, max: 4 }),
        fc.option(fc.integer({ min: -5, max: 40 })),
        (rule, who, now, lastDay, every, snoozeDays) => {
          const last = dateIn(who.zone, now + lastDay * DAY);
          const snoozed = { ...who, snoozedUntil: snoozeDays === null ? null : now + snoozeDays * DAY };
          const running = program({ rule, channel: 'C1' });
          const { nextSlot: slot, nextDueAt: due } = nextSlot(
            here,
            running,
            snoozed,
            enrolment({ lastSlot: last, every }),
            now,
          );
          expect(slot !== null && slot > last).toBe(true);
          expect(due).toBeGreaterThan(now - running.windowMinutes * 60_000);
          expect(due).toBeGreaterThan(snoozed.snoozedUntil ?? 0);
          if (who.place === 'direct' && who.quietFrom < who.quietTo) {
            const time = wallClock(due ?? 0, who.zone).slice(11);
            expect(time >= who.quietFrom && time < who.quietTo).toBe(false);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('day after day is one a day at the same local time, whatever the clocks do', () => {
    fc.assert(
      fc.property(anyZone, anyMoment, (place, start) => {
        const who = member({ zone: place });
        const daily = program({ rule: DAILY });
        let one = enrolled(daily, who, start);
        for (let day = 0; day < 20; day++) {
          const due = one.nextDueAt ?? 0;
          expect(wallClock(due, place)).toBe(`${one.nextSlot}T10:00`);
          const next = planned(daily, who, one, due);
          expect(Date.parse(next.nextSlot ?? '') - Date.parse(one.nextSlot ?? '')).toBe(DAY);
          one = next;
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('around every change of the clocks', () => {
  // The slot of the day of the change, and those beside it: a member's time inside the hour that is skipped or comes twice.
  it('of a day that the zone skips comes on the next, or is the next one’s: not both at one moment', () => {
    // Samoa went over the date line, and had no 30 December in 2011.
    const samoa = community({ zone: zone('Pacific/Apia') });
    const who = member({ place: 'channel', zone: zone('Pacific/Apia') });
    const next = (rule: string, lastSlot: string) => {
      const running = program({ rule, channel: 'C1' });
      const cadence = { ...running.cadence, from: date('2011-01-01') };
      const one = enrolment({ lastSlot: date(lastSlot) });
      return nextSlot(samoa, { ...running, cadence }, who, one, at('2011-12-29T22:00:00Z'));
    };
    const saturday = at('2011-12-30T20:00:00Z');
    expect(next(DAILY, '2011-12-29')).toEqual({ nextSlot: '2011-12-31', nextDueAt: saturday });
    expect(next('FREQ=WEEKLY;BYDAY=FR', '2011-12-23')).toEqual({ nextSlot: '2011-12-30', nextDueAt: saturday });
  });

  it('each slot comes once, at its local time, by every kind of rule in every zone', () => {
    const wrong: string[] = [];
    let slots = 0;
    for (const { zone: place, at: changed, offsetBefore, offsetAfter } of transitions()) {
      const wall = changed + Math.min(offsetBefore, offsetAfter) + HOUR / 2;
      const day = new Date(wall).toISOString();
      const weekday = ((new Date(wall).getUTCDay() + 6) % 7) as 0 | 1 | 2 | 3 | 4 | 5 | 6;
      const name = BYDAY[weekday];
      const nth = Math.ceil(Number(day.slice(8, 10)) / 7);
      const who = member({
        zone: place,
        weekday: (weekday + 1) as Member['weekday'],
        time: day.slice(11, 16) as LocalTime,
        quietFrom: TEN,
        quietTo: TEN,
      });
      for (const rule of [
        DAILY,
        `FREQ=WEEKLY;BYDAY=${name}`,
        `FREQ=MONTHLY;BYMONTHDAY=${Number(day.slice(8, 10))}`,
        `FREQ=MONTHLY;BYDAY=${nth}${name}`,
      ]) {
        const running = program({ rule });
        let one = enrolled(running, who, changed - 2 * DAY);
        const came: string[] = [];
        while ((one.nextDueAt ?? Number.POSITIVE_INFINITY) < changed + 2 * DAY) {
          const slot = one.nextSlot ?? date('');
          came.push(slot);
          if (one.nextDueAt !== instantOf(slot, who.time, place)) wrong.push(`${place} ${rule} ${slot}: another time`);
          one = planned(running, who, one, one.nextDueAt ?? 0);
        }
        slots += came.length;
        const unbroken = came.every(
          (slot, day) => day === 0 || Date.parse(slot) - Date.parse(came[day - 1] ?? '') === DAY,
        );
        const enough = rule === DAILY ? came.length >= 3 : came.length === 1;
        if (!came.includes(day.slice(0, 10)) || !unbroken || !enough)
          wrong.push(`${place} ${rule}: ${came.join(', ')}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(slots).toBeGreaterThan(2000);
  }, 60_000);
});

describe('after an outage of any length', () => {
  it('what is still inside its window comes, once; nothing older does, whatever the rule', () => {
    fc.assert(
      fc.property(anyRule, anyMember, anyMoment, fc.integer({ min: 0, max: 100 * DAY }), (rule, who, start, awayMs) => {
        const running = program({ rule, channel: 'C1' });
        let one = enrolled(running, who, start);
        const back = start + awayMs;
        const sent: EpochMs[] = [];
        while ((one.nextDueAt ?? back + 1) <= back) {
          if ((one.nextDueAt ?? 0) + running.windowMinutes * 60_000 > back) sent.push(one.nextDueAt ?? 0);
          one = planned(running, who, one, back);
        }
        // Of a rule that comes once a day at the most, one can be inside a window of four hours; quiet hours may push two together.
        const pushed = who.place === 'direct' && who.quietFrom !== who.quietTo;
        expect(sent.length).toBeLessThanOrEqual(pushed ? 2 : 1);
        expect(one.nextDueAt).toBeGreaterThan(back);
      }),
      { numRuns: 200 },
    );
  });
});

describe('an edit', () => {
  const edited = (after: Program, one: Enrolment, now: EpochMs) => {
    const anew = { ...one, ...replan(here, after, member(), one, now) };
    return schedule.withoutSurprise(scheduling(here, after, member(), anew, now), one.nextSlot);
  };

  it('takes a slot that was planned and not sent back, and it still comes: once, and at any pace', () => {
    fc.assert(
      fc.property(anyRule, anyMember, anyMoment, fc.integer({ min: 1, max: 4 }), (rule, who, start, every) => {
        const { cadence } = program({ rule });
        const running = program({ channel: 'C1', cadence: { ...cadence, from: date('2024-01-01') } });
        const first = enrolled(running, who, start);
        const soon = (first.nextDueAt ?? 0) - 60_000;
        const one = { ...planned(running, who, { ...first, every }, soon), every };
        const back = { slot: first.nextSlot ?? date(''), dueAt: first.nextDueAt ?? 0 };
        const again = schedule.unplanned(scheduling(here, running, who, one, soon), back);
        expect(again.nextSlot).toBe(first.nextSlot);
        expect(again.nextDueAt).toBe(first.nextDueAt);
        expect(planned(running, who, again, soon)).toEqual(one);
        // Once, a pause in between, or any new plan, took the turn of whoever is asked at half the pace for another slot.
        const paused = schedule.unplanned(scheduling(here, { ...running, status: 'paused' }, who, one, soon), back);
        expect(paused.nextSlot).toBeNull();
        for (const stands of [paused, again])
          expect(replan(here, running, who, stands, soon).nextSlot).toBe(first.nextSlot);
      }),
      { numRuns: 100 },
    );
  });

  it('that makes a slot of earlier today does not send it; one that was promised for today comes', () => {
    const noon = at('2026-11-25T11:00:00Z');
    const asked = enrolment({ lastSlot: date('2026-11-23'), nextSlot: date('2026-11-30') });
    expect(edited(program({ rule: DAILY }), asked, noon).nextSlot).toBe('2026-11-26');
    const promised = enrolment({ lastSlot: date('2026-11-24'), nextSlot: date('2026-11-25'), nextDueAt: noon + HOUR });
    expect(edited(program({ rule: 'FREQ=WEEKLY;BYDAY=WE,FR' }), promised, noon)).toMatchObject({
      nextSlot: '2026-11-25',
    });
  });

  it('never asks twice for a slot, and never skips one that stays', () => {
    fc.assert(
      fc.property(anyRule, anyRule, anyMoment, fc.integer({ min: 0, max: 40 * DAY }), (from, to, start, laterMs) => {
        const [before, after] = [program({ rule: from }), program({ rule: to })];
        const first = enrolled(before, member(), start);
        const one = planned(before, member(), first, first.nextDueAt ?? start);
        const now = Math.max(start + laterMs, first.nextDueAt ?? 0);
        if ((one.nextDueAt ?? 0) <= now) return;
        const next = edited(after, one, now);
        expect((next.nextSlot ?? '') > (one.lastSlot ?? '')).toBe(true);
        const { cadence } = program({ rule: onWeekday(to, 1) });
        let slot = slotAfter(cadence, one.lastSlot ?? date(''));
        while (slot !== null && slot < (next.nextSlot ?? '')) {
          expect(instantOf(slot, TEN, member().zone)).toBeLessThan(now);
          slot = slotAfter(cadence, slot);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the plan anew', () => {
  it('keeps a promise of today that a journey east moved into the past: due now', () => {
    const who = member({ zone: zone('Pacific/Honolulu') });
    const now = at('2026-11-22T23:00:00Z');
    const one = enrolled(program(), who, now);
    expect(one.nextSlot).toBe('2026-11-23');
    const there = replan(here, program(), { ...who, zone: zone('Pacific/Auckland') }, one, now);
    expect(there).toEqual({ nextSlot: '2026-11-23', nextDueAt: now });
  });

  // Once, only today's promise was kept: over the date line a whole day was skipped.
  it('keeps a promise that a journey over the date line moved onto yesterday', () => {
    const who = member({ zone: zone('Pacific/Honolulu') });
    const now = at('2026-11-23T12:00:00Z');
    const one = { ...enrolled(program(), who, at('2026-11-22T12:00:00Z')), lastSlot: date('2026-11-16') };
    const there = replan(here, program(), { ...who, zone: zone('Pacific/Auckland') }, one, now);
    expect(there.nextSlot).toBe('2026-11-23');
    expect(wallClock(there.nextDueAt ?? 0, 'Pacific/Auckland')).toBe('2026-11-24T08:00');
  });

  // Once, a promise that an outage had left hours behind came out all the same when a setting changed.
  it('does not revive what is past its window', () => {
    const who = member();
    const one = enrolled(program(), who, at('2026-11-22T12:00:00Z'));
    const evening = at('2026-11-23T18:00:00Z');
    expect(replan(here, program(), { ...who, language: 'es' }, one, evening).nextSlot).toBe('2026-11-30');
  });

  // Once, every new plan took the very next slot: the halved pace was lost when an organizer paused and resumed.
  it('keeps the pace', () => {
    const slower = enrolment({ lastSlot: date('2026-11-02'), every: 2 });
    expect(nextSlot(here, program(), member(), slower, at('2026-11-08T12:00:00Z')).nextSlot).toBe('2026-11-16');
    expect(replan(here, program(), member(), slower, at('2026-11-08T12:00:00Z')).nextSlot).toBe('2026-11-16');
  });

  it('a new day of the week holds from now on', () => {
    const now = at('2026-11-23T08:00:00Z');
    const one = { ...enrolled(program(), member(), now), lastSlot: date('2026-11-16') };
    expect(replan(here, program(), member({ weekday: 4 }), one, now).nextSlot).toBe('2026-11-26');
  });

  it('somebody who changes zones at any time is neither skipped nor asked twice for the same day', () => {
    const anyMove = fc.record({ afterMs: fc.integer({ min: 0, max: 40 * HOUR }), to: anyZone });
    fc.assert(
      fc.property(
        fc.oneof(fc.constant(DAILY), anyRule),
        anyZone,
        anyMoment,
        fc.array(anyMove, { minLength: 1, maxLength: 6 }),
        (rule, first, start, moves) => {
          const running = program({ rule });
          let who = member({ zone: first, time: TEN, quietFrom: TEN, quietTo: TEN });
          let one = enrolled(running, who, start);
          const asked: string[] = [one.nextSlot ?? ''];
          let now = start;
          const runUntil = (until: EpochMs) => {
            while ((one.nextDueAt ?? until) < until) {
              now = Math.max(now, one.nextDueAt ?? now);
              one = planned(running, who, one, now);
              asked.push(one.nextSlot ?? '');
            }
            now = Math.max(now, until);
          };
          for (const { afterMs, to } of moves) {
            runUntil(now + afterMs);
            who = { ...who, zone: to };
            const promised = asked.pop() ?? '';
            one = { ...one, ...replan(here, running, who, one, now) };
            asked.push(one.nextSlot ?? '');
            expect((one.nextSlot ?? '') <= promised, `${promised} skipped`).toBe(true);
            expect(one.nextDueAt).toBeGreaterThanOrEqual(now - running.windowMinutes * 60_000);
          }
          runUntil(now + (rule === DAILY ? 3 : 70) * DAY);
          expect(new Set(asked).size).toBe(asked.length);
          expect(asked.toSorted()).toEqual(asked);
          for (const [index, slot] of asked.entries()) {
            const before = asked[index - 1];
            const { cadence } = program({ rule: onWeekday(rule, who.weekday) });
            if (before !== undefined) expect(slot).toBe(slotAfter(cadence, date(before)));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('changes of any setting never bring back a slot planned before', () => {
    fc.assert(
      fc.property(
        anyRule,
        anyMember,
        anyMember,
        anyMoment,
        fc.integer({ min: 0, max: 10 * DAY }),
        (rule, before, after, start, laterMs) => {
          const running = program({ rule, channel: 'C1' });
          const first = enrolled(running, before, start);
          const one = planned(running, before, first, first.nextDueAt ?? start);
          const again = replan(here, running, after, one, start + laterMs);
          expect((again.nextSlot ?? '') > (one.lastSlot ?? '')).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
