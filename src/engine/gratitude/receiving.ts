import { z } from 'zod';
import { action, idArg } from '../action.ts';
import { button, buttons, card, context, text } from '../card/build.ts';
import type { Block, Button, Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Texts } from '../content/texts.ts';
import { newDelivery } from '../deliveries/new-delivery.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import type { ThanksId } from '../ids.ts';
import { blockedCard, keepOut } from '../members/blocking.ts';
import { joined } from '../members/membership.ts';
import type { Thanks } from '../records/bond.ts';
import type { Member } from '../records/member.ts';
import { giverOf } from './giver.ts';
import { UNDO_MS } from './giving-card.ts';
import { gratitudeChannel } from './gratitude-channel.ts';
import { removeNote, unpost } from './removing.ts';
import { wordsOf } from './words.ts';

const DAY = 86_400_000;

/** What a receiver finds: nothing of it stands on a lock screen; it opens on a tap. */
export function noteWaiting(texts: Texts, thanks: Thanks): Card {
  return card(
    texts.say('card.neutral'),
    text(texts.say('note.waiting')),
    buttons(button(texts.say('note.open'), token('note.open', thanks.id), 'primary')),
  );
}

/** For the home card: the oldest note not read yet, and that a note of one's own has landed, told once. */
export async function notesFor({ texts, stores, now }: Handling, member: Member): Promise<readonly Block[]> {
  const [waiting] = await stores.thanks.unread(member.id, now - UNDO_MS);
  const blocks: Block[] = [];
  if (waiting !== undefined) {
    blocks.push(
      text(texts.say('note.waiting')),
      buttons(button(texts.say('note.open'), token('note.open', waiting.id), 'primary')),
    );
  }
  for (const thanks of await stores.thanks.landed(member.id)) {
    const receiver = await stores.members.get(thanks.receiver);
    if (receiver !== null) blocks.push(text(texts.say('note.landed.told', { name: receiver.name })));
    await stores.thanks.save({ ...thanks, landedSeen: true });
  }
  return blocks;
}

/** The words of a note, and what it took and changed. */
export function noteBlocks(texts: Texts, thanks: Thanks, giver: Member | null, number = ''): readonly Block[] {
  const name = { kind: 'bold', text: giver?.name ?? texts.say('note.somebody') } as const;
  const from = thanks.giver === null ? [texts.say('note.unsigned')] : texts.rich('note.writes', { name });
  return [text([number, ...from]), ...wordsOf(texts, thanks)];
}

/** One's own note. @throws UserError when it was taken back, erased, or belongs to somebody else. */
async function received(handling: Handling, id: string): Promise<Thanks> {
  const member = joined(handling);
  const thanks = await handling.stores.thanks.get(id as ThanksId);
  if (thanks === null || thanks.takenBack || thanks.receiver !== member.id) throw new UserError('note.gone');
  return thanks;
}

/** The channel in which a giver would like a note to stand, as long as its receiver was not asked; null when there is nothing to ask. */
export async function channelAskedFor({ stores }: Handling, member: Member, thanks: Thanks): Promise<string | null> {
  const open = thanks.mayBePublic && thanks.posted === null && (member.publicThanks ?? 'ask') === 'ask';
  return open ? gratitudeChannel(stores) : null;
}

async function noteCard(handling: Handling, thanks: Thanks, said: string | null = null): Promise<Card> {
  const { texts, stores } = handling;
  const member = joined(handling);
  const giver = await giverOf(stores, thanks);
  const channel = await channelAskedFor(handling, member, thanks);
  return card(
    texts.say('card.neutral'),
    text(texts.say('note.for-you')),
    ...noteBlocks(texts, thanks, giver),
    thanks.giver === null ? null : text(texts.say('note.no-reply')),
    buttons(
      ...(thanks.giver === null ? [] : [landedButton(texts, thanks)]),
      button(texts.say('note.keep'), token('note.keep', thanks.id)),
      button(texts.say('note.hide-or-report'), token('note.more', thanks.id)),
    ),
    ...(channel === null ? [] : postQuestion(texts, thanks, channel)),
    said === null ? null : text(said),
    context(texts.say('card.only-you')),
  );
}

/** Lets the giver know; only where there is one. */
function landedButton(texts: Texts, { id, landedAt }: Thanks): Button {
  const key = landedAt === null ? 'note.landed' : 'note.landed.done';
  return button(texts.say(key), token('note.landed', id), landedAt === null ? 'primary' : 'plain');
}

function postQuestion(texts: Texts, thanks: Thanks, channel: string): readonly Block[] {
  const answer = (value: 'once' | 'always' | 'never') =>
    button(texts.say(`note.post.${value}`), token('note.post', thanks.id, value));
  const question = texts.rich('note.post.question', { channel: { kind: 'channel', id: channel } });
  return [text(question), buttons(answer('once'), answer('always'), answer('never'))];
}

const open = action({
  name: 'note.open',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const thanks = await received(handling, id);
    if (thanks.readAt === null) await handling.stores.thanks.save({ ...thanks, readAt: handling.now });
    return { kind: 'update', card: await noteCard(handling, thanks) };
  },
});

const landed = action({
  name: 'note.landed',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const before = await received(handling, id);
    const landedAt = before.giver === null ? before.landedAt : (before.landedAt ?? handling.now);
    const thanks = { ...before, readAt: before.readAt ?? handling.now, landedAt };
    await handling.stores.thanks.save(thanks);
    return { kind: 'update', card: await noteCard(handling, thanks) };
  },
});

const said = (
  texts: Texts,
  key: 'note.kept' | 'note.hidden' | 'note.unposted' | 'note.reported' | 'remove.done',
  also: Block | null = null,
  ...more: readonly Button[]
): Card =>
  card(
    texts.say('card.neutral'),
    text(texts.say(key)),
    also,
    buttons(
      ...more,
      button(texts.say('jar.open'), token('jar.open')),
      button(texts.say('home.open-button'), token('home.open')),
    ),
  );

const keep = action({
  name: 'note.keep',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const thanks = await received(handling, id);
    await handling.stores.thanks.save({ ...thanks, readAt: thanks.readAt ?? handling.now, hidden: false });
    return { kind: 'update', card: said(handling.texts, 'note.kept') };
  },
});

/** Asks what to do with a note, beside all that stands in it. */
const asked = (
  texts: Texts,
  question: 'note.more.question' | 'note.remove.question' | 'note.remove.unsigned',
  thanks: Thanks,
  choices: Block,
): Card => card(texts.say('card.neutral'), text(texts.say(question)), ...wordsOf(texts, thanks), choices);

const more = action({
  name: 'note.more',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const { texts } = handling;
    const thanks = await received(handling, id);
    const choices = buttons(
      button(texts.say('note.hide'), token('note.hide', id, 'hide')),
      button(texts.say('note.remove'), token('note.remove', id)),
      ...(thanks.giver === null ? [] : [button(texts.say('note.block'), token('note.hide', id, 'block'))]),
      button(texts.say('note.report'), token('note.hide', id, 'report'), 'danger'),
      button(texts.say('note.back'), token('note.open', id)),
    );
    return { kind: 'update', card: asked(texts, 'note.more.question', thanks, choices) };
  },
});

/** Takes a note out of the jar; on request its giver is never heard of again, or organizers see it. Silent for the giver. */
const hide = action({
  name: 'note.hide',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg, z.enum(['hide', 'block', 'report'])]),
  run: async (handling, [id, how]) => {
    const { stores, texts, origin, now } = handling;
    const thanks = await received(handling, id);
    await stores.thanks.save({
      ...thanks,
      readAt: thanks.readAt ?? now,
      hidden: true,
      reported: thanks.reported || how === 'report',
    });
    if (how === 'report') {
      // Nothing that was reported stands on for all to read.
      await unpost(handling, [thanks]);
      await stores.audit.add({
        actor: origin.person.externalId,
        action: 'thanks.reported',
        target: thanks.id,
        at: now,
      });
      return { kind: 'update', card: said(texts, 'note.reported') };
    }
    const giver = how === 'block' ? await giverOf(stores, thanks) : null;
    if (giver === null) return { kind: 'update', card: hiddenCard(handling, thanks) };
    await keepOut(handling, giver.externalId);
    const jar = button(texts.say('jar.open'), token('jar.open'));
    return { kind: 'update', card: await blockedCard(handling, texts.say('note.blocked'), giver.externalId, jar) };
  },
});

/** Hidden by one tap, it comes back by one; nothing else leads to it any more. Its post stays unless its receiver likes it gone, too. */
function hiddenCard({ texts }: Handling, { id, posted }: Thanks): Card {
  const back = button(texts.say('note.bring-back'), token('note.keep', id));
  if (posted === null) return said(texts, 'note.hidden', null, back);
  const stands = texts.rich('note.stands-in', { channel: { kind: 'channel', id: posted.channel } });
  return said(texts, 'note.hidden', text(stands), button(texts.say('note.unpost'), token('note.unpost', id)), back);
}

/** Takes the post of a note away, silently for its giver. */
const takeAway = action({
  name: 'note.unpost',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const { texts } = handling;
    const thanks = await received(handling, id);
    await unpost(handling, [thanks]);
    const back = thanks.hidden ? [button(texts.say('note.bring-back'), token('note.keep', id))] : [];
    return { kind: 'update', card: said(texts, 'note.unposted', null, ...back) };
  },
});

/** One more tap before a note goes for good. */
const askToRemove = action({
  name: 'note.remove',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const { texts } = handling;
    const thanks = await received(handling, id);
    const choices = buttons(
      button(texts.say('remove.yes'), token('note.removed', id), 'danger'),
      button(texts.say('note.back'), token('note.more', id)),
    );
    const question = thanks.giver === null ? 'note.remove.unsigned' : 'note.remove.question';
    return { kind: 'update', card: asked(texts, question, thanks, choices) };
  },
});

const remove = action({
  name: 'note.removed',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    // Deliveries first, as whoever sends them locks them first.
    await handling.stores.deliveries.dropThanks(id as ThanksId, 'removed');
    await removeNote(handling, await received(handling, id));
    return { kind: 'update', card: said(handling.texts, 'remove.done') };
  },
});

/** Whether this note, or every later one, may stand in the gratitude channel. */
const post = action({
  name: 'note.post',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg, z.enum(['once', 'always', 'never'])]),
  run: async (handling, [id, answer]) => {
    const { stores, now, random, outbox } = handling;
    const thanks = await received(handling, id);
    const member = { ...joined(handling), publicThanks: answer === 'once' ? ('ask' as const) : answer };
    await stores.members.save(member);
    const channel = await gratitudeChannel(stores);
    if (answer !== 'never' && thanks.mayBePublic && channel !== null) {
      const subject = { kind: 'public-thanks', thanks: thanks.id } as const;
      const delivery = newDelivery(random, subject, { kind: 'channel', channel }, { at: now, until: now + DAY });
      outbox.push(...(await stores.deliveries.add([delivery])));
    }
    // Asked and answered: the same note does not ask again.
    const settled = { ...thanks, mayBePublic: false };
    // An unsigned note is posted nowhere, whatever its receiver liked to have asked before it was.
    const said = thanks.giver === null ? null : handling.texts.say(`note.post.${answer}.done`);
    return { kind: 'update', card: await noteCard({ ...handling, member }, settled, said) };
  },
});

export const receivingActions = [open, landed, keep, more, hide, takeAway, askToRemove, remove, post];
