import { text } from '../card/build.ts';
import type { Block } from '../card/card.ts';
import type { Texts } from '../content/texts.ts';
import type { Thanks } from '../records/bond.ts';

/** What a note says: what they did, and what it took and changed where the giver said so. */
export function wordsOf(texts: Texts, thanks: Thanks): readonly Block[] {
  const quote = (words: string): Block => ({ kind: 'quote', text: words });
  const named = (key: 'note.took' | 'note.changed', words: string | null) =>
    words === null ? [] : [text(texts.say(key)), quote(words)];
  return [
    quote(thanks.words),
    ...named('note.took', thanks.took),
    ...named('note.changed', thanks.changed),
    ...(thanks.more === null ? [] : [quote(thanks.more)]),
  ];
}
