import { parseTime } from '../cadence/times.ts';
import { findZone } from '../cadence/zones.ts';
import type { Modal } from '../card/card.ts';
import type { Token } from '../card/token.ts';
import { languageNames, languages, type Texts } from '../content/texts.ts';
import { weekdayName } from '../content/when.ts';
import type { Language } from '../records/community.ts';
import type { MemberPlace, Weekday } from '../records/member.ts';
import type { Proposal, Rhythm } from './rhythm.ts';

/** What stands in the five inputs, as typed. */
export interface RhythmFields {
  readonly day: string;
  readonly time: string;
  readonly place: string;
  readonly zone: string;
  readonly language: string;
}

const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const PLACES: readonly MemberPlace[] = ['direct', 'channel'];

/** What sending the modal does. Discord's button cannot say it, so the title does. */
const PURPOSES = {
  join: { title: 'join.title', submit: 'join.button' },
  settings: { title: 'rhythm.title', submit: 'modal.save' },
} as const;

/** The modal in which day, time, place, zone and language are chosen: Discord allows five parts, so these are they. */
export function rhythmModal(texts: Texts, token: Token, purpose: keyof typeof PURPOSES, filled: RhythmFields): Modal {
  const choose = (
    name: 'day' | 'place' | 'language',
    list: readonly { readonly value: string; readonly label: string }[],
  ) =>
    ({
      kind: 'choice',
      name,
      label: texts.say(`rhythm.${name}`),
      hint: texts.say(`rhythm.${name}.hint`),
      required: true,
      placeholder: texts.say(`rhythm.${name}`),
      choice: { kind: 'options', options: list, chosen: filled[name] === '' ? null : filled[name] },
    }) as const;
  const write = (name: 'time' | 'zone', maxLength: number) =>
    ({
      kind: 'text',
      name,
      label: texts.say(`rhythm.${name}`),
      hint: texts.say(`rhythm.${name}.hint`),
      required: true,
      multiline: false,
      maxLength,
      initial: filled[name],
      placeholder: texts.say(`rhythm.${name}.example`),
    }) as const;
  return {
    token,
    title: texts.say(PURPOSES[purpose].title),
    submit: texts.say(PURPOSES[purpose].submit),
    cancel: texts.say('modal.cancel'),
    inputs: [
      choose(
        'day',
        WEEKDAYS.map((day) => ({ value: String(day), label: weekdayName(day, texts.language) })),
      ),
      write('time', 10),
      choose(
        'place',
        PLACES.map((place) => ({ value: place, label: texts.say(`place.${place}`) })),
      ),
      write('zone', 60),
      choose(
        'language',
        languages.map((language) => ({ value: language, label: languageNames[language] })),
      ),
    ],
  };
}

/** A proposal as the modal shows it. */
export function filledWith(proposal: Proposal): RhythmFields {
  const { weekday, time, place, language, zone } = proposal;
  return { day: String(weekday), time, place, language, zone: zone ?? '' };
}

/** What came back from the modal, as typed. */
export function fieldsOf(fields: Readonly<Record<string, readonly string[]>>): RhythmFields {
  const first = (name: string) => fields[name]?.[0] ?? '';
  return {
    day: first('day'),
    time: first('time'),
    place: first('place'),
    zone: first('zone'),
    language: first('language'),
  };
}

/** A rhythm, or per input what to do about it. */
export function readRhythm(
  texts: Texts,
  typed: RhythmFields,
): { readonly rhythm: Rhythm } | { readonly problems: Readonly<Record<string, string>> } {
  const problems: Record<string, string> = {};
  const time = parseTime(typed.time);
  if (time === null) problems.time = texts.say('problem.time');
  const zone = findZone(typed.zone);
  if (zone === null) problems.zone = texts.say('problem.zone');
  const weekday = WEEKDAYS.find((day) => String(day) === typed.day);
  if (weekday === undefined) problems.day = texts.say('problem.choose');
  const place = PLACES.find((one) => one === typed.place);
  if (place === undefined) problems.place = texts.say('problem.choose');
  const language = languages.find((one: Language) => one === typed.language);
  if (language === undefined) problems.language = texts.say('problem.choose');
  if (time === null || zone === null || !weekday || !place || !language) return { problems };
  return { rhythm: { time, zone, weekday, place, language } };
}
