import { Temporal } from 'temporal-polyfill';
import { BYDAY, slotAfter } from '../cadence/slots.ts';
import type { Cadence } from '../records/program.ts';

/** A recurrence an organizer can pick from a list. */
export interface Recurrence {
  readonly name: string;
  readonly rule: string;
}

const monthly = (part: string): Recurrence => ({ name: `monthly-${part}`, rule: `FREQ=MONTHLY;${part}` });

/** With *a rule of my own* 24 in all; a select shows 25. */
export const recurrences: readonly Recurrence[] = [
  ...BYDAY.map((day, index) => ({ name: `weekly-${index + 1}`, rule: `FREQ=WEEKLY;BYDAY=${day}` })),
  { name: 'weekdays', rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR' },
  { name: 'daily', rule: 'FREQ=DAILY' },
  ...BYDAY.map((day, index) => ({ name: `fortnightly-${index + 1}`, rule: `FREQ=WEEKLY;INTERVAL=2;BYDAY=${day}` })),
  ...['BYMONTHDAY=1', 'BYMONTHDAY=15', 'BYMONTHDAY=-1', 'BYDAY=1MO', 'BYDAY=1WE', 'BYDAY=1FR', 'BYDAY=-1FR'].map(
    monthly,
  ),
];

/** The choice beside them: a rule that the organizer writes. */
export const OWN_RULE = 'own';

/** The name in the list of a rule that is in it, else {@link OWN_RULE}. */
export function nameOf(rule: string): string {
  return recurrences.find((one) => one.rule === rule)?.name ?? OWN_RULE;
}

/** Slots looked at to see how close two of them come: more than a year of weeks. */
const LOOKED_AT = 60;

/** Whether some two slots are less than a week apart. */
export function oftenerThanWeekly(cadence: Cadence): boolean {
  let slot = slotAfter(cadence, cadence.from);
  for (let looked = 0; looked < LOOKED_AT && slot !== null; looked++) {
    const next = slotAfter(cadence, slot);
    if (next !== null && Temporal.PlainDate.from(slot).until(next).days < 7) return true;
    slot = next;
  }
  return false;
}
