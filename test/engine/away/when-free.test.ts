import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Busy, whenFree } from '../../../src/engine/away/when-free.ts';
import type { DaysOff } from '../../../src/engine/cadence/days-off.ts';
import { inQuiet } from '../../../src/engine/cadence/quiet-hours.ts';
import { dateIn } from '../../../src/engine/cadence/slots.ts';
import type { Presence } from '../../../src/engine/records/member.ts';
import { anyMoment, anyTime, anyZone } from '../cadence/arbitraries.ts';
import { member } from '../programs/records.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const workdays: DaysOff = () => false;
const sam = member();
/** Ten on a Monday morning in Berlin; a card may come until two. */
const ten = Date.parse('2026-11-23T09:00:00Z');
const window = ten + 4 * HOUR;
const presence = (given: Partial<Presence> = {}): Presence => ({
  awayUntil: null,
  silent: null,
  askedAt: null,
  zone: null,
  ...given,
});

describe('a card', () => {
  it.each<readonly [string, Presence | null, { at: number } | { busy: Busy }]>([
    ['comes at once when nothing is known', null, { at: ten }],
    [
      'waits for the end of do-not-disturb inside its window',
      presence({ silent: { from: ten - HOUR, until: ten + HOUR } }),
      { at: ten + HOUR },
    ],
    [
      'is left out when do-not-disturb lasts longer',
      presence({ silent: { from: ten, until: window } }),
      { busy: 'do-not-disturb' },
    ],
    [
      'does not mind do-not-disturb of tonight',
      presence({ silent: { from: ten + 12 * HOUR, until: ten + 20 * HOUR } }),
      { at: ten },
    ],
    ['is left out while its member is away', presence({ awayUntil: ten + 24 * HOUR }), { busy: 'away' }],
    ['comes when its member is back inside the window', presence({ awayUntil: ten + HOUR }), { at: ten + HOUR }],
    ['comes when its member has been away', presence({ awayUntil: ten }), { at: ten }],
    [
      'waits for one after the other',
      presence({ awayUntil: ten + HOUR, silent: { from: ten + 30 * MINUTE, until: ten + 2 * HOUR } }),
      { at: ten + 2 * HOUR },
    ],
  ])('%s', (_what, known, expected) => {
    expect(whenFree(sam, known, workdays, ten, window)).toEqual(expected);
  });

  it('is left out when do-not-disturb ends in the quiet hours', () => {
    const late = ten + 10 * HOUR;
    const silent = { from: late, until: late + 2 * HOUR };
    expect(whenFree(sam, presence({ silent }), workdays, late, late + 4 * HOUR)).toEqual({ busy: 'do-not-disturb' });
  });

  const maybe = (hours: fc.Arbitrary<number>) => fc.option(hours.map((each) => each * HOUR));
  const around = fc.integer({ min: -6, max: 30 });

  it('never comes while its member is snoozed, away, silent, in quiet hours or has a day off, and is not lost without a reason', () => {
    fc.assert(
      fc.property(
        fc.record({ now: anyMoment, zone: anyZone, from: anyTime, to: anyTime }),
        fc.record({
          snooze: maybe(around),
          away: maybe(around),
          silent: maybe(around),
          lasts: fc.integer({ min: 1, max: 12 }),
        }),
        fc.integer({ min: 1, max: 48 }),
        fc.integer({ min: 2, max: 7 }),
        ({ now, zone, from, to }, { snooze, away, silent, lasts }, hours, often) => {
          const who = member({
            zone,
            quietFrom: from,
            quietTo: to,
            snoozedUntil: snooze === null ? null : now + snooze,
          });
          const stretch = silent === null ? null : { from: now + silent, until: now + silent + lasts * HOUR };
          const known = presence({ awayUntil: away === null ? null : now + away, silent: stretch });
          const isOff: DaysOff = (date) => Math.floor(Date.parse(date) / (24 * HOUR)) % often === 0;
          const until = now + hours * HOUR;
          const kept = (at: number) =>
            (who.snoozedUntil ?? 0) > at ||
            (known.awayUntil ?? 0) > at ||
            (stretch !== null && stretch.from <= at && stretch.until > at) ||
            inQuiet(at, { from, to }, zone) ||
            isOff(dateIn(zone, at));
          const found = whenFree(who, known, isOff, now, until);
          const wanted = 'at' in found ? found.at : until;
          if ('at' in found) {
            expect(kept(found.at)).toBe(false);
            expect(found.at).toBeLessThan(until);
          } else expect(kept(now)).toBe(true);
          // Nor was there an earlier moment.
          for (let at = now; at < wanted; at += 20 * MINUTE) expect(kept(at)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});
