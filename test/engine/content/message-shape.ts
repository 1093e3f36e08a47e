import { IntlMessageFormat } from 'intl-messageformat';

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** What an ICU message takes from outside, as its parser sees it. */
export interface MessageShape {
  /** Names of values and tags. */
  readonly names: ReadonlySet<string>;
  /** The cases of each select, without `other`, which every select has. */
  readonly cases: ReadonlyMap<string, readonly string[]>;
}

/** The numbers of the parser's element types; its enum belongs to a package that is not ours to import. */
const LITERAL = 0;
const SELECT = 5;
const POUND = 7;

/** Reads what a message takes. @throws SyntaxError when it is not a right ICU message. */
export function shapeOf(message: string): MessageShape {
  const names = new Set<string>();
  const cases = new Map<string, readonly string[]>();
  const visit = (element: Element): void => {
    if (element.type === LITERAL || element.type === POUND) return;
    names.add(element.value);
    if ('children' in element) element.children.forEach(visit);
    if (!('options' in element)) return;
    if (element.type === SELECT) cases.set(element.value, without(Object.keys(element.options), 'other'));
    for (const option of Object.values(element.options)) option.value.forEach(visit);
  };
  new IntlMessageFormat(message, 'en').getAst().forEach(visit);
  return { names, cases };
}

/** Values that lead once through every branch a select can take. */
export function samplesFor({ names, cases }: MessageShape): readonly Readonly<Record<string, string | number>>[] {
  const usual = Object.fromEntries([...names].map((name) => [name, sampleOf(name)]));
  const branches = [...cases].flatMap(([name, values]) => values.map((value) => ({ ...usual, [name]: value })));
  return [usual, ...branches];
}

function sampleOf(name: string): string | number {
  return ['days', 'length', 'most'].includes(name) ? 30 : `‹${name}›`;
}

function without(values: readonly string[], unwanted: string): readonly string[] {
  return values.filter((value) => value !== unwanted);
}
