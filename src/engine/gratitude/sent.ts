import { z } from 'zod';
import { action, idArg } from '../action.ts';
import { button, buttons, card, context, numbered, text } from '../card/build.ts';
import type { Block, Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import { moment } from '../content/when.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import type { ThanksId } from '../ids.ts';
import { joined } from '../members/membership.ts';
import type { Thanks } from '../records/bond.ts';
import { UNDO_MS } from './giving-card.ts';
import { removeNote, unpost } from './removing.ts';
import { wordsOf } from './words.ts';

const A_PAGE = 3;

/** The notes one sent, newest first, a few at a time: those after `before` in that order. */
async function sentCard(handling: Handling, before: Pick<Thanks, 'givenAt' | 'id'> | null): Promise<Card> {
  const member = joined(handling);
  const { texts, stores } = handling;
  const notes = await stores.thanks.sent(member.id, A_PAGE + 1, before);
  const shown = notes.slice(0, A_PAGE);
  const last = shown.at(-1);
  const jar = button(texts.say('jar.open'), token('jar.open'));
  if (last === undefined) {
    const said = text(texts.say(before === null ? 'sent.empty' : 'jar.end'));
    return card(texts.say('card.neutral'), said, buttons(jar));
  }
  const blocks: Block[] = [];
  for (const [index, thanks] of shown.entries())
    blocks.push(...(await sentNote(handling, thanks, numbered(index, shown.length))));
  const older = button(texts.say('jar.older'), token('sent.older', String(last.givenAt), last.id));
  return card(
    texts.say('card.neutral'),
    text(texts.say('sent.text')),
    ...blocks,
    buttons(...(notes.length > A_PAGE ? [older] : []), jar),
    context(texts.say('card.only-you')),
  );
}

async function sentNote(handling: Handling, thanks: Thanks, number: string): Promise<readonly Block[]> {
  const { texts, stores, now } = handling;
  const receiver = await stores.members.get(thanks.receiver);
  const who = receiver === null ? texts.say('note.somebody') : ({ kind: 'person', id: receiver.externalId } as const);
  const changeable = thanks.givenAt + UNDO_MS > now;
  return [
    text([number, ...texts.rich('sent.to', { person: who })]),
    ...wordsOf(texts, thanks),
    context([moment(thanks.givenAt, joined(handling).zone, texts.language)]),
    changeable
      ? buttons(
          button(`${number}${texts.say('thanks.edit')}`, token('thanks.edit', thanks.together)),
          button(`${number}${texts.say('thanks.undo')}`, token('thanks.undo', thanks.together)),
        )
      : buttons(button(`${number}${texts.say('sent.remove')}`, token('sent.remove', thanks.id))),
  ];
}

/** @throws UserError when it is not one's own, or gone */
async function own(handling: Handling, id: string): Promise<Thanks> {
  const thanks = await handling.stores.thanks.get(id as ThanksId);
  if (thanks === null || thanks.takenBack || thanks.giver !== joined(handling).id)
    throw new UserError('thanks.not-here');
  return thanks;
}

const open = action({
  name: 'sent.open',
  answer: 'update',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'update', card: await sentCard(handling, null) }),
});

const older = action({
  name: 'sent.older',
  answer: 'update',
  who: 'member',
  args: z.tuple([z.string().regex(/^\d{1,15}$/), idArg]),
  run: async (handling, [at, id]) => ({
    kind: 'update',
    card: await sentCard(handling, { givenAt: Number(at), id: id as ThanksId }),
  }),
});

const ask = action({
  name: 'sent.remove',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const { texts } = handling;
    const thanks = await own(handling, id);
    return {
      kind: 'update',
      card: card(
        texts.say('card.neutral'),
        text(texts.say('sent.remove.question')),
        ...wordsOf(texts, thanks),
        buttons(
          button(texts.say('remove.yes'), token('sent.removed', id), 'danger'),
          button(texts.say('note.back'), token('sent.open')),
        ),
      ),
    };
  },
});

/** Gone from the receiver's jar too, silently. What a receiver reported stays for organizers alone. */
const remove = action({
  name: 'sent.removed',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const { stores, texts } = handling;
    // Deliveries first, as whoever sends them locks them first.
    await stores.deliveries.dropThanks(id as ThanksId, 'removed');
    const thanks = await own(handling, id);
    if (thanks.reported) {
      await stores.ledger.withdraw('thanks', thanks.id);
      await stores.thanks.save({ ...thanks, hidden: true, takenBack: true });
      await unpost(handling, [thanks]);
    } else {
      await removeNote(handling, thanks);
    }
    const back = button(texts.say('sent.open'), token('sent.open'));
    return { kind: 'update', card: card(texts.say('card.neutral'), text(texts.say('remove.done')), buttons(back)) };
  },
});

export const sentActions = [open, older, ask, remove];
