import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textsIn } from '../../../src/engine/content/texts.ts';
import type { LocalDate, ProgramId } from '../../../src/engine/ids.ts';
import { crowding, wordCrowding } from '../../../src/engine/programs/crowding.ts';
import { recurrences } from '../../../src/engine/programs/recurrences.ts';
import type { Program } from '../../../src/engine/records/program.ts';
import { program } from './records.ts';

/** Programs whose days collide: what the caps leave out is told to whoever set them up. */
const today = '2026-11-24' as LocalDate;
let number = 0;
const fixed = (rule: string, given: Partial<Program> = {}) =>
  program({ id: `P${number++}` as ProgramId, rule, ownDay: false, name: rule, ...given });
const named = (one: Program, ...all: readonly Program[]) => crowding(one, all, today).with.map(({ name }) => name);

it('two of one weekday meet, also once a month; two of different days do not', () => {
  const thursdays = fixed('FREQ=WEEKLY;BYDAY=TH', { kind: 'gratitude' });
  expect(named(thursdays, thursdays, fixed('FREQ=WEEKLY;INTERVAL=2;BYDAY=TH'))).toHaveLength(1);
  expect(named(thursdays, fixed('FREQ=MONTHLY;BYDAY=1TH'))).toHaveLength(1);
  expect(named(thursdays, fixed('FREQ=WEEKLY;BYDAY=FR'))).toEqual([]);
  expect(named(thursdays, fixed('FREQ=DAILY'))).toHaveLength(1);
});

it('what follows each member’s own day meets nothing but its like: the others leave it that day', () => {
  const own = fixed('FREQ=WEEKLY;BYDAY=MO', { ownDay: true });
  expect(named(own, fixed('FREQ=WEEKLY;BYDAY=MO'))).toEqual([]);
  expect(named(fixed('FREQ=WEEKLY;BYDAY=MO'), own)).toEqual([]);
  expect(named(own, fixed('FREQ=WEEKLY;BYDAY=FR', { ownDay: true }))).toHaveLength(1);
});

it('what is paused, over, a draft, or as often as a member chose takes no day from others', () => {
  const mondays = fixed('FREQ=WEEKLY;BYDAY=MO');
  for (const status of ['paused', 'draft', 'archived'] as const)
    expect(named(mondays, fixed('FREQ=WEEKLY;BYDAY=MO', { status }))).toEqual([]);
  const over = {
    ...mondays,
    id: 'over' as ProgramId,
    cadence: { ...mondays.cadence, until: '2026-11-23' as LocalDate },
  };
  expect(named(mondays, over)).toEqual([]);
  expect(named(mondays, fixed('FREQ=DAILY', { kind: 'reach-out' }))).toEqual([]);
  expect(named(fixed('FREQ=DAILY', { kind: 'reach-out' }), mondays)).toEqual([]);
});

it('more than three days a week are too many, one program’s or several’s; three are not', () => {
  const over = (...rules: string[]) => {
    const [first, ...others] = rules.map((rule) => fixed(rule));
    return first !== undefined && crowding(first, others, today).overWeek;
  };
  expect(over('FREQ=DAILY')).toBe(true);
  expect(over('FREQ=WEEKLY;BYDAY=MO,WE,FR')).toBe(false);
  expect(over('FREQ=WEEKLY;BYDAY=MO,WE', 'FREQ=WEEKLY;BYDAY=TU,FR')).toBe(true);
  expect(over('FREQ=WEEKLY;BYDAY=MO,WE', 'FREQ=WEEKLY;BYDAY=WE,FR')).toBe(false);
});

it('whatever two rules, each is told of the other or neither is', () => {
  const rule = fc.constantFrom(...recurrences.map((one) => one.rule));
  fc.assert(
    fc.property(rule, rule, fc.boolean(), fc.boolean(), (one, other, own, others) => {
      const [first, second] = [fixed(one, { ownDay: own }), fixed(other, { ownDay: others })];
      expect(named(first, second).length).toBe(named(second, first).length);
    }),
  );
});

it.each([
  ['en', 'days of Tea and Soup.'],
  ['es', 'días de Tea y Soup.'],
] as const)('it is said in %s', (language, said) => {
  const one = fixed('FREQ=WEEKLY;BYDAY=TH');
  const others = ['Tea', 'Soup'].map((name) => fixed('FREQ=WEEKLY;BYDAY=TH', { name }));
  expect(JSON.stringify(wordCrowding(textsIn(language), one, [one, ...others], today))).toContain(said);
});
