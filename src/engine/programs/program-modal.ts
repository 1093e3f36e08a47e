import { dateIn } from '../cadence/slots.ts';
import { parseTime } from '../cadence/times.ts';
import type { Modal } from '../card/card.ts';
import { token } from '../card/token.ts';
import { letters } from '../content/letters.ts';
import { packNames, packs } from '../content/prompts.ts';
import type { Texts } from '../content/texts.ts';
import type { EpochMs, Zone } from '../ids.ts';
import type { Program } from '../records.ts';
import { cadenceOf, recurrences } from './recurrences.ts';

/** What stands in the five inputs, as typed. */
export interface ProgramFields {
  readonly name: string;
  readonly often: string;
  readonly time: string;
  readonly channel: string;
  readonly pack: string;
}

export const MOST_NAME = 60;
const OFTENER_THAN_WEEKLY: ReadonlySet<string> = new Set(['daily', 'weekdays']);

/** The modal of a new program: name, how often, time, doorbell channel, prompt pack. */
export function programModal(texts: Texts, typed: ProgramFields): Modal {
  const label = (name: keyof ProgramFields) => ({
    name,
    label: texts.say(`program.${name}`),
    hint: texts.say(`program.${name}.hint`),
  });
  const often = recurrences.map((one) => ({ value: one.name, label: one.label(texts) }));
  const packOptions = packNames.map((pack) => ({ value: pack, label: texts.say(`pack.${pack}`) }));
  const write = { kind: 'text', required: true, multiline: false } as const;
  const choose = { kind: 'choice', placeholder: texts.say('modal.choose') } as const;
  return {
    token: token('program.create'),
    title: texts.say('program.title'),
    submit: texts.say('program.submit'),
    cancel: texts.say('modal.cancel'),
    inputs: [
      {
        ...write,
        ...label('name'),
        maxLength: MOST_NAME,
        initial: typed.name,
        placeholder: texts.say('program.name.example'),
      },
      {
        ...choose,
        ...label('often'),
        required: true,
        choice: { kind: 'options', options: often, chosen: typed.often || null },
      },
      { ...write, ...label('time'), maxLength: 10, initial: typed.time, placeholder: texts.say('rhythm.time.example') },
      { ...choose, ...label('channel'), required: false, choice: { kind: 'channel' } },
      {
        ...choose,
        ...label('pack'),
        required: true,
        choice: { kind: 'options', options: packOptions, chosen: typed.pack || null },
      },
    ],
  };
}

export const NEW_PROGRAM: ProgramFields = { name: '', often: 'weekly-1', time: '10:00', channel: '', pack: 'today' };

export function programFields(fields: Readonly<Record<string, readonly string[]>>): ProgramFields {
  const first = (name: string) => fields[name]?.[0] ?? '';
  return {
    name: first('name').trim(),
    often: first('often'),
    time: first('time'),
    channel: first('channel'),
    pack: first('pack'),
  };
}

type Read = Pick<Program, 'kind' | 'name' | 'cadence' | 'channel' | 'pack'>;

/** What the fields make, or per input what to do about it. */
export function readProgram(
  texts: Texts,
  typed: ProgramFields,
  now: EpochMs,
  zone: Zone,
): { readonly program: Read } | { readonly problems: Readonly<Record<string, string>> } {
  const problems: Record<string, string> = {};
  const length = letters(typed.name).length;
  if (length === 0 || length > MOST_NAME) problems.name = texts.say('problem.name', { most: MOST_NAME });
  const time = parseTime(typed.time);
  if (time === null) problems.time = texts.say('problem.time');
  const cadence = time === null ? null : cadenceOf(typed.often, time, dateIn(zone, now));
  if (time !== null && cadence === null) problems.often = texts.say('problem.choose');
  const pack = packNames.find((one) => one === typed.pack);
  if (pack === undefined) problems.pack = texts.say('problem.choose');
  // Gratitude once a week helped, three times did not (Lyubomirsky 2005; science.md §4).
  if (pack === 'gratitude' && OFTENER_THAN_WEEKLY.has(typed.often))
    problems.often = texts.say('problem.weekly-at-most');
  if (Object.keys(problems).length > 0 || cadence === null || pack === undefined) return { problems };
  return { program: { kind: packs[pack].kind, name: typed.name, cadence, channel: typed.channel || null, pack } };
}
