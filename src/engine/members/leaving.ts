import { z } from 'zod';
import { action } from '../action.ts';
import { button, buttons, card, text } from '../card/build.ts';
import type { Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import { UserError } from '../errors.ts';
import { eraseWithPosts } from '../gratitude/removing.ts';
import type { Handling } from '../handling.ts';
import type { Member } from '../records/member.ts';

const DAY = 86_400_000;
/** How long what a leaver wrote is kept for their return, unless they erase it at once (days). */
const KEPT_DAYS = 30;

/** Stops everything for a member at once; nothing reaches them from here on. */
export async function stop({ stores, now }: Pick<Handling, 'stores' | 'now'>, member: Member): Promise<Member> {
  const left: Member = { ...member, status: 'left', snoozedUntil: null, eraseAt: now + KEPT_DAYS * DAY };
  await stores.members.save(left);
  await stores.deliveries.drop({ member: member.id }, 'left');
  // What they had agreed to stays on record as long as they do, for a return that picks up where they left.
  const stopped = (await stores.enrolments.of(member.id)).map((one) => ({ ...one, nextSlot: null, nextDueAt: null }));
  await stores.enrolments.save(stopped);
  for (const enrolment of stopped) await stores.occurrences.miss({ enrolment: enrolment.id });
  return left;
}

/** Stops, then asks what to do with what is stored. */
export async function leave(handling: Handling): Promise<Card> {
  const { member, texts, stores } = handling;
  if (member === null) return card(texts.say('card.neutral'), text(texts.say('leave.nothing')));
  if (member.status === 'joined') await stop(handling, member);
  const [note] = await stores.thanks.sent(member.id, 1, null);
  return card(
    texts.say('card.neutral'),
    text(texts.say('leave.stopped')),
    text(texts.say('leave.question', { days: KEPT_DAYS })),
    // Others keep them, perhaps dearly: whoever erases knows it before.
    note === undefined ? null : text(texts.say('leave.notes')),
    buttons(
      button(texts.say('leave.keep', { days: KEPT_DAYS }), token('leave.keep')),
      button(texts.say('leave.erase'), token('leave.erase'), 'danger'),
      button(texts.say('leave.back'), token('join.back')),
    ),
  );
}

const ask = action({
  name: 'leave.ask',
  answer: 'private',
  who: 'anyone',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'private', card: await leave(handling) }),
});

const keep = action({
  name: 'leave.keep',
  answer: 'update',
  who: 'anyone',
  args: z.tuple([]),
  run: async ({ texts, member }) => {
    const said = member === null ? texts.say('leave.nothing') : texts.say('leave.kept', { days: KEPT_DAYS });
    return { kind: 'update', card: card(texts.say('card.neutral'), text(said)) };
  },
});

const erase = action({
  name: 'leave.erase',
  answer: 'update',
  who: 'anyone',
  args: z.tuple([]),
  run: async (handling) => {
    const { texts, member } = handling;
    if (member === null)
      return { kind: 'update', card: card(texts.say('card.neutral'), text(texts.say('leave.nothing'))) };
    // An old card must not undo a return.
    if (member.status === 'joined') throw new UserError('leave.joined-again');
    handling.outbox.push(...(await eraseWithPosts(handling, member.id)));
    return { kind: 'update', card: card(texts.say('card.neutral'), text(texts.say('leave.erased'))) };
  },
});

export const leavingActions = [ask, keep, erase];
