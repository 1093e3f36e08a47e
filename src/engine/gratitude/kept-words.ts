import { z } from 'zod';
import { action, idArg } from '../action.ts';
import { button, buttons, card, text } from '../card/build.ts';
import type { Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import type { DraftId } from '../ids.ts';
import { joined } from '../members/membership.ts';
import type { Draft } from '../records/bond.ts';
import type { Reply } from '../reply.ts';
import { keepDraft } from './giving.ts';
import { NO_THANKS, newThanksModal } from './thanks-modal.ts';

/** Words of a giver that could not be brought as they wanted: they stay within reach for a day. Nothing in them is about a receiver. */

/** @throws UserError when the words are gone, or somebody else's */
export async function ownDraft(handling: Handling, id: string): Promise<Draft> {
  const draft = await handling.stores.drafts.get(id as DraftId);
  if (draft === null || draft.member !== joined(handling).id) throw new UserError('thanks.draft-gone');
  return draft;
}

/** A thanks typed in one line that cannot be given: why, the words, and a way to choose again with the words in place. */
export async function keepingWords(handling: Handling, words: string, giving: () => Promise<Card>): Promise<Reply> {
  try {
    return { kind: 'private', card: await giving() };
  } catch (error) {
    if (!(error instanceof UserError && error.key.startsWith('thanks.'))) throw error;
    const { texts } = handling;
    const draft = await keepDraft(handling, joined(handling), words);
    return {
      kind: 'private',
      card: card(
        texts.say('card.neutral'),
        text(texts.say(error.key, error.values)),
        { kind: 'quote', text: words },
        buttons(button(texts.say('thanks.choose-again'), token('thanks.again', draft), 'primary')),
      ),
    };
  }
}

const again = action({
  name: 'thanks.again',
  answer: 'modal',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const { words } = await ownDraft(handling, id);
    return { kind: 'modal', modal: newThanksModal(handling.texts, { ...NO_THANKS, words }, null) };
  },
});

export const keptWordsActions = [again];
