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
  const { member, texts } = handling;
  if (member === null) return nothingHere(handling);
  if (member.status === 'joined') await stop(handling, member);
  const notes = await gaveNotes(handling, member);
  return card(
    texts.say('card.neutral'),
    text(texts.say('leave.stopped')),
    text(texts.say('leave.question', { days: KEPT_DAYS })),
    // Others keep them, perhaps dearly: whoever erases knows it before.
    notes ? text(texts.say('leave.notes')) : null,
    buttons(
      button(texts.say('leave.keep', { days: KEPT_DAYS }), token('leave.keep')),
      button(texts.say('leave.erase'), token('leave.erase'), 'danger'),
      ...(notes ? [button(texts.say('leave.erase.unsigned'), token('leave.erase-unsigned'), 'danger')] : []),
      button(texts.say('leave.back'), token('join.back')),
    ),
  );
}

/** Whether there is a question about them. Also when all were put away: what a receiver did with a note is never told. */
async function gaveNotes({ stores }: Pick<Handling, 'stores'>, { id }: Member): Promise<boolean> {
  return (await stores.thanks.sent(id, 1, null)).length > 0;
}

const ask = action({
  name: 'leave.ask',
  answer: 'private',
  who: 'anyone',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'private', card: await leave(handling) }),
});

const nothingHere = ({ texts }: Handling): Card => card(texts.say('card.neutral'), text(texts.say('leave.nothing')));

/** @throws UserError for who is joined: an old card must not undo a return */
function gone(member: Member): Member {
  if (member.status === 'joined') throw new UserError('leave.joined-again');
  return member;
}

/** What is kept and until when; and what then becomes of the notes they gave, which one tap changes. */
async function keptCard(handling: Handling, member: Member): Promise<Card> {
  const { texts } = handling;
  const kept = text(texts.say('leave.kept', { days: KEPT_DAYS }));
  if (!(await gaveNotes(handling, member))) return card(texts.say('card.neutral'), kept);
  const { leavesNotes } = member;
  return card(
    texts.say('card.neutral'),
    kept,
    text(texts.say(leavesNotes ? 'leave.kept.notes-stay' : 'leave.kept.notes-go')),
    buttons(
      leavesNotes
        ? button(texts.say('leave.notes.go'), token('leave.notes', 'go'))
        : button(texts.say('leave.notes.stay'), token('leave.notes', 'stay')),
    ),
  );
}

const keep = action({
  name: 'leave.keep',
  answer: 'update',
  who: 'anyone',
  args: z.tuple([]),
  run: async (handling) => {
    const { member } = handling;
    return { kind: 'update', card: member === null ? nothingHere(handling) : await keptCard(handling, gone(member)) };
  },
});

const notes = action({
  name: 'leave.notes',
  answer: 'update',
  who: 'anyone',
  args: z.tuple([z.enum(['stay', 'go'])]),
  run: async (handling, [choice]) => {
    if (handling.member === null) return { kind: 'update', card: nothingHere(handling) };
    const member = { ...gone(handling.member), leavesNotes: choice === 'stay' };
    await handling.stores.members.save(member);
    return { kind: 'update', card: await keptCard(handling, member) };
  },
});

/** Erases at once; the notes they gave go too, or stay unsigned: on one button each, so that one tap says it all. */
const erasing = (name: 'leave.erase' | 'leave.erase-unsigned', notes: 'gone' | 'unsigned') =>
  action({
    name,
    answer: 'update',
    who: 'anyone',
    args: z.tuple([]),
    run: async (handling) => {
      const { texts, member } = handling;
      if (member === null) return { kind: 'update', card: nothingHere(handling) };
      handling.outbox.push(...(await eraseWithPosts(handling, gone(member).id, notes)));
      const said = texts.say(notes === 'gone' ? 'leave.erased' : 'leave.erased.unsigned');
      return { kind: 'update', card: card(texts.say('card.neutral'), text(said)) };
    },
  });

export const leavingActions = [
  ask,
  keep,
  notes,
  erasing('leave.erase', 'gone'),
  erasing('leave.erase-unsigned', 'unsigned'),
];
