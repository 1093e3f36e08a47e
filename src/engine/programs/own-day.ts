import { onlyWeekday } from '../cadence/slots.ts';
import type { Program, ProgramKind } from '../records/program.ts';
import { COVERED_BY_JOINING } from './enrolling.ts';

/** Whether a new program follows each member's own day: a check-in, unless another weekly one does already. */
export function takesOwnDay(kind: ProgramKind, others: readonly Program[]): boolean {
  if (kind !== COVERED_BY_JOINING) return false;
  return !others.some(
    ({ status, ownDay, cadence }) => status !== 'archived' && ownDay && onlyWeekday(cadence.rule) !== null,
  );
}
