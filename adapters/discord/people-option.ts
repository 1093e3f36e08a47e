/**
 * Discord has no option for several people, so `people` is registered as up to five options of one user each: `people`, `people-2` … `people-5`.
 * A modal's select takes more.
 */
const MOST_OPTIONS = 5;

/** The options one `people` option is registered as, in order. */
export function peopleOptionNames(name: string): readonly string[] {
  return [name, ...Array.from({ length: MOST_OPTIONS - 1 }, (_, index) => `${name}-${index + 2}`)];
}

/** The inverse for one of {@link peopleOptionNames}: names of our own options end in no number. */
export function peopleOptionOf(name: string): string {
  return name.replace(/-[2-5]$/, '');
}
