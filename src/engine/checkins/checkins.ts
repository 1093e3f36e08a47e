import { z } from 'zod';
import { action, idArg } from '../action.ts';
import { button, buttons, card, text } from '../card/build.ts';
import type { Modal } from '../card/card.ts';
import { token } from '../card/token.ts';
import { CHOICES } from '../content/prompts.ts';
import type { Texts } from '../content/texts.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import { COVERED_BY_JOINING } from '../programs/enrolling.ts';
import { cadenceFor } from '../programs/schedule.ts';
import { wordWhen } from '../programs/word-cadence.ts';
import type { Answer } from '../records/program.ts';
import type { Reply } from '../reply.ts';
import { checkInCard } from './checkin-card.ts';
import { type Open, openCheckIn, show, signOfLife } from './open-check-in.ts';

const DAY = 86_400_000;
/** How long *Less of this* rests a category (days). */
const REST_DAYS = 90;
const MOST_WORDS = 2000;

/** Stores an answer once; a second one edits it. Any answer is a sign of life and restores the chosen pace. */
async function receive(
  handling: Handling,
  opened: Open,
  before: Answer | null,
  given: Partial<Pick<Answer, 'choice' | 'words'>>,
): Promise<Reply> {
  const { stores, now, texts } = handling;
  const { member, asked } = opened;
  const { occurrence } = asked;
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
  await signOfLife(handling, opened);
  return { kind: 'update', card: checkInCard(texts, member, asked, answer) };
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

const answer = action({
  name: 'checkin.answer',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg, z.enum(CHOICES)]),
  run: async (handling, [id, choice]) => {
    const opened = await openCheckIn(handling, id);
    return receive(handling, opened, await handling.stores.answers.get(opened.asked.occurrence.id), { choice });
  },
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
    const opened = await openCheckIn(handling, id);
    const before = await handling.stores.answers.get(opened.asked.occurrence.id);
    if (said === '' && before === null) return show(handling, id, 'update');
    return receive(handling, opened, before, { words: said === '' ? null : said });
  },
});

const skip = action({
  name: 'checkin.skip',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const opened = await openCheckIn(handling, id);
    const { asked } = opened;
    const { stores, texts } = handling;
    if ((await stores.answers.get(asked.occurrence.id)) === null) {
      await stores.occurrences.save({ ...asked.occurrence, state: 'skipped' });
    }
    await signOfLife(handling, opened);
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
    const opened = await openCheckIn(handling, id);
    const { member, asked } = opened;
    const { stores, texts, now } = handling;
    if (asked.prompt !== null) await stores.prompts.rest(member.id, asked.prompt.category, now + REST_DAYS * DAY);
    if ((await stores.answers.get(asked.occurrence.id)) === null) {
      await stores.occurrences.save({ ...asked.occurrence, state: 'skipped' });
    }
    await signOfLife(handling, opened);
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
    const { program, member } = await openCheckIn(handling, id);
    const { texts, community } = handling;
    const cadence = wordWhen(texts, cadenceFor(community, program, member), member.zone);
    const answer = program.kind === COVERED_BY_JOINING ? 'checkin.why.answer' : 'nudge.why.answer';
    const settings = button(texts.say('home.settings'), token('settings.open'));
    return {
      kind: 'private',
      card: card(
        texts.say('card.neutral'),
        text(texts.say(answer, { program: program.name, cadence })),
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

export const checkInActions = [answer, words, say, skip, less, moreAgain, why, enjoy, open, back];
