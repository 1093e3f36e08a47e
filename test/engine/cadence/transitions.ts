import { Temporal } from 'temporal-polyfill';
import type { EpochMs, Zone } from '../../../src/engine/ids.ts';

/** A moment at which the clocks of a zone change. */
export interface Transition {
  readonly zone: Zone;
  readonly at: EpochMs;
  /** Milliseconds east of Greenwich, until then and from then on. */
  readonly offsetBefore: number;
  readonly offsetAfter: number;
}

const FIRST = Temporal.Instant.from('2026-01-01T00:00Z');
const END = Date.UTC(2028, 0, 1);

export const zones: readonly Zone[] = Intl.supportedValuesOf('timeZone').map((name) => name as Zone);

/** Every change of the clocks in 2026 and 2027, in every zone the runtime knows. */
export function transitions(): readonly Transition[] {
  return zones.flatMap(transitionsOf);
}

function transitionsOf(zone: Zone): readonly Transition[] {
  const found: Transition[] = [];
  let before = FIRST.toZonedDateTimeISO(zone);
  for (;;) {
    const next = before.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= END) return found;
    found.push({
      zone,
      at: next.epochMilliseconds,
      offsetBefore: before.offsetNanoseconds / 1e6,
      offsetAfter: next.offsetNanoseconds / 1e6,
    });
    before = next;
  }
}
