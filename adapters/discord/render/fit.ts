/** Units of text that must not be torn: an escaped character, a mention, time or link, a whole code point. */
const ATOM = /\\.|<[^<>\s]+>|[\s\S]/gsu;

/** At most `limit` UTF-16 units of plain text (no markup), the last of them an ellipsis when something is missing. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${whole(text, limit - 1)}…`;
}

/** The same for markdown: no escape or mention is torn. Bold that is cut open is closed. */
export function cutMarkdown(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const [head] = splitMarkdown(text, limit - 3);
  const isOpen = ((head.match(/(?<!\\)(?:\\\\)*\*\*/gu) ?? []).length & 1) === 1;
  return `${head.trimEnd()}…${isOpen ? '**' : ''}`;
}

/** Splits markdown so that the first part has at most `limit` units: after a space where one is near, else between two characters. */
export function splitMarkdown(text: string, limit: number): readonly [head: string, tail: string] {
  if (text.length <= limit) return [text, ''];
  let end = 0;
  let afterSpace = 0;
  for (const { 0: atom } of text.matchAll(ATOM)) {
    if (end + atom.length > limit) break;
    end += atom.length;
    if (/\s/u.test(atom)) afterSpace = end;
  }
  const at = afterSpace > end - 200 ? afterSpace || end : end;
  return [text.slice(0, at), text.slice(at)];
}

/** The longest start of at most `limit` UTF-16 units that does not tear a surrogate pair. */
function whole(text: string, limit: number): string {
  const isTorn = /[\ud800-\udbff]$/.test(text.slice(0, limit));
  return text.slice(0, isTorn ? limit - 1 : limit);
}
