import { readFileSync } from 'node:fs';

const page = readFileSync('CONTRIBUTING.md', 'utf8');
const chapter = page.split('## Four recipes')[1]?.split(/^## /m)[0] ?? '';
const [introduction = '', ...sections] = chapter.split(/^### /m);
const catalogues = 'src/engine/content/messages';

/** What following a recipe did, by path. */
export type Changed = ReadonlyMap<string, 'new' | 'edited'>;

/** A recipe of CONTRIBUTING.md as its reader finds it. */
export interface Recipe {
  readonly text: string;
  /** Every file and folder it names. */
  readonly places: readonly string[];
  /** What was changed although the recipe does not say so: a folder it names is one for new files, a file is one to edit. */
  readonly unnamed: (changed: Changed) => readonly string[];
  /** The places it names where nothing was done. */
  readonly untouched: (changed: Changed) => readonly string[];
}

export const titles: readonly string[] = sections.map((section) => section.split('\n')[0] ?? '');

export function recipe(title: string): Recipe {
  const text = sections.find((section) => section.startsWith(`${title}\n`));
  if (text === undefined) throw new Error(`CONTRIBUTING.md has no recipe “${title}”`);
  const places = placesIn(text);
  const translates = text.includes('every catalogue') && introduction.includes(`\`${catalogues}\``);
  const isNamed = (path: string, how: 'new' | 'edited') =>
    (translates && path.startsWith(catalogues)) || places.some((place) => fits(place, path, how));
  return {
    text,
    places,
    unnamed: (changed) => [...changed].flatMap(([path, how]) => (isNamed(path, how) ? [] : [path])),
    untouched: (changed) => places.filter((place) => ![...changed].some(([path, how]) => fits(place, path, how))),
  };
}

function fits(place: string, path: string, how: 'new' | 'edited'): boolean {
  return place.endsWith('/') ? how === 'new' && path.startsWith(place) : path === place;
}

/** Paths between backticks; also what a command there writes into. */
function placesIn(text: string): readonly string[] {
  const quoted = [...text.matchAll(/`([^`]+)`/g)].map(([, inside = '']) => inside.split(' > ').at(-1) ?? '');
  return [...new Set(quoted.filter((one) => /^(src|adapters|jobs|playground|test)\/|^[\w-]+\.json$/.test(one)))];
}
