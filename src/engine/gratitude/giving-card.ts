import { button, buttons, text } from '../card/build.ts';
import type { Block, Inline } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Texts } from '../content/texts.ts';
import type { DraftId } from '../ids.ts';
import type { Member, Thanks } from '../records.ts';

/** A thanks can be edited or taken back this long, and is brought to its receiver only then (ms). */
export const UNDO_MS = 10 * 60_000;

/** What the giver sees of what they gave, with the ways to change it while they can. */
export function confirmation(
  texts: Texts,
  people: readonly Member[],
  given: readonly Thanks[],
  now: number,
): readonly Block[] {
  const [first] = given;
  if (first === undefined) return [];
  const names = people.flatMap((member, index): Inline[] => [
    ...(index === 0 ? [] : [', ']),
    { kind: 'person', id: member.externalId },
  ]);
  const changeable = first.givenAt + UNDO_MS > now;
  return [
    text([...texts.rich('thanks.given'), ' ', ...names]),
    { kind: 'quote', text: first.words },
    text(texts.say(first.mayBePublic ? 'thanks.soon.public' : 'thanks.soon')),
    ...(changeable && given.length === 1 ? [changeRow(texts, first)] : []),
    ...(changeable && given.length > 1
      ? [buttons(...given.slice(0, 5).map((one, index) => undoButton(texts, one, people[index]?.name ?? '')))]
      : []),
  ];
}

function changeRow(texts: Texts, thanks: Thanks): Block {
  return buttons(
    button(texts.say('thanks.edit'), token('thanks.edit', thanks.id)),
    button(texts.say('thanks.undo'), token('thanks.undo', thanks.id)),
  );
}

function undoButton(texts: Texts, thanks: Thanks, name: string) {
  return button(texts.say('thanks.undo-one', { name }), token('thanks.undo', thanks.id));
}

/** For somebody who has not joined: nothing is sent and nothing stored about them; the giver says it themselves. */
export function sayYourself(texts: Texts, person: string, draft: DraftId | null): readonly Block[] {
  if (draft === null) return [];
  return [
    text(texts.rich('thanks.not-joined', { person: { kind: 'person', id: person } })),
    buttons(
      button(texts.say('thanks.post-here'), token('thanks.post', draft, person)),
      button(texts.say('thanks.words-to-send'), token('thanks.copy', draft, person)),
    ),
  ];
}
