import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countryOf } from '../../../src/engine/cadence/countries.ts';
import { instantOf } from '../../../src/engine/cadence/slots.ts';
import { clocks, findZone, zoneNamed } from '../../../src/engine/cadence/zones.ts';
import type { LocalDate, LocalTime, Zone } from '../../../src/engine/ids.ts';
import { anyMoment, wallClock } from './arbitraries.ts';
import { zones } from './transitions.ts';

const noonIn = (zone: Zone) => instantOf('2026-07-01' as LocalDate, '12:00' as LocalTime, zone);

describe('the zone of a place', () => {
  it('every zone of the runtime is found by its name, in any case', () => {
    for (const zone of zones) {
      expect(zoneNamed(zone)).toBe(zone);
      expect(findZone(` ${zone.toLowerCase()} `)).toBe(zone);
    }
  });

  it('every city that a zone is named after has the time of such a zone', () => {
    const wrong: string[] = [];
    for (const zone of zones) {
      const city = zone.split('/').at(-1) ?? zone;
      const namesakes = zones.filter((one) => one.split('/').at(-1) === city);
      const found = findZone(city.replaceAll('_', ' '));
      if (found === null || !namesakes.some((one) => noonIn(one) === noonIn(found))) wrong.push(`${city}: ${found}`);
    }
    expect(wrong).toEqual([]);
  });

  // Once, the list of well-known places won over the city's own zone: Paris was in Europe/Berlin, and got Germany's helplines.
  it.each([
    ['Paris', 'Europe/Paris'],
    ['Toronto', 'America/Toronto'],
    ['Perth', 'Australia/Perth'],
    ['são paulo', 'America/Sao_Paulo'],
    ['Kyiv', 'Europe/Kyiv'],
    ['Kolkata', 'Asia/Kolkata'],
    ['Ho Chi Minh', 'Asia/Ho_Chi_Minh'],
    ['Delhi', 'Asia/Kolkata'],
    ['Calgary', 'America/Denver'],
    ['utc', 'UTC'],
  ])('%s', (place, zone) => {
    const found = findZone(place);
    expect(found).not.toBeNull();
    expect(found && noonIn(found)).toBe(noonIn(zone as Zone));
    expect(countryOf(found)).toBe(countryOf(zoneNamed(zone)));
  });

  it.each(['', ' ', '/', 'Atlantis', 'Europe/', '+02:00', '../etc', 'a'.repeat(500), '🌊', 'Berlin\u202e'])(
    'not “%s”',
    (place) => {
      expect(findZone(place)).toBeNull();
    },
  );

  it('anything at all is read without a crash, and what is found is a zone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const zone = findZone(text);
        if (zone !== null) expect(zoneNamed(zone)).toBe(zone);
      }),
    );
  });
});

describe('the clocks to choose from', () => {
  it('show what time it is there, at most 24 of them, each a zone', () => {
    fc.assert(
      fc.property(anyMoment, (now) => {
        const shown = clocks(now);
        expect(shown.length).toBeLessThanOrEqual(24);
        expect(new Set(shown.map(({ value }) => value)).size).toBe(shown.length);
        for (const { value, label } of shown) {
          expect(zoneNamed(value)).toBe(value);
          expect(label.startsWith(wallClock(now, value).slice(11))).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  });
});
