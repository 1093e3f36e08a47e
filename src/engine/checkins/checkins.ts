import { z } from 'zod';
import { action } from '../action.ts';
import { afterReply } from '../cadence/ladder.ts';
import { dateIn } from '../cadence/slots.ts';
import { button, buttons, card, text } from '../card/build.ts';
import type { Modal } from '../card/card.ts';
import { token } from '../card/token.ts';
import { CHOICES } from '../content/prompts.ts';
import { type Texts, textsIn } from '../content/texts.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import type { EnrolmentId, LocalDate, OccurrenceId, ProgramId } from '../ids.ts';
import { joined } from '../members/membership.ts';
import { replanMember } from '../programs/enrolling.ts';
import { promptCard } from '../programs/prompt-card.ts';
import { nextSlot } from '../programs/schedule.ts';
import type { Answer, Enrolment, Member, Occurrence, Program } from '../records.ts';
import type { Reply } from '../reply.ts';
import { type Asked, ask, markShown } from './asking.ts';
import { checkInCard } from './checkin-card.ts';

const DAY = 86_400_000;
/** How long *Less of this* rests a category (days; product §5). */
const REST_DAYS = 90;
export const MOST_WORDS = 2000;

export const idArg = z.string().regex(/^[0-9A-Za-z]{22}$/);

interface Open {
  readonly member: Member;
  readonly program: Program;
  readonly asked: Asked;
}

/**
 * One's own check-in that may still be answered.
 * @throws UserError when it is not there (another community, another person, erased), or a newer one has taken its place.
 */
export async function openCheckIn(handling: Handling, id: string): Promise<Open> {
  const member = joined(handling);
  const { stores, now } = handling;
  const occurrence = await stores.occurrences.get(id as OccurrenceId);
  if (occurrence === null || occurrence.member !== member.id) throw new UserError('checkin.not-here');
  const newest = await stores.occurrences.newest(occurrence.enrolment);
  if (newest !== null && newest.slot > occurrence.slot && newest.dueAt <= now) throw new UserError('checkin.closed');
  const program = await stores.programs.get(occurrence.program);
  if (program === null || program.status === 'archived') throw new UserError('checkin.closed');
  const asked = await ask(stores, program, member, occurrence, now);
  if (asked === null) throw new UserError('checkin.resting');
  return { member, program, asked: { ...asked, occurrence: await markShown(stores, asked.occurrence) } };
}

/** Shows a check-in privately. */
async function show(handling: Handling, id: string, kind: 'private' | 'update'): Promise<Reply> {
  const { member, program, asked } = await openCheckIn(handling, id);
  const shown = await promptCard(handling.stores, handling.texts, member, program, asked, handling.now);
  if (shown === null) throw new UserError('reachout.nobody-due');
  return { kind, card: shown };
}

/** Stores an answer once; a second one edits it. Any answer is a sign of life and restores the chosen pace. */
async function receive(
  handling: Handling,
  id: string,
  given: Partial<Pick<Answer, 'choice' | 'words'>>,
): Promise<Reply> {
  const { member, asked } = await openCheckIn(handling, id);
  const { stores, now, texts } = handling;
  const { occurrence } = asked;
  const before = await stores.answers.get(occurrence.id);
  const answer: Answer = {
    occurrence: occurrence.id,
    member: member.id,
    question: before?.question ?? occurrence.question,
    choice: given.choice === undefined ? (before?.choice ?? null) : given.choice,
    words: given.words === undefined ? (before?.words ?? null) : given.words,
    answeredAt: before?.answeredAt ?? now,
    editedAt: before === null ? null : now,
  };
  await stores.answers.put(answer);
  await stores.occurrences.save({ ...occurrence, state: 'answered' });
  await signOfLife(handling, occurrence.enrolment);
  return { kind: 'update', card: checkInCard(texts, member, asked, answer) };
}

/** Somebody answered in any way: back to the pace they chose. */
export async function signOfLife(handling: Handling, id: EnrolmentId): Promise<void> {
  const { stores } = handling;
  const enrolment = await stores.enrolments.get(id);
  if (enrolment === null || (enrolment.every === enrolment.chosenEvery && enrolment.ignoredInRow === 0)) return;
  const { every, ignoredInRow } = afterReply(enrolment.chosenEvery);
  const status = enrolment.status === 'quiet' ? 'active' : enrolment.status;
  await stores.enrolments.save([{ ...enrolment, every, ignoredInRow, status }]);
  await replanMember(handling, joined(handling));
}

function wordsModal(texts: Texts, id: string, question: string, initial: string): Modal {
  return {
    token: token('checkin.say', id),
    title: texts.say('checkin.words.title'),
    submit: texts.say('modal.save'),
    cancel: texts.say('modal.cancel'),
    inputs: [
      {
        kind: 'text',
        name: 'words',
        label: question.length <= 45 ? question : texts.say('checkin.words.label'),
        hint: texts.say('checkin.words.hint'),
        required: false,
        multiline: true,
        maxLength: MOST_WORDS,
        initial,
        placeholder: '',
      },
    ],
  };
}

/** What is open now, or a check-in of one's own accord: at most one a day and program. */
export async function checkInNow(handling: Handling): Promise<Reply> {
  const member = joined(handling);
  const { stores, now } = handling;
  const [open] = await stores.occurrences.open(member.id, now);
  if (open !== undefined) return show(handling, open.id, 'private');
  for (const enrolment of await stores.enrolments.of(member.id)) {
    const program = await stores.programs.get(enrolment.program);
    if (program?.status !== 'active' || program.kind !== 'check-in') continue;
    return show(handling, (await startOwn(handling, member, program, enrolment)).id, 'private');
  }
  throw new UserError('checkin.none');
}

/** Counts as today's slot of the enrolment, so that nobody is asked twice on one day. */
async function startOwn(
  handling: Handling,
  member: Member,
  program: Program,
  enrolment: Enrolment,
): Promise<Occurrence> {
  const { stores, now, random } = handling;
  const today = dateIn(member.zone, now);
  // Ahead of today after a journey westwards over midnight: that day has been asked about already.
  const slot: LocalDate = enrolment.lastSlot !== null && enrolment.lastSlot > today ? enrolment.lastSlot : today;
  const planned = { ...enrolment, lastSlot: slot };
  await stores.enrolments.save([{ ...planned, ...nextSlot(handling.community, program, member, planned, now) }]);
  return stores.occurrences.add({
    id: random.id() as OccurrenceId,
    program: program.id,
    enrolment: enrolment.id,
    member: member.id,
    slot,
    dueAt: now,
    expiresAt: now + program.expiryMinutes * 60_000,
    state: 'waiting',
    prompt: null,
    question: null,
  });
}

const answer = action({
  name: 'checkin.answer',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg, z.enum(CHOICES)]),
  run: (handling, [id, choice]) => receive(handling, id, { choice }),
});

const words = action({
  name: 'checkin.words',
  answer: 'modal',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const { asked } = await openCheckIn(handling, id);
    const before = await handling.stores.answers.get(asked.occurrence.id);
    return { kind: 'modal', modal: wordsModal(handling.texts, id, asked.occurrence.question, before?.words ?? '') };
  },
});

const say = action({
  name: 'checkin.say',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id], { fields }) => {
    const said = (fields.words?.[0] ?? '').trim();
    if (said.length > MOST_WORDS) throw new UserError('problem.too-long', { most: MOST_WORDS, length: said.length });
    const { asked } = await openCheckIn(handling, id);
    const before = await handling.stores.answers.get(asked.occurrence.id);
    if (said === '' && before === null) return show(handling, id, 'update');
    return receive(handling, id, { words: said === '' ? null : said });
  },
});

const skip = action({
  name: 'checkin.skip',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const { asked } = await openCheckIn(handling, id);
    const { stores, texts } = handling;
    if ((await stores.answers.get(asked.occurrence.id)) === null) {
      await stores.occurrences.save({ ...asked.occurrence, state: 'skipped' });
    }
    await signOfLife(handling, asked.occurrence.enrolment);
    const back = button(texts.say('checkin.after-all'), token('checkin.back', id));
    return { kind: 'update', card: card(texts.say('card.neutral'), text(texts.say('checkin.skipped')), buttons(back)) };
  },
});

const less = action({
  name: 'checkin.less',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const { member, asked } = await openCheckIn(handling, id);
    const { stores, texts, now } = handling;
    if (asked.prompt !== null) await stores.prompts.rest(member.id, asked.prompt.category, now + REST_DAYS * DAY);
    if ((await stores.answers.get(asked.occurrence.id)) === null) {
      await stores.occurrences.save({ ...asked.occurrence, state: 'skipped' });
    }
    await signOfLife(handling, asked.occurrence.enrolment);
    const said = text(texts.say('checkin.less.done', { days: REST_DAYS }));
    const undo = button(texts.say('checkin.less.undo'), token('checkin.more-again', id));
    return { kind: 'update', card: card(texts.say('card.neutral'), said, buttons(undo)) };
  },
});

const moreAgain = action({
  name: 'checkin.more-again',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const { member, asked } = await openCheckIn(handling, id);
    if (asked.prompt !== null) await handling.stores.prompts.rest(member.id, asked.prompt.category, handling.now);
    return show(handling, id, 'update');
  },
});

const why = action({
  name: 'checkin.why',
  answer: 'private',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const { program } = await openCheckIn(handling, id);
    const { texts } = handling;
    const settings = button(texts.say('home.settings'), token('settings.open'));
    return {
      kind: 'private',
      card: card(
        texts.say('card.neutral'),
        text(texts.say('checkin.why.answer', { program: program.name })),
        buttons(settings),
      ),
    };
  },
});

const enjoy = action({
  name: 'checkin.enjoy',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling) => {
    const { texts } = handling;
    return { kind: 'update', card: card(texts.say('card.neutral'), text(texts.say('choice.fine.enjoyed'))) };
  },
});

const open = action({
  name: 'checkin.open',
  answer: 'private',
  who: 'member',
  args: z.tuple([idArg]),
  run: (handling, [id]) => show(handling, id, 'private'),
});

const back = action({
  name: 'checkin.back',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: (handling, [id]) => show(handling, id, 'update'),
});

const now = action({
  name: 'checkin.now',
  answer: 'private',
  who: 'member',
  args: z.tuple([]),
  run: checkInNow,
});

/** The doorbell's button: opens that member's own prompt, for them alone. */
const ring = action({
  name: 'doorbell.open',
  answer: 'private',
  who: 'member',
  args: z.tuple([idArg, z.iso.date()]),
  run: async (handling, [program, slot]) => {
    const member = joined(handling);
    const mine = await handling.stores.occurrences.inSlot(program as ProgramId, slot as LocalDate, member.id);
    if (mine !== null) return show(handling, mine.id, 'private');
    return checkInNow({ ...handling, texts: textsIn(member.language) });
  },
});

export const checkInActions = [answer, words, say, skip, less, moreAgain, why, enjoy, open, back, now, ring];
