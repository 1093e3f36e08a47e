import type { Input, Modal } from '../card/card.ts';
import { type Token, token } from '../card/token.ts';
import { MOST_PEOPLE } from '../commands/spec.ts';
import type { Texts } from '../content/texts.ts';
import { SUPPORT_KINDS, type SupportKind, type Thanks } from '../records/bond.ts';

export const MOST_WORDS = 1500;
const MOST_MORE = 500;

/** What stands in the inputs, as typed. */
export interface ThanksFields {
  readonly to: readonly string[];
  readonly words: string;
  readonly took: string;
  readonly changed: string;
  readonly kind: string;
  readonly where: string;
}

export const NO_THANKS: ThanksFields = { to: [], words: '', took: '', changed: '', kind: '', where: 'private' };

/** What a note given already has in the inputs. */
export function fieldsOf(thanks: Thanks): ThanksFields {
  return {
    to: [],
    words: thanks.words,
    // A note from when both were asked in one: nothing of it is lost.
    took: thanks.took ?? thanks.more ?? '',
    changed: thanks.changed ?? '',
    kind: thanks.kind ?? '',
    where: thanks.mayBePublic ? 'public' : 'private',
  };
}

type Inputs = Readonly<Record<keyof ThanksFields, Input>>;

function inputs(texts: Texts, typed: ThanksFields): Inputs {
  const label = (name: keyof ThanksFields) => ({
    name,
    label: texts.say(`thanks.${name}`),
    hint: texts.say(`thanks.${name}.hint`),
  });
  const write = (name: 'words' | 'took' | 'changed', required: boolean, maxLength: number) =>
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
    to: {
      kind: 'choice',
      ...label('to'),
      required: true,
      placeholder: texts.say('hello.choose'),
      choice: { kind: 'person', most: MOST_PEOPLE, chosen: typed.to.slice(0, MOST_PEOPLE) },
    },
    words: write('words', true, MOST_WORDS),
    took: write('took', false, MOST_MORE),
    changed: write('changed', false, MOST_MORE),
    kind: choose(
      'kind',
      false,
      SUPPORT_KINDS.map((kind) => ({ value: kind, label: texts.say(`gave.${kind}`) })),
    ),
    where: choose(
      'where',
      true,
      (['private', 'public'] as const).map((where) => ({ value: where, label: texts.say(`thanks.where.${where}`) })),
    ),
  };
}

/**
 * The modal of a new thanks, which helps to be specific: to whom, what they did, what it took, what it changed, which kind of
 * support. A modal has five parts on Discord, so who may read it is asked on the card that follows. `message` is what it is for, as
 * `channel/message`.
 */
export function newThanksModal(texts: Texts, typed: ThanksFields, message: string | null): Modal {
  const { to, words, took, changed, kind } = inputs(texts, typed);
  return {
    token: token('thanks.give', message ?? '-'),
    title: texts.say('thanks.title'),
    submit: texts.say('thanks.submit'),
    cancel: texts.say('modal.cancel'),
    inputs: [to, words, took, changed, kind],
  };
}

/** The modal that changes a thanks: all of it but to whom. Who may read it only where there is a place for all to read. */
export function editThanksModal(texts: Texts, typed: ThanksFields, submitTo: Token, publicly: boolean): Modal {
  const { words, took, changed, kind, where } = inputs(texts, typed);
  return {
    token: submitTo,
    title: texts.say('thanks.title'),
    submit: texts.say('modal.save'),
    cancel: texts.say('modal.cancel'),
    inputs: [words, took, changed, kind, ...(publicly ? [where] : [])],
  };
}

export function thanksFields(fields: Readonly<Record<string, readonly string[]>>): ThanksFields {
  const first = (name: string) => fields[name]?.[0] ?? '';
  return {
    to: fields.to ?? [],
    words: first('words').trim(),
    took: first('took').trim(),
    changed: first('changed').trim(),
    kind: first('kind'),
    where: first('where'),
  };
}

/** What the inputs say, checked. */
export interface Said {
  readonly words: string;
  readonly took: string | null;
  readonly changed: string | null;
  readonly kind: SupportKind | null;
}

/** All that was said, for the giver to say it themselves. */
export function wholeOf({ words, took, changed }: Said | ThanksFields): string {
  return [words, took, changed].filter(Boolean).join('\n\n');
}

/** Reads all but the receivers and who may read it, or says per input what to do. */
export function readThanks(
  texts: Texts,
  typed: ThanksFields,
): { readonly said: Said } | { readonly problems: Readonly<Record<string, string>> } {
  const problems: Record<string, string> = {};
  const most = { words: MOST_WORDS, took: MOST_MORE, changed: MOST_MORE };
  if (typed.words === '') problems.words = texts.say('problem.empty');
  for (const name of ['words', 'took', 'changed'] as const) {
    const { length } = typed[name];
    if (length > most[name]) problems[name] = texts.say('problem.too-long', { length, most: most[name] });
  }
  if (Object.keys(problems).length > 0) return { problems };
  const kind = SUPPORT_KINDS.find((one) => one === typed.kind) ?? null;
  return { said: { words: typed.words, took: typed.took || null, changed: typed.changed || null, kind } };
}
