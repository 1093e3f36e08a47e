import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTime, parseTime } from '../../../src/engine/cadence/times.ts';
import { anyTime } from './arbitraries.ts';

describe('a time of day as people write it', () => {
  it.each([
    ['9', '09:00'],
    ['9:30', '09:30'],
    ['9.30', '09:30'],
    ['21h15', '21:15'],
    ['9am', '09:00'],
    ['9 pm', '21:00'],
    ['12am', '00:00'],
    ['12pm', '12:00'],
    ['12:30 a.m.', '00:30'],
    ['1:05 P.M.', '13:05'],
    [' 08:00 ', '08:00'],
    ['0', '00:00'],
    ['23:59', '23:59'],
    ['00:00', '00:00'],
  ])('%s', (text, time) => {
    expect(parseTime(text)).toBe(time);
  });

  it.each([
    '',
    'noon',
    '24',
    '24:00',
    '9:60',
    '13pm',
    '0am',
    '9:5',
    '930',
    '-9',
    '9:30:00',
    '9 30',
    '٩:٣٠',
    '9:30 x',
    '1e1',
  ])('not “%s”', (text) => {
    expect(parseTime(text)).toBeNull();
  });

  it('is as we write it whenever it is one, and ours is read as itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{0,3}[:.h]?\d{0,3} ?(am|pm)?$/)), (text) => {
        const time = parseTime(text);
        if (time !== null) expect(isTime(time)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(anyTime, (time) => {
        expect(parseTime(time)).toBe(time);
      }),
    );
  });
});
