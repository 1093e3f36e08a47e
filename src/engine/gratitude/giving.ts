import { z } from 'zod';
import { action } from '../action.ts';
import { outsideQuiet } from '../cadence/quiet-hours.ts';
import { dateIn } from '../cadence/slots.ts';
import { card, context } from '../card/build.ts';
import type { Card } from '../card/card.ts';
import { newDelivery } from '../deliveries/new-delivery.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import type { DraftId, ThanksId } from '../ids.ts';
import { invalid } from '../invalid.ts';
import { joined } from '../members/membership.ts';
import type { Destination } from '../ports/platform.ts';
import { enterThanks, ledgerQuestion } from '../reciprocity/ledger.ts';
import type { Thanks } from '../records/bond.ts';
import type { Delivery, DeliverySubject } from '../records/delivery.ts';
import type { Member } from '../records/member.ts';
import type { Reply } from '../reply.ts';
import { confirmation, sayYourself, UNDO_MS } from './giving-card.ts';
import { gratitudeChannel } from './gratitude-channel.ts';
import { receivers } from './receivers.ts';
import { NO_THANKS, newThanksModal, readThanks, type Said, thanksFields, wholeOf } from './thanks-modal.ts';

const MINUTE = 60_000;
/** Brought within this, or it waits in the receiver's home and jar (ms). */
const BRING_WITHIN_MS = 24 * 60 * MINUTE;

/** `channel/message` as the platforms write them, or `-`. */
const messageArg = z.string().regex(/^([0-9A-Za-z]{1,24}\/[0-9.]{1,24}|-)$/);

/**
 * Thanks everyone named. Members get a note; for the others the giver gets ways to say it themselves.
 * @throws UserError when somebody cannot be thanked, the day's limit is reached, or nothing is new
 */
export async function give(
  handling: Handling,
  to: readonly string[],
  said: Said,
  message: string | null,
): Promise<Card> {
  const giver = joined(handling);
  const { joined: members, others } = await receivers(handling, to);
  const { stores, now, texts } = handling;
  if (!(await stores.thanks.countDay(giver.id, dateIn(giver.zone, now), members.length)))
    throw new UserError('thanks.enough-today');
  const given: Thanks[] = [];
  for (const receiver of members) {
    const together = given[0]?.together ?? null;
    const thanks = await note(handling, giver, receiver, { ...said, message, together, among: members.length });
    if (thanks !== null) given.push(thanks);
  }
  if (given.length < members.length)
    await stores.thanks.countDay(giver.id, dateIn(giver.zone, now), given.length - members.length);
  if (given.length === 0 && others.length === 0) throw new UserError('thanks.twice');
  const draft = others.length === 0 ? null : await keepDraft(handling, giver, wholeOf(said));
  const channel = await gratitudeChannel(stores);
  const unseen = given.length === 0 ? wholeOf(said) : null;
  const people = members.filter((member) => given.some((thanks) => thanks.receiver === member.id));
  return card(
    texts.say('card.neutral'),
    ...(given.length === 0 ? [] : confirmation(texts, people, given, channel, draft)),
    ...(draft === null ? [] : sayYourself(texts, others, draft, !handling.origin.place.direct, unseen)),
    ...(given.length === 0 ? [] : ledgerQuestion(texts, giver)),
    context(texts.say('card.only-you')),
  );
}

async function note(
  handling: Handling,
  giver: Member,
  receiver: Member,
  said: Said & { readonly message: string | null; readonly together: ThanksId | null; readonly among: number },
): Promise<Thanks | null> {
  const { stores, now, random, outbox } = handling;
  const id = random.id() as ThanksId;
  const thanks: Thanks = {
    ...said,
    id,
    together: said.together ?? id,
    giver: giver.id,
    receiver: receiver.id,
    more: null,
    mayBePublic: false,
    givenAt: now,
    readAt: null,
    landedAt: null,
    landedSeen: false,
    hidden: false,
    reported: false,
    posted: null,
    digest: null,
    takenBack: false,
  };
  if (!(await stores.thanks.add(thanks))) return null;
  // Blocking is silent for the one who is blocked: the note stays theirs to see, and goes nowhere.
  if (await stores.blocks.has(receiver.id, giver.externalId)) {
    await stores.thanks.save({ ...thanks, hidden: true });
    return thanks;
  }
  await enterThanks(handling, thanks, giver, receiver);
  outbox.push(...(await stores.deliveries.add(await bring(handling, thanks, receiver))));
  return thanks;
}

/** The note itself where direct messages are the member's way, and the public post where both sides like it. */
export async function bring(handling: Handling, thanks: Thanks, receiver: Member): Promise<readonly Delivery[]> {
  const { now, random } = handling;
  const dueAt = now + UNDO_MS;
  const delivery = (subject: DeliverySubject, to: Destination, at = dueAt) =>
    newDelivery(random, subject, to, { at, until: at + BRING_WITHIN_MS });
  const direct =
    receiver.place === 'direct'
      ? [
          delivery(
            { kind: 'thanks', thanks: thanks.id, member: receiver.id },
            { kind: 'direct', person: receiver.externalId },
            outsideQuiet(dueAt, { from: receiver.quietFrom, to: receiver.quietTo }, receiver.zone),
          ),
        ]
      : [];
  const channel =
    thanks.mayBePublic && receiver.publicThanks === 'always' ? await gratitudeChannel(handling.stores) : null;
  return channel === null
    ? direct
    : [...direct, delivery({ kind: 'public-thanks', thanks: thanks.id }, { kind: 'channel', channel })];
}

/** Keeps words for a day, while their giver decides. */
export async function keepDraft({ stores, random, now }: Handling, giver: Member, words: string): Promise<DraftId> {
  const id = random.id() as DraftId;
  await stores.drafts.add({ id, member: giver.id, words, createdAt: now });
  return id;
}

const open = action({
  name: 'thanks.open',
  answer: 'modal',
  who: 'member',
  args: z.tuple([]),
  run: async ({ texts }) => ({ kind: 'modal', modal: newThanksModal(texts, NO_THANKS, null) }),
});

const submit = action({
  name: 'thanks.give',
  answer: 'private',
  who: 'member',
  args: z.tuple([messageArg]),
  run: async (handling, [message], { fields }): Promise<Reply> => {
    const { texts } = handling;
    const typed = thanksFields(fields);
    const about = message === '-' ? null : message;
    const again = (problems: Readonly<Record<string, string>>) =>
      invalid(texts, newThanksModal(texts, typed, about), problems);
    const read = readThanks(texts, typed);
    if ('problems' in read) return again(read.problems);
    try {
      return { kind: 'private', card: await give(handling, typed.to, read.said, about) };
    } catch (error) {
      if (error instanceof UserError && error.key.startsWith('thanks.'))
        return again({ to: texts.say(error.key, error.values) });
      throw error;
    }
  },
});

export const givingActions = [open, submit];
