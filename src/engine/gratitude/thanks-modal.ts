import type { Modal } from '../card/card.ts';
import { type Token, token } from '../card/token.ts';
import { MOST_PEOPLE } from '../commands/spec.ts';
import type { Texts } from '../content/texts.ts';
import { SUPPORT_KINDS, type SupportKind } from '../records.ts';

export const MOST_WORDS = 1500;
const MOST_MORE = 500;

/** What stands in the five inputs, as typed. */
export interface ThanksFields {
  readonly to: readonly string[];
  readonly words: string;
  readonly more: string;
  readonly kind: string;
  readonly where: string;
}

export const NO_THANKS: ThanksFields = { to: [], words: '', more: '', kind: '', where: 'private' };

/** The modal that helps to be specific: to whom, what they did, what it took and changed, which kind of support, and who may read it. */
export function thanksModal(texts: Texts, submitTo: Token, typed: ThanksFields): Modal {
  const label = (name: keyof ThanksFields) => ({
    name,
    label: texts.say(`thanks.${name}`),
    hint: texts.say(`thanks.${name}.hint`),
  });
  const write = (name: 'words' | 'more', required: boolean, maxLength: number) =>
    ({
      kind: 'text',
      ...label(name),
      required,
      multiline: true,
      maxLength,
      initial: typed[name],
      placeholder: '',
    }) as const;
  const choose = (
    name: 'kind' | 'where',
    required: boolean,
    values: readonly { readonly value: string; readonly label: string }[],
  ) =>
    ({
      kind: 'choice',
      ...label(name),
      required,
      placeholder: texts.say('modal.choose'),
      choice: { kind: 'options', options: values, chosen: typed[name] || null },
    }) as const;
  return {
    token: submitTo,
    title: texts.say('thanks.title'),
    submit: texts.say('thanks.submit'),
    cancel: texts.say('modal.cancel'),
    inputs: [
      {
        kind: 'choice',
        ...label('to'),
        required: true,
        placeholder: texts.say('hello.choose'),
        choice: { kind: 'person', most: MOST_PEOPLE, chosen: typed.to },
      },
      write('words', true, MOST_WORDS),
      write('more', false, MOST_MORE),
      choose(
        'kind',
        false,
        SUPPORT_KINDS.map((kind) => ({ value: kind, label: texts.say(`gave.${kind}`) })),
      ),
      choose(
        'where',
        true,
        (['private', 'public'] as const).map((where) => ({ value: where, label: texts.say(`thanks.where.${where}`) })),
      ),
    ],
  };
}

/** The modal of a new thanks. `message` is what it is for, as `channel/message`. */
export function newThanksModal(texts: Texts, typed: ThanksFields, message: string | null): Modal {
  return thanksModal(texts, token('thanks.give', message ?? '-'), typed);
}

export function thanksFields(fields: Readonly<Record<string, readonly string[]>>): ThanksFields {
  const first = (name: string) => fields[name]?.[0] ?? '';
  return {
    to: fields.to ?? [],
    words: first('words').trim(),
    more: first('more').trim(),
    kind: first('kind'),
    where: first('where'),
  };
}

/** What the text inputs say, checked. */
export interface Said {
  readonly words: string;
  readonly more: string | null;
  readonly kind: SupportKind | null;
  readonly mayBePublic: boolean;
}

/** Reads all but the receivers, or says per input what to do. */
export function readThanks(
  texts: Texts,
  typed: ThanksFields,
): { readonly said: Said } | { readonly problems: Readonly<Record<string, string>> } {
  const problems: Record<string, string> = {};
  const tooLong = (text: string, most: number) => texts.say('problem.too-long', { length: text.length, most });
  if (typed.words === '') problems.words = texts.say('problem.empty');
  if (typed.words.length > MOST_WORDS) problems.words = tooLong(typed.words, MOST_WORDS);
  if (typed.more.length > MOST_MORE) problems.more = tooLong(typed.more, MOST_MORE);
  if (Object.keys(problems).length > 0) return { problems };
  const kind = SUPPORT_KINDS.find((one) => one === typed.kind) ?? null;
  return { said: { words: typed.words, more: typed.more || null, kind, mayBePublic: typed.where === 'public' } };
}
