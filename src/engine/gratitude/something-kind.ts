import { z } from 'zod';
import { action, idArg } from '../action.ts';
import { button, buttons, card, context, text } from '../card/build.ts';
import type { Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import { moment } from '../content/when.ts';
import type { Handling } from '../handling.ts';
import type { ThanksId } from '../ids.ts';
import { joined } from '../members/membership.ts';
import { giverOf } from './giver.ts';
import { UNDO_MS } from './giving-card.ts';
import { noteBlocks } from './receiving.ts';

/** One of this many of the newest notes is drawn. */
const MOST_DRAWN = 50;
/** For who has no note yet. */
const KIND_WORDS = ['kind.1', 'kind.2', 'kind.3'] as const;

/** One note of the jar, any but the one just shown; while there is none, a kind word instead of an empty jar. */
async function kindCard(handling: Handling, shown: ThanksId | null): Promise<Card> {
  const { texts, stores, now, random } = handling;
  const member = joined(handling);
  const drawn = <T>(all: readonly T[]) => all[Math.floor(random.fraction() * all.length)];
  const notes = await stores.thanks.jar(member.id, MOST_DRAWN, now - UNDO_MS);
  const others = notes.filter((one) => one.id !== shown);
  const thanks = drawn(others.length === 0 ? notes : others);
  if (thanks === undefined) {
    const words = drawn(KIND_WORDS) ?? KIND_WORDS[0];
    return card(texts.say('card.neutral'), text(texts.say(words)), context(texts.say('card.only-you')));
  }
  if (thanks.readAt === null) await stores.thanks.save({ ...thanks, readAt: now });
  return card(
    texts.say('card.neutral'),
    text(texts.say('kind.from-jar')),
    ...noteBlocks(texts, thanks, await giverOf(stores, thanks)),
    context([moment(thanks.givenAt, member.zone, texts.language)]),
    buttons(
      ...(notes.length > 1 ? [button(texts.say('kind.another'), token('jar.another', thanks.id))] : []),
      button(texts.say('jar.open'), token('jar.open')),
    ),
    context(texts.say('card.only-you')),
  );
}

const one = action({
  name: 'jar.one',
  answer: 'private',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'private', card: await kindCard(handling, null) }),
});

const another = action({
  name: 'jar.another',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [shown]) => ({ kind: 'update', card: await kindCard(handling, shown as ThanksId) }),
});

export const somethingKindActions = [one, another];
