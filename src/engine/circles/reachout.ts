import { z } from 'zod';
import { action, idArg } from '../action.ts';
import { dateIn } from '../cadence/slots.ts';
import { button, buttons, card, context, text } from '../card/build.ts';
import type { Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { MessageKey } from '../content/messages/keys.ts';
import type { Texts } from '../content/texts.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import type { TieId } from '../ids.ts';
import { joined } from '../members/membership.ts';
import { enterHello } from '../reciprocity/ledger.ts';
import type { Tie } from '../records/bond.ts';
import { called } from './circle.ts';
import { overdue, tieToRemember } from './layers.ts';

const DAY = 86_400_000;
/** *Later* puts a tie off by this (days). */
const LATER_DAYS = 3;
const OPENERS = 3;

/** A nudge that names one tie and takes one tap. */
export function tieCard(texts: Texts, tie: Tie, openers = false): Card {
  return card(
    texts.say('card.neutral'),
    text(texts.rich('reachout.text', { tie: called(tie) })),
    ...(openers
      ? Array.from(
          { length: OPENERS },
          (_, n) => ({ kind: 'quote', text: texts.say(`opener.hello.${n + 1}` as MessageKey) }) as const,
        )
      : []),
    buttons(
      button(texts.say('hello.said'), token('reachout.said', tie.id), 'primary'),
      button(texts.say('reachout.later'), token('reachout.later', tie.id)),
      button(texts.say('reachout.less'), token('reachout.less', tie.id)),
      button(texts.say('checkin.more'), token('reachout.words', tie.id)),
    ),
    context(texts.say('hello.you-send')),
  );
}

/** Whom to say hello to now: the tie that waits longest, else anyone. */
export async function reachOutNow(handling: Handling): Promise<Card> {
  const member = joined(handling);
  const { texts, stores, now } = handling;
  const ties = await stores.ties.of(member.id);
  const tie =
    tieToRemember(ties, now) ??
    ties.filter((one) => one.everyDays !== null).toSorted((a, b) => (overdue(b, now) ?? 0) - (overdue(a, now) ?? 0))[0];
  if (tie !== undefined) return tieCard(texts, tie);
  return card(
    texts.say('card.neutral'),
    text(texts.say('reachout.nobody')),
    buttons(
      button(texts.say('circle.add'), token('circle.add'), 'primary'),
      button(texts.say('home.say-hello'), token('hello.choose', 'hello', '-')),
    ),
  );
}

async function own(handling: Handling, id: string): Promise<Tie> {
  const tie = await handling.stores.ties.get(id as TieId);
  if (tie === null || tie.member !== joined(handling).id) throw new UserError('circle.gone');
  return tie;
}

const done = (texts: Texts, key: 'hello.done' | 'reachout.later.done' | 'reachout.less.done', values = {}): Card =>
  card(
    texts.say('card.neutral'),
    text(texts.say(key, values)),
    buttons(button(texts.say('circle.open'), token('circle.open'))),
  );

const open = action({
  name: 'reachout.open',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => ({ kind: 'update', card: tieCard(handling.texts, await own(handling, id)) }),
});

const now = action({
  name: 'reachout.now',
  answer: 'private',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'private', card: await reachOutNow(handling) }),
});

/** Enters a hello that was said: a call counts as much as a message; one a day and tie. */
export async function greet(handling: Handling, tie: Tie): Promise<void> {
  const { stores, now: at } = handling;
  const member = joined(handling);
  await stores.ties.put({ ...tie, greetedAt: at, putOffUntil: null });
  const receiver = tie.person === null ? null : await stores.members.find(tie.person);
  await enterHello(handling, member, receiver, `${tie.id}/${dateIn(member.zone, at)}`);
}

const said = action({
  name: 'reachout.said',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    await greet(handling, await own(handling, id));
    return { kind: 'update', card: done(handling.texts, 'hello.done') };
  },
});

const later = action({
  name: 'reachout.later',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const tie = await own(handling, id);
    const { stores, texts, now: at } = handling;
    await stores.ties.put({ ...tie, putOffUntil: at + LATER_DAYS * DAY });
    return { kind: 'update', card: done(texts, 'reachout.later.done', { days: LATER_DAYS }) };
  },
});

const less = action({
  name: 'reachout.less',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const tie = await own(handling, id);
    const everyDays = Math.min(366, (tie.everyDays ?? 30) * 2);
    // Seldom from now on: somebody long overdue would else be named again at once.
    await handling.stores.ties.put({ ...tie, everyDays, putOffUntil: handling.now + everyDays * DAY });
    return { kind: 'update', card: done(handling.texts, 'reachout.less.done', { days: everyDays }) };
  },
});

const words = action({
  name: 'reachout.words',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => ({ kind: 'update', card: tieCard(handling.texts, await own(handling, id), true) }),
});

export const reachOutActions = [open, now, said, later, less, words];
