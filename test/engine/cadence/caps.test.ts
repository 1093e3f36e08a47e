import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAPS, withinCaps } from '../../../src/engine/cadence/caps.ts';
import { dateIn, instantOf } from '../../../src/engine/cadence/slots.ts';
import type { EpochMs, LocalDate, LocalTime, Zone } from '../../../src/engine/ids.ts';
import { anyMoment, anyZone } from './arbitraries.ts';

const HOUR = 3_600_000;
const UTC = 'UTC' as Zone;
const at = (iso: string) => Date.parse(iso);

describe('what Kith starts by itself', () => {
  it('is one a day, even if a day has room for two gaps', () => {
    expect(withinCaps([at('2026-01-12T00:30:00Z')], at('2026-01-12T23:30:00Z'), UTC)).toBe(false);
    expect(withinCaps([at('2026-01-12T00:30:00Z')], at('2026-01-13T00:30:00Z'), UTC)).toBe(true);
  });

  it('keeps 20 hours between two', () => {
    expect(withinCaps([at('2026-01-12T20:00:00Z')], at('2026-01-13T15:59:59Z'), UTC)).toBe(false);
    expect(withinCaps([at('2026-01-12T20:00:00Z')], at('2026-01-13T16:00:00Z'), UTC)).toBe(true);
  });

  it('is three in seven days', () => {
    const three = [at('2026-01-12T10:00:00Z'), at('2026-01-14T10:00:00Z'), at('2026-01-16T10:00:00Z')];
    expect(withinCaps(three, at('2026-01-18T10:00:00Z'), UTC)).toBe(false);
    expect(withinCaps(three, at('2026-01-19T10:00:00Z'), UTC)).toBe(true);
  });

  it('counts days on the member’s own clock', () => {
    const [first, second] = [at('2026-01-12T08:00:00Z'), at('2026-01-13T05:00:00Z')];
    expect(withinCaps([first], second, 'Asia/Tokyo' as Zone)).toBe(true);
    expect(withinCaps([first], second, 'America/Los_Angeles' as Zone)).toBe(false);
  });

  // Once, days were stretches of 24 hours: a prompt that had arrived a second late forbade the next one of the same time.
  it('never forbids tomorrow’s prompt of the same local time because today’s came late', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3 * HOUR }),
        fc.integer({ min: 0, max: 700 }),
        anyZone,
        (late, day, zone) => {
          const date = (offset: number) => dateIn(UTC, Date.UTC(2026, 0, 1 + day + offset)) as LocalDate;
          const due = (offset: number) => instantOf(date(offset), '12:00' as LocalTime, zone);
          expect(withinCaps([due(0) + late], due(1), zone)).toBe(true);
          expect(withinCaps([due(0) + late, due(2) + late, due(4) + late], due(7), zone)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('holds over any stretch of attempts', () => {
    fc.assert(
      fc.property(fc.array(anyMoment, { maxLength: 60 }), anyZone, (attempts, zone) => {
        const arrived: EpochMs[] = [];
        for (const moment of attempts.toSorted((one, other) => one - other)) {
          if (withinCaps(arrived, moment, zone)) arrived.push(moment);
        }
        const days = arrived.map((moment) => dateIn(zone, moment));
        expect(new Set(days).size).toBe(days.length);
        for (const [index, moment] of arrived.entries()) {
          const before = arrived[index - 1];
          if (before !== undefined) expect(moment - before).toBeGreaterThanOrEqual(CAPS.gapMs);
          const fourth = arrived[index - CAPS.perWeek];
          if (fourth !== undefined) expect(moment - fourth).toBeGreaterThan(6 * 24 * HOUR - HOUR);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is not held back by what comes later', () => {
    expect(withinCaps([at('2026-01-14T10:00:00Z')], at('2026-01-12T10:00:00Z'), UTC)).toBe(true);
  });

  // Once, a second card came an hour after the first when the clock had been three hours ahead in between.
  it('holds when a clock that was hours ahead is set back', () => {
    expect(withinCaps([at('2026-01-12T12:00:00Z')], at('2026-01-12T10:00:00Z'), UTC)).toBe(false);
    expect(withinCaps([at('2026-01-13T01:00:00Z')], at('2026-01-12T22:00:00Z'), UTC)).toBe(false);
  });
});
