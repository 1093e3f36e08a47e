import { z } from 'zod';
import { action } from '../action.ts';
import { button, buttons, card, context, numbered, text } from '../card/build.ts';
import type { Block, Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import { moment } from '../content/when.ts';
import type { Handling } from '../handling.ts';
import { joined } from '../members/membership.ts';
import { giverOf } from './giver.ts';
import { UNDO_MS } from './giving-card.ts';
import { channelAskedFor, noteBlocks } from './receiving.ts';

const A_PAGE = 3;

/** The kindness jar: what one received, to read again on a grey day. Newest first, a few at a time. */
export async function jarCard(handling: Handling, before: number | null): Promise<Card> {
  const member = joined(handling);
  const { texts, stores, now } = handling;
  // What can still be taken back has not been brought yet.
  const notes = await stores.thanks.jar(member.id, A_PAGE + 1, Math.min(before ?? now, now - UNDO_MS));
  const shown = notes.slice(0, A_PAGE);
  const last = shown.at(-1);
  const sent = button(texts.say('sent.open'), token('sent.open'));
  if (last === undefined) {
    const give = buttons(button(texts.say('thanks.title'), token('thanks.open')), sent);
    return card(texts.say('card.neutral'), text(texts.say(before === null ? 'jar.empty' : 'jar.end')), give);
  }
  const blocks: Block[] = [];
  for (const [index, thanks] of shown.entries()) {
    const number = numbered(index, shown.length);
    const giver = await giverOf(stores, thanks);
    // What stands on the note alone, the heart and the question of its giver, is not lost by reading it here first.
    const asks = thanks.readAt === null || (await channelAskedFor(handling, member, thanks)) !== null;
    if (thanks.readAt === null) await stores.thanks.save({ ...thanks, readAt: now });
    blocks.push(
      ...noteBlocks(texts, thanks, giver, number),
      context([moment(thanks.givenAt, member.zone, texts.language)]),
      buttons(
        ...(asks ? [button(`${number}${texts.say('note.open')}`, token('note.open', thanks.id))] : []),
        button(`${number}${texts.say('jar.put-away')}`, token('note.more', thanks.id)),
      ),
    );
  }
  const older = notes.length > A_PAGE ? [button(texts.say('jar.older'), token('jar.older', String(last.givenAt)))] : [];
  return card(
    texts.say('card.neutral'),
    text(texts.say('jar.text')),
    ...blocks,
    buttons(...older, sent),
    context(texts.say('card.only-you')),
  );
}

const open = action({
  name: 'jar.open',
  answer: 'private',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'private', card: await jarCard(handling, null) }),
});

const older = action({
  name: 'jar.older',
  answer: 'update',
  who: 'member',
  args: z.tuple([z.string().regex(/^\d{1,15}$/)]),
  run: async (handling, [before]) => ({ kind: 'update', card: await jarCard(handling, Number(before)) }),
});

export const jarActions = [open, older];
