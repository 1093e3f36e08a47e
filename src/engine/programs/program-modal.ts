import { dateIn } from '../cadence/slots.ts';
import { parseTime } from '../cadence/times.ts';
import type { Input, Modal, Option } from '../card/card.ts';
import { token } from '../card/token.ts';
import { letters } from '../content/letters.ts';
import { type PackName, packNames, packs } from '../content/prompts.ts';
import type { Texts } from '../content/texts.ts';
import type { EpochMs, LocalTime, Zone } from '../ids.ts';
import type { Program } from '../records/program.ts';
import { OWN_RULE, oftenerThanWeekly, type Recurrence, recurrences } from './recurrences.ts';
import { wordRule } from './word-cadence.ts';

/** What stands in the five inputs, as typed. */
export interface ProgramFields {
  readonly name: string;
  readonly often: string;
  readonly time: string;
  readonly channel: string;
  readonly pack: string;
}

export const MOST_NAME = 60;

/** The inputs of all modals about programs, by what they ask: a label and a hint of the same name stand in the catalogue. */
type InputName = keyof ProgramFields | 'window' | 'expiry' | 'rule' | 'starts' | 'ends';

function labelled(texts: Texts, name: InputName) {
  return { name, label: texts.say(`program.${name}`), hint: texts.say(`program.${name}.hint`) };
}

export function writeInput(
  texts: Texts,
  name: InputName,
  initial: string,
  { most, required, example }: { readonly most: number; readonly required: boolean; readonly example: string },
): Input {
  const how = { kind: 'text', multiline: false, maxLength: most, placeholder: example } as const;
  return { ...labelled(texts, name), ...how, required, initial };
}

export function chooseInput(texts: Texts, name: InputName, options: readonly Option[], chosen: string): Input {
  const choice = { kind: 'options', options, chosen: chosen || null } as const;
  return { ...labelled(texts, name), kind: 'choice', required: true, choice, placeholder: texts.say('modal.choose') };
}

export function channelInput(texts: Texts, chosen: string): Input {
  const choice = { kind: 'channel', chosen: chosen || null } as const;
  const placeholder = texts.say('modal.choose');
  return { ...labelled(texts, 'channel'), kind: 'choice', required: false, choice, placeholder };
}

export function nameInput(texts: Texts, initial: string): Input {
  return writeInput(texts, 'name', initial, {
    most: MOST_NAME,
    required: true,
    example: texts.say('program.name.example'),
  });
}

export function oftenInput(texts: Texts, chosen: string): Input {
  const options = recurrences.map(({ name, rule }) => ({ value: name, label: wordRule(texts, rule) }));
  return chooseInput(texts, 'often', [...options, { value: OWN_RULE, label: texts.say('cadence.own') }], chosen);
}

export function timeInput(texts: Texts, initial: string): Input {
  return writeInput(texts, 'time', initial, { most: 10, required: true, example: texts.say('rhythm.time.example') });
}

export function packInput(texts: Texts, names: readonly PackName[], chosen: string): Input {
  const options = names.map((pack) => ({ value: pack, label: texts.say(`pack.${pack}`) }));
  return chooseInput(texts, 'pack', options, chosen);
}

/** The modal of a new program: name, how often, time, doorbell channel, prompt pack. The rest has good beginnings, and *Edit*. */
export function programModal(texts: Texts, typed: ProgramFields): Modal {
  return {
    token: token('program.create'),
    title: texts.say('program.title'),
    submit: texts.say('program.submit'),
    cancel: texts.say('modal.cancel'),
    inputs: [
      nameInput(texts, typed.name),
      oftenInput(texts, typed.often),
      timeInput(texts, typed.time),
      channelInput(texts, typed.channel),
      packInput(texts, packNames, typed.pack),
    ],
  };
}

export const NEW_PROGRAM: ProgramFields = { name: '', often: 'weekly-1', time: '10:00', channel: '', pack: 'today' };
/** Stands in a draft until its organizer has written its rule. */
const NOT_YET_SAID: Recurrence = { name: OWN_RULE, rule: 'FREQ=WEEKLY;BYDAY=MO' };

export type Fields = Readonly<Record<string, readonly string[]>>;

/** What was typed into an input, without the space around it; empty when nothing was. */
export const typedIn = (fields: Fields, name: string) => fields[name]?.[0]?.trim() ?? '';

export function programFields(fields: Fields): ProgramFields {
  return {
    name: typedIn(fields, 'name'),
    often: typedIn(fields, 'often'),
    time: typedIn(fields, 'time'),
    channel: typedIn(fields, 'channel'),
    pack: typedIn(fields, 'pack'),
  };
}

/** Per input what to do about it. */
export type Problems = Readonly<Record<string, string>>;

/** What is wrong with a name, by the name of its input. */
export function nameProblem(texts: Texts, name: string): Problems {
  const length = letters(name).length;
  return length > 0 && length <= MOST_NAME ? {} : { name: texts.say('problem.name', { most: MOST_NAME }) };
}

type Read = Pick<Program, 'kind' | 'name' | 'cadence' | 'channel' | 'pack' | 'status'>;

/** What the fields make, or per input what to do about it. With a rule of its organizer's own it is a draft until that is written. */
export function readProgram(
  texts: Texts,
  typed: ProgramFields,
  now: EpochMs,
  zone: Zone,
): { readonly program: Read } | { readonly problems: Problems } {
  const problems: Record<string, string> = { ...nameProblem(texts, typed.name) };
  const time = parseTime(typed.time);
  if (time === null) problems.time = texts.say('problem.time');
  const picked = typed.often === OWN_RULE ? NOT_YET_SAID : recurrences.find(({ name }) => name === typed.often);
  if (picked === undefined) problems.often = texts.say('problem.choose');
  const pack = packNames.find((one) => one === typed.pack);
  if (pack === undefined) problems.pack = texts.say('problem.choose');
  const cadence = { rule: picked?.rule ?? '', time: time ?? ('' as LocalTime), from: dateIn(zone, now), until: null };
  // Gratitude once a week helped, three times did not (Lyubomirsky 2005).
  if (pack !== undefined && picked !== undefined && packs[pack].kind === 'gratitude' && oftenerThanWeekly(cadence))
    problems.often = texts.say('problem.weekly-at-most');
  if (Object.keys(problems).length > 0 || pack === undefined) return { problems };
  const status = picked === NOT_YET_SAID ? 'draft' : 'active';
  return {
    program: { kind: packs[pack].kind, name: typed.name, cadence, channel: typed.channel || null, pack, status },
  };
}
