import { z } from 'zod';
import { action } from '../action.ts';
import { exampleDate, parseUntil } from '../cadence/spans.ts';
import { button, buttons, card, text } from '../card/build.ts';
import type { Card, Modal } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Texts } from '../content/texts.ts';
import { moment } from '../content/when.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import { invalid } from '../invalid.ts';
import { comeBack, replanMember, wake } from '../programs/enrolling.ts';
import { joined } from './membership.ts';

/** Asks for how long. */
export function snoozeQuestion(texts: Texts): Card {
  const span = (key: 'week' | 'fortnight' | 'month', length: string) =>
    button(texts.say(`snooze.${key}`), token('snooze.for', length));
  return card(
    texts.say('card.neutral'),
    text(texts.say('snooze.question')),
    buttons(
      span('week', '1w'),
      span('fortnight', '2w'),
      span('month', '1m'),
      button(texts.say('snooze.other'), token('snooze.other')),
    ),
  );
}

/** Quiet until then, and from then on as before, also what had gone quiet for good: what Kith would send by itself is dropped, nothing counts as ignored; what people wrote still arrives. @throws UserError for a span nobody can read. */
export async function snooze(handling: Handling, span: string): Promise<Card> {
  const member = joined(handling);
  const until = parseUntil(span, handling.now, member.zone);
  if (until === null) throw new UserError('snooze.unclear', { typed: span, date: exampleOf(handling) });
  const { stores, texts } = handling;
  const snoozed = { ...member, snoozedUntil: until };
  await stores.members.save(snoozed);
  await stores.deliveries.drop({ member: member.id, keepNotes: true }, 'snoozed');
  // What lies before them unanswered is put aside, too; it can still be answered.
  for (const open of await stores.occurrences.open(member.id, handling.now)) {
    if (open.state === 'shown') await stores.occurrences.save({ ...open, state: 'skipped' });
  }
  await wake(handling, snoozed);
  await replanMember(handling, snoozed);
  const when = moment(until, member.zone, texts.language);
  return card(
    texts.say('card.neutral'),
    text(texts.rich('snooze.done', { until: when })),
    buttons(button(texts.say('snooze.end'), token('snooze.end'))),
  );
}

const ask = action({
  name: 'snooze.ask',
  answer: 'private',
  who: 'member',
  args: z.tuple([]),
  run: async ({ texts }) => ({ kind: 'private', card: snoozeQuestion(texts) }),
});

const forSpan = action({
  name: 'snooze.for',
  answer: 'update',
  who: 'member',
  args: z.tuple([z.enum(['1w', '2w', '1m'])]),
  run: async (handling, [span]) => ({ kind: 'update', card: await snooze(handling, span) }),
});

const exampleOf = (handling: Handling) => exampleDate(handling.now, joined(handling).zone);

function otherModal(handling: Handling, initial: string): Modal {
  const { texts } = handling;
  const date = exampleOf(handling);
  return {
    token: token('snooze.until'),
    title: texts.say('snooze.title'),
    submit: texts.say('modal.save'),
    cancel: texts.say('modal.cancel'),
    inputs: [
      {
        kind: 'text',
        name: 'until',
        label: texts.say('snooze.until'),
        hint: texts.say('snooze.until.hint', { date }),
        required: true,
        multiline: false,
        maxLength: 20,
        initial,
        placeholder: date,
      },
    ],
  };
}

const other = action({
  name: 'snooze.other',
  answer: 'modal',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'modal', modal: otherModal(handling, '') }),
});

const until = action({
  name: 'snooze.until',
  answer: 'update',
  who: 'member',
  args: z.tuple([]),
  run: async (handling, _args, { fields }) => {
    const { texts, now } = handling;
    const typed = fields.until?.[0] ?? '';
    if (parseUntil(typed, now, joined(handling).zone) === null) {
      const problem = texts.say('problem.until', { date: exampleOf(handling) });
      return invalid(texts, otherModal(handling, typed), { until: problem });
    }
    return { kind: 'update', card: await snooze(handling, typed) };
  },
});

const end = action({
  name: 'snooze.end',
  answer: 'update',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => {
    const back = { ...joined(handling), snoozedUntil: null };
    await handling.stores.members.save(back);
    await comeBack(handling, back);
    const { texts } = handling;
    const home = button(texts.say('home.open-button'), token('home.open'));
    return { kind: 'update', card: card(texts.say('card.neutral'), text(texts.say('snooze.ended')), buttons(home)) };
  },
});

export const snoozeActions = [ask, forSpan, other, until, end];
