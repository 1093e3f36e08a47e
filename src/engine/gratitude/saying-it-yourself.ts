import { z } from 'zod';
import { action, idArg, personArg } from '../action.ts';
import { card, text } from '../card/build.ts';
import { UserError } from '../errors.ts';
import { ownDraft } from './kept-words.ts';

/** Ways to thank somebody who has not joined: Kith writes to nobody, and keeps nothing about them. */

/**
 * Posts it in this channel, in the giver's name and only because they pressed it; for each person once, told apart by their place on the
 * card, since nothing about them is kept. The words stay for the others on it.
 */
const post = action({
  name: 'thanks.post',
  answer: 'public',
  who: 'member',
  args: z.tuple([idArg, personArg, z.string().regex(/^\d$/)]),
  run: async (handling, [id, person, place]) => {
    const draft = await ownDraft(handling, id);
    const { texts, origin, stores, now } = handling;
    const claim = await stores.claims.claim(`thanks.post/${draft.id}/${place}`, now);
    if (claim.kind === 'answered') throw new UserError('thanks.posted');
    const who = {
      giver: { kind: 'person', id: origin.person.externalId },
      receiver: { kind: 'person', id: person },
    } as const;
    return {
      kind: 'public',
      card: card(texts.say('thanks.public.fallback'), text(texts.rich('thanks.public', who)), {
        kind: 'quote',
        text: draft.words,
      }),
    };
  },
});

const copy = action({
  name: 'thanks.copy',
  answer: 'private',
  who: 'member',
  args: z.tuple([idArg, personArg]),
  run: async (handling, [id, person]) => {
    const draft = await ownDraft(handling, id);
    const { texts } = handling;
    const write = texts.rich('thanks.write-to', { person: { kind: 'person', id: person } });
    return {
      kind: 'private',
      card: card(texts.say('card.neutral'), text(write), { kind: 'quote', text: draft.words }),
    };
  },
});

export const sayingItYourselfActions = [post, copy];
