import { z } from 'zod';
import { action, idArg } from '../action.ts';
import { button, buttons, card, text } from '../card/build.ts';
import { token } from '../card/token.ts';
import { openCheckIn, signOfLife } from '../checkins/open-check-in.ts';
import { tieCard } from '../circles/reachout.ts';
import { UserError } from '../errors.ts';
import { NO_THANKS, newThanksModal } from '../gratitude/thanks-modal.ts';
import type { Handling } from '../handling.ts';
import type { TieId } from '../ids.ts';
import { replanMember } from './enrolling.ts';

/** Every how many-th nudge comes at the slowest before *Less often* means none for now. */
const SLOWEST = 4;

/** Marks a nudge as taken up. */
async function takeUp(handling: Handling, id: string) {
  const open = await openCheckIn(handling, id);
  await handling.stores.occurrences.save({ ...open.asked.occurrence, state: 'answered' });
  await signOfLife(handling, open);
  return open;
}

const write = action({
  name: 'nudge.write',
  answer: 'modal',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    await takeUp(handling, id);
    return { kind: 'modal', modal: newThanksModal(handling.texts, NO_THANKS, null) };
  },
});

const open = action({
  name: 'nudge.open',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg, idArg]),
  run: async (handling, [id, tieId]) => {
    const { member } = await takeUp(handling, id);
    const tie = await handling.stores.ties.get(tieId as TieId);
    if (tie === null || tie.member !== member.id) throw new UserError('circle.gone');
    return { kind: 'update', card: tieCard(handling.texts, tie) };
  },
});

/** *Less often*: half the pace; at the slowest, a rest until the member asks for more. */
const less = action({
  name: 'nudge.less',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const { member, enrolment, asked } = await openCheckIn(handling, id);
    const { stores, texts } = handling;
    await stores.occurrences.save({ ...asked.occurrence, state: 'skipped' });
    const slowest = enrolment.chosenEvery >= SLOWEST;
    const chosenEvery = slowest ? enrolment.chosenEvery : enrolment.chosenEvery * 2;
    const status = slowest ? ('ended' as const) : enrolment.status;
    await stores.enrolments.save([{ ...enrolment, chosenEvery, every: chosenEvery, status }]);
    await replanMember(handling, member);
    const home = button(texts.say('home.open-button'), token('home.open'));
    const said = texts.say(slowest ? 'nudge.stopped' : 'nudge.less.done', { every: chosenEvery });
    return { kind: 'update', card: card(texts.say('card.neutral'), text(said), buttons(home)) };
  },
});

export const nudgeActions = [write, open, less];
