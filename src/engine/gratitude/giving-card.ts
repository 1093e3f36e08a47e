import { button, buttons, numbered, text } from '../card/build.ts';
import type { Block, Inline } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Texts } from '../content/texts.ts';
import type { DraftId } from '../ids.ts';
import type { Thanks } from '../records/bond.ts';
import type { Member } from '../records/member.ts';
import { wordsOf } from './words.ts';

/** A thanks can be edited or taken back this long, and is brought to its receiver only then (ms). */
export const UNDO_MS = 10 * 60_000;

/** Several people in a row of names. */
function names(people: readonly string[]): readonly Inline[] {
  return people.flatMap((id, index): Inline[] => [...(index === 0 ? [] : [', ']), { kind: 'person', id }]);
}

/**
 * What the giver sees of what they gave just now, with the ways to change it while they can. `channel`: where all can read thanks, if
 * there is such a place; then who may read this one is a question. `draft`: the card also helps with people who have not joined, so a change is
 * shown beside it, not in its place.
 */
export function confirmation(
  texts: Texts,
  people: readonly Member[],
  given: readonly Thanks[],
  channel: string | null,
  draft: DraftId | null,
): readonly Block[] {
  const [first] = given;
  if (first === undefined) return [];
  const { together, mayBePublic } = first;
  const beside = (action: string, ...args: readonly string[]) =>
    draft === null ? token(action, ...args) : token(`${action}-too`, ...args, draft);
  const edit = button(texts.say('thanks.edit'), beside('thanks.edit', together));
  const undo = button(texts.say('thanks.undo'), token('thanks.undo', together));
  const where = mayBePublic
    ? button(texts.say('thanks.make-private'), beside('thanks.where', together, 'private'))
    : button(texts.say('thanks.make-public'), beside('thanks.where', together, 'public'));
  return [
    text([...texts.rich('thanks.given'), ' ', ...names(people.map((member) => member.externalId))]),
    ...wordsOf(texts, first),
    text(texts.say('thanks.soon')),
    ...(channel === null ? [] : [whoReads(texts, mayBePublic, channel)]),
    buttons(edit, undo, ...(channel === null ? [] : [where])),
  ];
}

function whoReads(texts: Texts, mayBePublic: boolean, channel: string): Block {
  if (!mayBePublic) return text(texts.say('thanks.now.private'));
  return text(texts.rich('thanks.now.public', { channel: { kind: 'channel', id: channel } }));
}

/** As many people who have not joined get buttons of their own: a card holds five rows. */
const MOST_ROWS = 3;

/**
 * For those who have not joined: nothing is sent and nothing stored about them; the giver says it themselves. `here`: where they can
 * read it, which is nowhere near in a conversation with Kith. `words`: what it is about, where the card does not show it yet.
 */
export function sayYourself(
  texts: Texts,
  others: readonly string[],
  draft: DraftId,
  here: boolean,
  words: string | null,
): readonly Block[] {
  const shown = others.slice(0, MOST_ROWS);
  const rest = others.slice(MOST_ROWS);
  const quote: readonly Block[] = words === null ? [] : [{ kind: 'quote', text: words }];
  return [
    ...shown.flatMap((person, index): readonly Block[] => {
      const number = numbered(index, shown.length);
      const post = button(number + texts.say('thanks.post-here'), token('thanks.post', draft, person, String(index)));
      const copy = button(number + texts.say('thanks.words-to-send'), token('thanks.copy', draft, person));
      return [
        text([number, ...texts.rich('thanks.not-joined', { person: { kind: 'person', id: person } })]),
        ...(index === 0 ? quote : []),
        buttons(...(here ? [post] : []), copy),
      ];
    }),
    ...(rest.length === 0 ? [] : [text([...texts.rich('thanks.not-joined-either'), ' ', ...names(rest)])]),
  ];
}
