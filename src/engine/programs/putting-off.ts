import { dayBefore } from '../cadence/slots.ts';
import type { EpochMs } from '../ids.ts';
import type { Enrolment } from '../records/program.ts';

/**
 * An enrolment that cannot be planned here and now, perhaps since the member's zone is unknown to this runtime: the planner takes it up at `at`, and
 * finds its slot anew then. A slot kept with that time would look due for the first time, and come when its window is long over.
 */
export function putOff(enrolment: Enrolment, at: EpochMs): Enrolment {
  const { lastSlot, nextSlot: promised, every } = enrolment;
  // Who was never asked is asked at no time that has gone by, but for the one that was promised.
  const before = lastSlot === null && promised !== null && every === 1 ? dayBefore(promised) : lastSlot;
  return { ...enrolment, lastSlot: before, nextSlot: null, nextDueAt: at };
}

/** Whether the slot of an enrolment that comes up has to be found first. */
export function isPutOff({ nextSlot, nextDueAt }: Enrolment): boolean {
  return nextSlot === null && nextDueAt !== null;
}
