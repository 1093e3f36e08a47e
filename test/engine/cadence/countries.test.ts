import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countryName, countryNamed, countryOf, weekendOf } from '../../../src/engine/cadence/countries.ts';
import { zoneNamed } from '../../../src/engine/cadence/zones.ts';

const zones = Intl.supportedValuesOf('timeZone');

describe('the country of a zone', () => {
  it.each([
    ['Europe/Berlin', 'DE'],
    ['Europe/London', 'GB'],
    ['Europe/Belfast', 'GB'],
    ['Asia/Kolkata', 'IN'],
    ['Asia/Calcutta', 'IN'],
    ['America/Bogota', 'CO'],
    ['America/Los_Angeles', 'US'],
    ['Australia/Perth', 'AU'],
    ['Europe/Belgrade', 'RS'],
    ['UTC', null],
    ['Etc/GMT+5', null],
  ])('%s: %s', (zone, country) => {
    expect(countryOf(zoneNamed(zone))).toBe(country);
  });

  it('is known for nearly every zone on a map', () => {
    const without = zones.filter((zone) => zone.includes('/') && countryOf(zoneNamed(zone)) === null);
    expect(without.filter((zone) => !zone.startsWith('Etc/'))).toEqual([]);
  });
});

describe('a country as people write it', () => {
  it.each([
    ['Germany', 'DE'],
    ['Alemania', 'DE'],
    [' de ', 'DE'],
    ['méxico', 'MX'],
    ['Mexico', 'MX'],
    ['UK', 'GB'],
    ['U.S.A', null],
    ['USA', 'US'],
    ['España', 'ES'],
    ['Espana', 'ES'],
    ['Atlantis', null],
    ['ZZ', null],
    ['EU', null],
    ['', null],
    ['a'.repeat(500), null],
  ])('“%s” is %s', (typed, country) => {
    expect(countryNamed(typed)).toBe(country);
  });

  it('anything at all is read without a crash, and what is found reads back as itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (typed) => {
        const country = countryNamed(typed);
        if (country !== null) expect(countryNamed(countryName(country, 'es'))).toBe(country);
      }),
    );
  });
});

describe('the weekend', () => {
  it.each([
    ['DE', [6, 7]],
    ['SA', [5, 6]],
    ['IR', [5]],
    [null, [6, 7]],
  ])('of %s', (country, weekend) => {
    expect(weekendOf(country)).toEqual(weekend);
  });
});
