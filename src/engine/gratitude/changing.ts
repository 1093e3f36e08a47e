import { z } from 'zod';
import { action, idArg } from '../action.ts';
import { dateIn } from '../cadence/slots.ts';
import { card, context, text } from '../card/build.ts';
import type { Card } from '../card/card.ts';
import { type Token, token } from '../card/token.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import type { DraftId, ThanksId } from '../ids.ts';
import { invalid } from '../invalid.ts';
import { joined } from '../members/membership.ts';
import { enterThanks, ledgerQuestion } from '../reciprocity/ledger.ts';
import type { Thanks } from '../records/bond.ts';
import type { Member } from '../records/member.ts';
import type { Reply } from '../reply.ts';
import { bring } from './giving.ts';
import { confirmation, UNDO_MS } from './giving-card.ts';
import { gratitudeChannel } from './gratitude-channel.ts';
import { removeNote } from './removing.ts';
import { editThanksModal, fieldsOf, readThanks, type ThanksFields, thanksFields, wholeOf } from './thanks-modal.ts';

/** What one gave can be changed and taken back for ten minutes; those thanked at once are changed together. */

/** One's own thanks, of which there is at least one. */
type Given = readonly [Thanks, ...Thanks[]];

async function own(handling: Handling, id: string): Promise<Given> {
  const giver = joined(handling);
  const [first, ...others] = await handling.stores.thanks.together(id as ThanksId);
  if (first === undefined || first.giver !== giver.id) throw new UserError('thanks.not-here');
  return [first, ...others];
}

const tooLate = ([first]: Given, now: number) => first.givenAt + UNDO_MS <= now;

/** @throws UserError when it is not there, or its ten minutes are over */
async function changeable(handling: Handling, id: string): Promise<Given> {
  const given = await own(handling, id);
  if (tooLate(given, handling.now)) throw new UserError('thanks.too-late');
  return given;
}

/** Saves what was changed in each of them, and shows it. */
async function change(handling: Handling, given: Given, changes: Partial<Thanks>): Promise<Card> {
  const { stores, texts, outbox } = handling;
  const giver = joined(handling);
  const people: Member[] = [];
  const changed: Thanks[] = [];
  for (const before of given) {
    const thanks = { ...before, ...changes };
    await stores.thanks.save(thanks);
    changed.push(thanks);
    const receiver = await stores.members.get(thanks.receiver);
    if (receiver === null) continue;
    people.push(receiver);
    if (thanks.hidden) continue;
    if (thanks.kind !== before.kind) {
      await stores.ledger.withdraw('thanks', thanks.id);
      await enterThanks(handling, thanks, giver, receiver);
    }
    // What is scheduled already stays as it is; a wish to have it posted may be new.
    outbox.push(...(await stores.deliveries.add(await bring(handling, thanks, receiver))));
  }
  return card(
    texts.say('card.neutral'),
    ...confirmation(texts, people, changed, await gratitudeChannel(stores), null),
    ...ledgerQuestion(texts, giver),
    context(texts.say('card.only-you')),
  );
}

const edit = action({
  name: 'thanks.edit',
  answer: 'modal',
  who: 'member',
  args: z.tuple([idArg]),
  run: (handling, [id]) => editing(handling, id, token('thanks.save', id)),
});

const editToo = action({
  name: 'thanks.edit-too',
  answer: 'modal',
  who: 'member',
  args: z.tuple([idArg, idArg]),
  run: (handling, [id, draft]) => editing(handling, id, token('thanks.save-too', id, draft)),
});

async function editing(handling: Handling, id: string, submitTo: Token): Promise<Reply> {
  const [first] = await changeable(handling, id);
  const publicly = (await gratitudeChannel(handling.stores)) !== null;
  return { kind: 'modal', modal: editThanksModal(handling.texts, fieldsOf(first), submitTo, publicly) };
}

const save = action({
  name: 'thanks.save',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id], { fields }) => {
    const saved = await saving(handling, id, thanksFields(fields), token('thanks.save', id));
    return 'said' in saved ? { kind: 'update', card: saved.card } : saved;
  },
});

/** Beside the card that helps with those who have not joined; what is to be said to them changes with it. */
const saveToo = action({
  name: 'thanks.save-too',
  answer: 'private',
  who: 'member',
  args: z.tuple([idArg, idArg]),
  run: async (handling, [id, draft], { fields }) => {
    const typed = thanksFields(fields);
    const saved = await saving(handling, id, typed, token('thanks.save-too', id, draft));
    if (!('said' in saved)) return saved;
    const before = await handling.stores.drafts.get(draft as DraftId);
    if (before !== null && before.member === joined(handling).id && saved.said !== null) {
      await handling.stores.drafts.remove(before.id);
      await handling.stores.drafts.add({ ...before, words: wholeOf(saved.said) });
    }
    return { kind: 'private', card: saved.card };
  },
});

async function saving(handling: Handling, id: string, typed: ThanksFields, submitTo: Token) {
  const { texts, now } = handling;
  const given = await own(handling, id);
  // The modal stood open too long: what was typed is shown, to be copied.
  if (tooLate(given, now)) return { card: tooLateCard(handling, wholeOf(typed)), said: null };
  const read = readThanks(texts, typed);
  const publicly = typed.where !== '';
  if ('problems' in read) return invalid(texts, editThanksModal(texts, typed, submitTo, publicly), read.problems);
  const where = publicly ? { mayBePublic: typed.where === 'public' } : {};
  return { card: await change(handling, given, { ...read.said, more: null, ...where }), said: read.said };
}

function tooLateCard({ texts }: Handling, words: string): Card {
  return card(
    texts.say('card.neutral'),
    text(texts.say('thanks.too-late')),
    words === '' ? null : text(texts.say('thanks.what-you-wrote')),
    words === '' ? null : { kind: 'quote', text: words },
  );
}

const where = action({
  name: 'thanks.where',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg, z.enum(['private', 'public'])]),
  run: async (handling, [id, who]) => ({ kind: 'update', card: await opening(handling, id, who) }),
});

const whereToo = action({
  name: 'thanks.where-too',
  answer: 'private',
  who: 'member',
  args: z.tuple([idArg, z.enum(['private', 'public']), idArg]),
  run: async (handling, [id, who]) => ({ kind: 'private', card: await opening(handling, id, who) }),
});

async function opening(handling: Handling, id: string, who: 'private' | 'public'): Promise<Card> {
  return change(handling, await changeable(handling, id), { mayBePublic: who === 'public' });
}

const undo = action({
  name: 'thanks.undo',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const { texts, stores } = handling;
    const given = await changeable(handling, id);
    const giver = joined(handling);
    for (const thanks of given) {
      await stores.deliveries.dropThanks(thanks.id, 'undone');
      await removeNote(handling, thanks);
    }
    await stores.thanks.countDay(giver.id, dateIn(giver.zone, given[0].givenAt), -given.length);
    return { kind: 'update', card: card(texts.say('card.neutral'), text(texts.say('thanks.undone'))) };
  },
});

export const changingActions = [edit, editToo, save, saveToo, where, whereToo, undo];
