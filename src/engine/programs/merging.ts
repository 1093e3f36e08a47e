/** What stands in a modal's inputs, by input name. */
export type Typed<Name extends string> = Readonly<Record<Name, string>>;

const MARK_LENGTH = 7;

/** FNV-1a, 32 bits (Fowler, Noll & Vo 1991): tells apart, keeps no secret. */
function mark(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36).padStart(MARK_LENGTH, '0');
}

/** What the inputs held when the modal opened, short enough for its token to carry. */
export function marksOf<Name extends string>(names: readonly Name[], typed: Typed<Name>): string {
  return names.map((name) => mark(typed[name])).join('');
}

/**
 * Joins what an organizer typed with what stands by now, since somebody else may have saved meanwhile. An input they left alone keeps what
 * stands, one they changed holds what they typed. `overruled` are the inputs that both changed, each to something else.
 */
export function merge<Name extends string>(
  names: readonly Name[],
  typed: Typed<Name>,
  marks: string,
  standing: Typed<Name>,
): { readonly merged: Typed<Name>; readonly overruled: readonly Name[] } {
  const opened = (name: Name) => marks.slice(names.indexOf(name) * MARK_LENGTH).slice(0, MARK_LENGTH);
  const changedHere = (name: Name) => mark(typed[name]) !== opened(name);
  const merged = Object.fromEntries(
    names.map((name) => [name, changedHere(name) ? typed[name] : standing[name]]),
  ) as Typed<Name>;
  const overruled = names.filter(
    (name) => changedHere(name) && mark(standing[name]) !== opened(name) && standing[name] !== typed[name],
  );
  return { merged, overruled };
}
