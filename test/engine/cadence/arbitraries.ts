import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { EpochMs, LocalDate, LocalTime, Zone } from '../../../src/engine/ids.ts';
import type { Weekday } from '../../../src/engine/records/member.ts';
import { zones } from './transitions.ts';

/** Values at random, as the cadence knows them. */

export const anyZone: fc.Arbitrary<Zone> = fc.constantFrom(...zones);

export const anyDate: fc.Arbitrary<LocalDate> = fc
  .integer({ min: 0, max: 729 })
  .map((days) => Temporal.PlainDate.from('2026-01-01').add({ days }).toString() as LocalDate);

export const anyTime: fc.Arbitrary<LocalTime> = fc.integer({ min: 0, max: 24 * 60 - 1 }).map(timeOfMinute);

export const anyWeekday = fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7);

/** A moment in 2026 or 2027, to the minute. */
export const anyMoment: fc.Arbitrary<EpochMs> = fc
  .integer({ min: 0, max: 730 * 24 * 60 })
  .map((minutes) => Date.UTC(2026, 0, 1) + minutes * 60_000);

export function timeOfMinute(minute: number): LocalTime {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}` as LocalTime;
}

/** `2026-11-23T10:00` on the clock of a zone. */
export function wallClock(at: EpochMs, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
}
