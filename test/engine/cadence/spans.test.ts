import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleDate, parseUntil } from '../../../src/engine/cadence/spans.ts';
import type { Zone } from '../../../src/engine/ids.ts';
import { anyMoment, anyZone, wallClock } from './arbitraries.ts';

const BERLIN = 'Europe/Berlin' as Zone;
const NOW = Date.parse('2026-03-27T09:30:00Z');
const read = (text: string) => {
  const until = parseUntil(text, NOW, BERLIN);
  return until === null ? null : wallClock(until, BERLIN);
};

describe('until when somebody wants quiet', () => {
  it.each([
    ['3d', '2026-03-30T10:30'],
    ['1d', '2026-03-28T10:30'],
    ['2w', '2026-04-10T10:30'],
    ['1m', '2026-04-27T10:30'],
    [' 2 Weeks ', '2026-04-10T10:30'],
    ['1 week', '2026-04-03T10:30'],
    ['2 semanas', '2026-04-10T10:30'],
    ['1 mes', '2026-04-27T10:30'],
    ['3 días', '2026-03-30T10:30'],
    ['12m', '2027-03-27T10:30'],
    ['2026-03-28', '2026-03-28T00:00'],
    ['2026-12-24', '2026-12-24T00:00'],
  ])('%s', (text, until) => {
    expect(read(text)).toBe(until);
  });

  it.each([
    '',
    ' ',
    'soon',
    '0d',
    '0w',
    '-3d',
    '2026-03-27',
    '2026-03-26',
    '2025-12-24',
    '2026-02-30',
    '2026-13-01',
    '2027-12-24',
    '13m',
    '999m',
    '1000d',
    '2y',
    'd',
    'w2',
    '2w3d',
    '1.5w',
    '٣d',
    '2026-3-28',
    '9999999999999',
    '2w\u200b',
  ])('not “%s”', (text) => {
    expect(read(text)).toBeNull();
  });

  it('is never now, never in the past, never more than a year away, whatever is typed', () => {
    const typed = fc.oneof(
      fc.string(),
      fc
        .tuple(fc.integer({ min: -5, max: 1200 }), fc.constantFrom('d', 'w', 'm', ' days', ' meses'))
        .map(([count, unit]) => `${count}${unit}`),
      fc
        .date({ noInvalidDate: true, min: new Date('2025-01-01'), max: new Date('2030-01-01') })
        .map((date) => date.toISOString().slice(0, 10)),
    );
    fc.assert(
      fc.property(typed, anyMoment, anyZone, (text, now, zone) => {
        const until = parseUntil(text, now, zone);
        if (until === null) return;
        expect(until).toBeGreaterThan(now);
        expect(until - now).toBeLessThan(368 * 86_400_000);
      }),
      { numRuns: 500 },
    );
  });

  // Once, the example was Christmas of 2026 for ever.
  it('the date that is shown as an example is one that can be written, at any moment', () => {
    fc.assert(
      fc.property(anyMoment, anyZone, (now, zone) => {
        expect(parseUntil(exampleDate(now, zone), now, zone)).toBeGreaterThan(now);
      }),
    );
  });
});
