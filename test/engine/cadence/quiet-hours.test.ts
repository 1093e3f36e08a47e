import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inQuiet, outsideQuiet, type QuietHours } from '../../../src/engine/cadence/quiet-hours.ts';
import type { LocalTime, Zone } from '../../../src/engine/ids.ts';
import { anyMoment, anyTime, anyZone, timeOfMinute, wallClock } from './arbitraries.ts';
import { transitions } from './transitions.ts';

const MINUTE = 60_000;
const hours = (from: string, to: string): QuietHours => ({ from: from as LocalTime, to: to as LocalTime });
const anyHours = fc.record({ from: anyTime, to: anyTime });
const NIGHT = hours('21:00', '08:00');
const BERLIN = 'Europe/Berlin' as Zone;
const at = (iso: string) => Date.parse(iso);

/** The same question, answered by the clock on the wall alone. */
function quietOnTheWall(moment: number, { from, to }: QuietHours, zone: Zone): boolean {
  const time = wallClock(moment, zone).slice(11);
  if (from === to) return false;
  return from < to ? time >= from && time < to : time >= from || time < to;
}

describe('quiet hours', () => {
  it('hold back until they end, over midnight too', () => {
    expect(outsideQuiet(at('2026-01-12T21:00:00Z'), NIGHT, BERLIN)).toBe(at('2026-01-13T07:00:00Z'));
    expect(outsideQuiet(at('2026-01-12T03:00:00Z'), NIGHT, BERLIN)).toBe(at('2026-01-12T07:00:00Z'));
    expect(outsideQuiet(at('2026-01-12T12:30:00Z'), hours('13:00', '14:00'), BERLIN)).toBe(at('2026-01-12T13:00:00Z'));
  });

  it('begin with their first minute and have ended at their last', () => {
    expect(inQuiet(at('2026-01-12T19:59:59Z'), NIGHT, BERLIN)).toBe(false);
    expect(inQuiet(at('2026-01-12T20:00:00Z'), NIGHT, BERLIN)).toBe(true);
    expect(inQuiet(at('2026-01-12T06:59:59Z'), NIGHT, BERLIN)).toBe(true);
    expect(inQuiet(at('2026-01-12T07:00:00Z'), NIGHT, BERLIN)).toBe(false);
  });

  it('are none when both times are the same', () => {
    fc.assert(
      fc.property(anyMoment, anyTime, anyZone, (moment, time, zone) => {
        expect(outsideQuiet(moment, { from: time, to: time }, zone)).toBe(moment);
      }),
    );
  });

  it('end in a minute that the clocks skip: right after the skip', () => {
    const ends = outsideQuiet(at('2026-03-28T23:00:00Z'), hours('22:00', '02:30'), BERLIN);
    expect(wallClock(ends, BERLIN)).toBe('2026-03-29T03:30');
  });

  it('a moment outside stays; one inside moves forward, as little as the wall clock allows, and never lands inside', () => {
    fc.assert(
      fc.property(anyMoment, anyHours, anyZone, (moment, quiet, zone) => {
        const moved = outsideQuiet(moment, quiet, zone);
        expect(quietOnTheWall(moved, quiet, zone)).toBe(false);
        if (!quietOnTheWall(moment, quiet, zone)) expect(moved).toBe(moment);
        else {
          expect(moved).toBeGreaterThan(moment);
          // Everything between is quiet, but for what the change of a clock shows twice or not at all.
          expect(moved - moment).toBeLessThanOrEqual(26 * 60 * MINUTE);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never inside, around every change of the clocks', () => {
    const wrong: string[] = [];
    for (const { zone, at: changed, offsetAfter } of transitions()) {
      const minute = (((changed + offsetAfter) / MINUTE) % 1440) | 0;
      for (const [from, to] of [
        [-90, 30],
        [-30, 90],
        [-30, -1],
        [-150, -30],
        [20, 200],
      ] as const) {
        const quiet = {
          from: timeOfMinute((minute + from + 1440) % 1440),
          to: timeOfMinute((minute + to + 1440) % 1440),
        };
        for (let step = -6; step <= 6; step++) {
          const moved = outsideQuiet(changed + step * 30 * MINUTE - 15 * MINUTE, quiet, zone);
          if (quietOnTheWall(moved, quiet, zone))
            wrong.push(`${zone} ${quiet.from}–${quiet.to}: ${wallClock(moved, zone)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  }, 60_000);
});
