import type { Modal, Option } from '../card/card.ts';
import { token } from '../card/token.ts';
import { packNames, packs } from '../content/prompts.ts';
import type { Texts } from '../content/texts.ts';
import type { Program } from '../records/program.ts';
import type { Typed } from './merging.ts';
import {
  channelInput,
  chooseInput,
  type Fields,
  nameInput,
  nameProblem,
  type Problems,
  packInput,
  typedIn,
} from './program-modal.ts';

/** What an organizer says about a program beside when it comes, in the order of the inputs. */
export const WHAT = ['name', 'pack', 'channel', 'window', 'expiry'] as const;
export type WhatFields = Typed<(typeof WHAT)[number]>;

const HOUR = 60;
const DAY = 24 * HOUR;
/** Minutes. A prompt that may come half a day late is still of its day; one of a day before is not. */
const WINDOWS: readonly number[] = [HOUR / 2, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR];
/** Minutes. */
const EXPIRIES: readonly number[] = [6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 3 * DAY, 7 * DAY];

export function whatFields(program: Program): WhatFields {
  return {
    name: program.name,
    pack: program.pack,
    channel: program.channel ?? '',
    window: String(program.windowMinutes),
    expiry: String(program.expiryMinutes),
  };
}

export function typedWhat(fields: Fields): WhatFields {
  return {
    name: typedIn(fields, 'name'),
    pack: typedIn(fields, 'pack'),
    channel: typedIn(fields, 'channel'),
    window: typedIn(fields, 'window'),
    expiry: typedIn(fields, 'expiry'),
  };
}

/** The packs a program may change to: of its own kind, since members agreed to that kind and to no other. */
const packsFor = ({ kind }: Program) => packNames.filter((name) => packs[name].kind === kind);

/** `marks`: what the inputs held when it opened first. */
export function whatModal(texts: Texts, program: Program, typed: WhatFields, marks: string): Modal {
  return {
    token: token('program.what', program.id, marks),
    title: texts.say('program.edit.title'),
    submit: texts.say('modal.save'),
    cancel: texts.say('modal.cancel'),
    inputs: [
      nameInput(texts, typed.name),
      packInput(texts, packsFor(program), typed.pack),
      channelInput(texts, typed.channel),
      chooseInput(texts, 'window', spans(texts, WINDOWS, program.windowMinutes), typed.window),
      chooseInput(texts, 'expiry', spans(texts, EXPIRIES, program.expiryMinutes), typed.expiry),
    ],
  };
}

/** What can be chosen, and what stands. */
function spans(texts: Texts, minutes: readonly number[], standing: number): readonly Option[] {
  return [...new Set([...minutes, standing])]
    .toSorted((one, other) => one - other)
    .map((span) => ({ value: String(span), label: wordSpan(texts, span) }));
}

/** `4 hours` */
function wordSpan(texts: Texts, minutes: number): string {
  if (minutes % DAY === 0) return texts.say('span.days', { n: minutes / DAY });
  return minutes % HOUR === 0
    ? texts.say('span.hours', { n: minutes / HOUR })
    : texts.say('span.minutes', { n: minutes });
}

/** The program as the fields make it, or per input what to do about it. */
export function readWhat(
  texts: Texts,
  program: Program,
  typed: WhatFields,
): { readonly program: Program } | { readonly problems: Problems } {
  const problems: Record<string, string> = { ...nameProblem(texts, typed.name) };
  // A pack we no longer ship may stay until another is chosen.
  const pack = typed.pack === program.pack ? program.pack : packsFor(program).find((name) => name === typed.pack);
  if (pack === undefined) problems.pack = texts.say('problem.choose');
  const windowMinutes = [...WINDOWS, program.windowMinutes].find((span) => String(span) === typed.window);
  if (windowMinutes === undefined) problems.window = texts.say('problem.choose');
  const expiryMinutes = [...EXPIRIES, program.expiryMinutes].find((span) => String(span) === typed.expiry);
  if (expiryMinutes === undefined) problems.expiry = texts.say('problem.choose');
  // What comes as late as it may still stands as long before its member: silence of a minute is none.
  const least = 2 * (windowMinutes ?? 0);
  if (expiryMinutes !== undefined && expiryMinutes < least)
    problems.expiry = texts.say('problem.expiry', { least: wordSpan(texts, least) });
  if (Object.keys(problems).length > 0 || !pack || !windowMinutes || !expiryMinutes) return { problems };
  return {
    program: { ...program, name: typed.name, pack, channel: typed.channel || null, windowMinutes, expiryMinutes },
  };
}
