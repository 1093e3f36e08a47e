import { personArg } from '../action.ts';
import type { Modal } from '../card/card.ts';
import type { Token } from '../card/token.ts';
import type { Texts } from '../content/texts.ts';
import type { Handling } from '../handling.ts';
import type { Layer, Tie } from '../records/bond.ts';
import { LAYER_DAYS, LAYERS } from './layers.ts';

const MOST_LABEL = 40;
const MOST_DAYS = 366;

/** What stands in the inputs, as typed. */
export interface TieFields {
  readonly person: string;
  readonly label: string;
  readonly layer: string;
  readonly days: string;
}

export const NEW_TIE: TieFields = { person: '', label: '', layer: 'middle', days: '' };

/** The modal of one tie: somebody here or elsewhere, how close, how often. */
export function tieModal(texts: Texts, submitTo: Token, typed: TieFields): Modal {
  const label = (name: keyof TieFields) => ({
    name,
    label: texts.say(`circle.${name}`),
    hint: texts.say(`circle.${name}.hint`),
  });
  const write = (name: 'label' | 'days', maxLength: number) =>
    ({
      kind: 'text',
      ...label(name),
      required: false,
      multiline: false,
      maxLength,
      initial: typed[name],
      placeholder: '',
    }) as const;
  const layers = LAYERS.map((layer) => ({
    value: layer,
    label: texts.say(`circle.layer.${layer}`, { days: LAYER_DAYS[layer] }),
  }));
  return {
    token: submitTo,
    title: texts.say('circle.title'),
    submit: texts.say('modal.save'),
    cancel: texts.say('modal.cancel'),
    inputs: [
      {
        kind: 'choice',
        ...label('person'),
        required: false,
        placeholder: texts.say('hello.choose'),
        choice: { kind: 'person', most: 1, chosen: typed.person === '' ? [] : [typed.person] },
      },
      write('label', MOST_LABEL),
      {
        kind: 'choice',
        ...label('layer'),
        required: true,
        placeholder: texts.say('modal.choose'),
        choice: { kind: 'options', options: layers, chosen: typed.layer || null },
      },
      write('days', 3),
    ],
  };
}

type Read = Pick<Tie, 'person' | 'label' | 'layer' | 'everyDays'>;

/** What the fields make, or per input what to do about it. */
export function readTie(
  { texts, origin }: Handling,
  typed: TieFields,
): { readonly tie: Read } | { readonly problems: Readonly<Record<string, string>> } {
  const problems: Record<string, string> = {};
  if ((typed.person === '') === (typed.label === '')) problems.label = texts.say('problem.person-or-label');
  // The platforms' own clients keep to both; others may send anything.
  if (typed.label.length > MOST_LABEL)
    problems.label = texts.say('problem.too-long', { length: typed.label.length, most: MOST_LABEL });
  if (typed.person !== '' && !personArg.safeParse(typed.person).success) problems.person = texts.say('hello.nobody');
  if (typed.person === origin.person.externalId) problems.person = texts.say('hello.self');
  const layer: Layer | undefined = LAYERS.find((one) => one === typed.layer);
  if (layer === undefined) problems.layer = texts.say('problem.choose');
  const days = typed.days === '' && layer !== undefined ? LAYER_DAYS[layer] : Number(typed.days);
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS)
    problems.days = texts.say('problem.days', { most: MOST_DAYS });
  if (Object.keys(problems).length > 0 || layer === undefined) return { problems };
  return { tie: { person: typed.person || null, label: typed.label || null, layer, everyDays: days } };
}

export function tieFields(fields: Readonly<Record<string, readonly string[]>>): TieFields {
  const first = (name: string) => (fields[name]?.[0] ?? '').trim();
  return { person: first('person'), label: first('label'), layer: first('layer'), days: first('days') };
}
