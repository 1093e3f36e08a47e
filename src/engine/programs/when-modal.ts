import { Temporal } from 'temporal-polyfill';
import { type RuleProblem, readRule } from '../cadence/rules.ts';
import { dayBefore, slotAfter } from '../cadence/slots.ts';
import { dateAt, parseTime } from '../cadence/times.ts';
import type { Modal } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Texts } from '../content/texts.ts';
import type { LocalDate } from '../ids.ts';
import type { Program } from '../records/program.ts';
import type { Typed } from './merging.ts';
import { type Fields, oftenInput, type Problems, timeInput, typedIn, writeInput } from './program-modal.ts';
import { nameOf, OWN_RULE, oftenerThanWeekly, recurrences } from './recurrences.ts';

/** What an organizer says about when a program comes, in the order of the inputs. */
export const WHEN = ['often', 'rule', 'time', 'starts', 'ends'] as const;
export type WhenFields = Typed<(typeof WHEN)[number]>;

const EXAMPLE = 'FREQ=MONTHLY;BYDAY=2TU';

export function whenFields({ cadence, status }: Program): WhenFields {
  const often = status === 'draft' ? OWN_RULE : nameOf(cadence.rule);
  return {
    often,
    rule: often === OWN_RULE && status !== 'draft' ? cadence.rule : '',
    time: cadence.time,
    starts: cadence.from,
    ends: cadence.until ?? '',
  };
}

export function typedWhen(fields: Fields): WhenFields {
  return {
    often: typedIn(fields, 'often'),
    rule: typedIn(fields, 'rule'),
    time: typedIn(fields, 'time'),
    starts: typedIn(fields, 'starts'),
    ends: typedIn(fields, 'ends'),
  };
}

/** `marks`: what the inputs held when it opened first. */
export function whenModal(texts: Texts, program: Program, typed: WhenFields, marks: string): Modal {
  const date = { most: 10, required: false, example: '2026-12-24' };
  return {
    token: token('program.when', program.id, marks),
    title: texts.say('program.when.title'),
    submit: texts.say('modal.save'),
    cancel: texts.say('modal.cancel'),
    inputs: [
      oftenInput(texts, typed.often),
      writeInput(texts, 'rule', typed.rule, { most: 200, required: false, example: EXAMPLE }),
      timeInput(texts, typed.time),
      writeInput(texts, 'starts', typed.starts, date),
      writeInput(texts, 'ends', typed.ends, date),
    ],
  };
}

/**
 * The program as the fields make it, or per input what to do about it. `today` is the community's. A draft that has got its rule
 * begins.
 */
export function readWhen(
  texts: Texts,
  program: Program,
  typed: WhenFields,
  today: LocalDate,
): { readonly program: Program } | { readonly problems: Problems } {
  const problems: Record<string, string> = {};
  const time = parseTime(typed.time);
  if (time === null) problems.time = texts.say('problem.time');
  const from = typed.starts === '' ? today : dateAt(typed.starts);
  // A year ahead, so that the example is a right end as well.
  const date = Temporal.PlainDate.from(today).add({ years: 1 }).toString();
  if (from === null) problems.starts = texts.say('problem.date', { date });
  const ends = typed.ends === '' ? null : dateAt(typed.ends);
  if (typed.ends !== '' && ends === null) problems.ends = texts.say('problem.date', { date });
  const said = ruleOf(texts, program, typed, from ?? today, date);
  if ('problems' in said) Object.assign(problems, said.problems);
  if (time === null || from === null || 'problems' in said || Object.keys(problems).length > 0) return { problems };
  // Of two ends the earlier is the end.
  const until = [said.until, ends].filter((date) => date !== null).sort()[0] ?? null;
  const cadence = { rule: said.rule, time, from, until };
  if (slotAfter(cadence, dayBefore(from > today ? from : today)) === null)
    return { problems: { ends: texts.say('problem.no-day-left') } };
  if (program.kind === 'gratitude' && oftenerThanWeekly(cadence))
    return { problems: { often: texts.say('problem.weekly-at-most') } };
  return { program: { ...program, cadence, status: program.status === 'draft' ? 'active' : program.status } };
}

type Said = { readonly rule: string; readonly until: LocalDate | null } | { readonly problems: Problems };

/** `example`: a date that can stand as its end. */
function ruleOf(texts: Texts, program: Program, typed: WhenFields, from: LocalDate, example: string): Said {
  const picked = recurrences.find(({ name }) => name === typed.often);
  if (picked !== undefined) {
    // A rule that was only left standing is not meant; a new one is, and must not vanish without a word.
    const meant = typed.rule !== '' && typed.rule !== program.cadence.rule;
    return meant ? { problems: { often: texts.say('problem.rule-not-chosen') } } : { rule: picked.rule, until: null };
  }
  if (typed.often !== OWN_RULE) return { problems: { often: texts.say('problem.choose') } };
  if (typed.rule === '') return { problems: { rule: texts.say('problem.rule.unreadable') } };
  const read = readRule(typed.rule, from);
  return 'problem' in read ? { problems: { rule: wordProblem(texts, read.problem, example) } } : read;
}

/** What to write instead, with a right example. */
function wordProblem(texts: Texts, problem: RuleProblem, example: string): string {
  const part = 'part' in problem ? problem.part : '';
  return texts.say(`problem.rule.${problem.kind}`, { part, until: example.replaceAll('-', '') });
}
