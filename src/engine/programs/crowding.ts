import { Temporal } from 'temporal-polyfill';
import { CAPS, isChosen } from '../cadence/caps.ts';
import { dayBefore, onlyWeekday, onWeekday, slotAfter } from '../cadence/slots.ts';
import { context } from '../card/build.ts';
import type { Block } from '../card/card.ts';
import type { Texts } from '../content/texts.ts';
import { wordList } from '../content/when.ts';
import type { LocalDate } from '../ids.ts';
import type { Weekday } from '../records/member.ts';
import type { Program } from '../records/program.ts';

/** Days looked ahead: a quarter, in which what comes by the month meets what comes by the week. */
const LOOKED_AHEAD = 92;
const MONDAY: Weekday = 1;

interface Crowding {
  /** Programs whose slots fall on days of this one: by direct message one of the two is left out there. */
  readonly with: readonly Program[];
  /** Together they fall due oftener than a member is written to in a week. */
  readonly overWeek: boolean;
}

/**
 * What the caps will leave out of a program, week after week, because of the others that run. Members' own days, days off and pauses are not
 * looked at: what is found holds for whoever gets all of them by direct message.
 */
export function crowding(program: Program, all: readonly Program[], today: LocalDate): Crowding {
  if (!isCapped(program)) return { with: [], overWeek: false };
  const others = all.filter((other) => other.id !== program.id && isCapped(other));
  const days = new Set(daysOf(program, today));
  // What follows each member's own day is left that day by the others.
  const meets = (other: Program) =>
    followsMember(other) === followsMember(program) && daysOf(other, today).some((day) => days.has(day));
  const together = new Set([...days, ...others.flatMap((other) => daysOf(other, today))]);
  return { with: others.filter(meets), overWeek: isOverWeek([...together].toSorted()) };
}

/** The same for organizers, beside the program. */
export function wordCrowding(
  texts: Texts,
  program: Program,
  all: readonly Program[],
  today: LocalDate,
): readonly Block[] {
  const found = crowding(program, all, today);
  const programs = wordList(
    found.with.map(({ name }) => name),
    texts.language,
  );
  return [
    ...(found.with.length > 0
      ? [context(texts.say('program.crowded.day', { programs, when: texts.say('program.when') }))]
      : []),
    ...(found.overWeek ? [context(texts.say('program.crowded.week', { most: CAPS.perWeek }))] : []),
  ];
}

function isCapped(program: Program): boolean {
  return program.status === 'active' && !isChosen(program);
}

function followsMember({ ownDay, cadence }: Program): boolean {
  return ownDay && onlyWeekday(cadence.rule) !== null;
}

function daysOf(program: Program, today: LocalDate): readonly LocalDate[] {
  const { cadence } = program;
  const rule = followsMember(program) ? onWeekday(cadence.rule, MONDAY) : cadence.rule;
  const last = Temporal.PlainDate.from(today).add({ days: LOOKED_AHEAD }).toString();
  const days: LocalDate[] = [];
  let day = slotAfter({ ...cadence, rule }, dayBefore(today));
  while (day !== null && day <= last) {
    days.push(day);
    day = slotAfter({ ...cadence, rule }, day);
  }
  return days;
}

function isOverWeek(days: readonly LocalDate[]): boolean {
  return days.some((day, index) => {
    const following = days[index + CAPS.perWeek];
    return following !== undefined && Temporal.PlainDate.from(day).until(following).days < 7;
  });
}
