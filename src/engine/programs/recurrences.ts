import type { Texts } from '../content/texts.ts';
import { weekdayName } from '../content/when.ts';
import type { LocalDate, LocalTime } from '../ids.ts';
import type { Cadence, Weekday } from '../records.ts';

const BYDAY = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** A recurrence an organizer can pick from a list (16 in all; a select shows 25). */
export interface Recurrence {
  readonly name: string;
  readonly rule: string;
  readonly label: (texts: Texts) => string;
}

const day = (weekday: Weekday, texts: Texts) => weekdayName(weekday, texts.language);

export const recurrences: readonly Recurrence[] = [
  ...WEEKDAYS.map((weekday) => ({
    name: `weekly-${weekday}`,
    rule: `FREQ=WEEKLY;BYDAY=${BYDAY[weekday - 1]}`,
    label: (texts: Texts) => texts.say('cadence.weekly', { weekday: day(weekday, texts) }),
  })),
  { name: 'weekdays', rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', label: (texts) => texts.say('cadence.weekdays') },
  { name: 'daily', rule: 'FREQ=DAILY', label: (texts) => texts.say('cadence.daily') },
  ...WEEKDAYS.map((weekday) => ({
    name: `fortnightly-${weekday}`,
    rule: `FREQ=WEEKLY;INTERVAL=2;BYDAY=${BYDAY[weekday - 1]}`,
    label: (texts: Texts) => texts.say('cadence.fortnightly', { weekday: day(weekday, texts) }),
  })),
];

/** The cadence that a list entry and a time make, beginning at a date; `null` for a name that is not in the list. */
export function cadenceOf(name: string, time: LocalTime, from: LocalDate): Cadence | null {
  const picked = recurrences.find((one) => one.name === name);
  return picked === undefined ? null : { rule: picked.rule, time, from };
}

/** A cadence in words: `every Monday at 10:00`. A rule that is not in the list is shown as it is. */
export function wordCadence(texts: Texts, cadence: Cadence): string {
  const picked = recurrences.find((one) => one.rule === cadence.rule);
  return texts.say('cadence.at', { cadence: picked?.label(texts) ?? cadence.rule, time: cadence.time });
}
