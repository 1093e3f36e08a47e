import { countryName, countryNamed } from '../cadence/countries.ts';
import { findZone } from '../cadence/zones.ts';
import type { Input, Modal } from '../card/card.ts';
import { token } from '../card/token.ts';
import { languageNames, languages, type Texts } from '../content/texts.ts';
import { countryInput } from '../members/country.ts';
import type { Community } from '../records/community.ts';

/** What an organizer says of their community. */
export type Settled = Pick<Community, 'mode' | 'language' | 'country' | 'minors' | 'zone'>;

/** What stands in the five inputs, as typed. */
export interface SetupFields {
  readonly mode: string;
  readonly language: string;
  readonly country: string;
  readonly minors: string;
  readonly zone: string;
}

const MODES = ['work', 'community'] as const satisfies readonly Community['mode'][];
const ANSWERS = ['yes', 'no'] as const;

export function setupModal(texts: Texts, filled: SetupFields): Modal {
  const choose = (
    name: 'mode' | 'language' | 'minors',
    options: readonly { readonly value: string; readonly label: string }[],
  ): Input => ({
    kind: 'choice',
    name,
    label: texts.say(`setup.${name}`),
    hint: texts.say(`setup.${name}.hint`),
    required: true,
    placeholder: texts.say('modal.choose'),
    choice: { kind: 'options', options, chosen: filled[name] || null },
  });
  return {
    token: token('setup.save'),
    title: texts.say('setup.title'),
    submit: texts.say('modal.save'),
    cancel: texts.say('modal.cancel'),
    inputs: [
      choose(
        'mode',
        MODES.map((mode) => ({ value: mode, label: texts.say(`setup.mode.${mode}`) })),
      ),
      choose(
        'language',
        languages.map((language) => ({ value: language, label: languageNames[language] })),
      ),
      countryInput(texts, texts.say('setup.country.hint'), filled.country),
      choose(
        'minors',
        ANSWERS.map((answer) => ({ value: answer, label: texts.say(`setup.minors.${answer}`) })),
      ),
      {
        kind: 'text',
        name: 'zone',
        label: texts.say('setup.zone'),
        hint: texts.say('setup.zone.hint'),
        required: false,
        multiline: false,
        maxLength: 60,
        initial: filled.zone,
        placeholder: texts.say('rhythm.zone.example'),
      },
    ],
  };
}

export function setupFilled(texts: Texts, { mode, language, country, minors, zone }: Settled): SetupFields {
  return {
    mode,
    language,
    country: country === null ? '' : countryName(country, texts.language),
    minors: minors ? 'yes' : 'no',
    zone: zone ?? '',
  };
}

export function setupFields(fields: Readonly<Record<string, readonly string[]>>): SetupFields {
  const first = (name: string) => fields[name]?.[0]?.trim() ?? '';
  return {
    mode: first('mode'),
    language: first('language'),
    country: first('country'),
    minors: first('minors'),
    zone: first('zone'),
  };
}

/** What the fields say, or per input what to do about it. An empty country or zone is one that nobody says. */
export function readSetup(
  texts: Texts,
  typed: SetupFields,
): { readonly settled: Settled } | { readonly problems: Readonly<Record<string, string>> } {
  const problems: Record<string, string> = {};
  const mode = MODES.find((one) => one === typed.mode);
  if (mode === undefined) problems.mode = texts.say('problem.choose');
  const language = languages.find((one) => one === typed.language);
  if (language === undefined) problems.language = texts.say('problem.choose');
  const minors = ANSWERS.find((one) => one === typed.minors);
  if (minors === undefined) problems.minors = texts.say('problem.choose');
  const country = countryNamed(typed.country);
  if (country === null && typed.country !== '') problems.country = texts.say('problem.country');
  const zone = findZone(typed.zone);
  if (zone === null && typed.zone !== '') problems.zone = texts.say('problem.zone');
  if (Object.keys(problems).length > 0 || !mode || !language || !minors) return { problems };
  return { settled: { mode, language, country, minors: minors === 'yes', zone } };
}
