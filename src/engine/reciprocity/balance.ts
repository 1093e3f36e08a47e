import { z } from 'zod';
import { action } from '../action.ts';
import { dateIn } from '../cadence/slots.ts';
import { button, buttons, card, context, fields, text } from '../card/build.ts';
import type { Block, Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Texts } from '../content/texts.ts';
import type { Handling } from '../handling.ts';
import { joined } from '../members/membership.ts';
import { SUPPORT_KINDS, type SupportEvent, type SupportKind, type SupportTotal } from '../records/bond.ts';
import type { Member } from '../records/member.ts';
import { decayedSum } from './decay.ts';
import { ledgerQuestion } from './ledger.ts';
import { balance, givesMuch, leaning } from './member-indices.ts';

const DAY = 86_400_000;
/** Acts are kept this long (days). */
export const ACTS_KEPT_DAYS = 180;

const given = (events: readonly SupportEvent[], member: Member) => events.filter((event) => event.giver === member.id);
const received = (events: readonly SupportEvent[], member: Member) =>
  events.filter((event) => event.receiver === member.id);

function actsOf({ stores, now }: Handling, member: Member): Promise<readonly SupportEvent[]> {
  return stores.ledger.of(member.id, now - ACTS_KEPT_DAYS * DAY);
}

/** Of a single act "about even" would be as untrue as a leaning. */
function saidOf(acts: readonly SupportEvent[], member: Member, now: number) {
  if (acts.length === 0) return 'quiet';
  if (acts.length === 1) return 'little';
  return leaning(balance(decayedSum(given(acts, member), now), decayedSum(received(acts, member), now)));
}

/** A private view of giving and receiving, in words: the self-rating leads, the figures assist. Computed now, stored nowhere. */
export async function balanceCard(handling: Handling): Promise<Card> {
  const member = joined(handling);
  const { texts, now } = handling;
  if (member.ledger !== true) {
    const asked = ledgerQuestion(texts, { ...member, ledger: null });
    return card(
      texts.say('card.neutral'),
      text(texts.say('balance.nothing-kept')),
      ...asked,
      context(texts.say('card.only-you')),
    );
  }
  const acts = await actsOf(handling, member);
  return card(
    texts.say('card.neutral'),
    text(texts.say('balance.only-part')),
    text(texts.say(`balance.${saidOf(acts, member, now)}`)),
    text(texts.say('balance.feels-right')),
    buttons(
      button(texts.say('balance.yes'), token('balance.feels', 'right')),
      button(texts.say('balance.too-much'), token('balance.feels', 'too-much')),
      button(texts.say('balance.give-more'), token('balance.feels', 'more')),
      button(texts.say('balance.numbers'), token('balance.numbers')),
    ),
    context(texts.say('card.only-you')),
  );
}

const open = action({
  name: 'balance.open',
  answer: 'private',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'private', card: await balanceCard(handling) }),
});

/** From the figures back to the question that leads. */
const back = action({
  name: 'balance.back',
  answer: 'update',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'update', card: await balanceCard(handling) }),
});

/** *Too much* on two days in a row that it was asked, or beside much given: more than a word is offered. */
async function carriesALot(handling: Handling, member: Member): Promise<boolean> {
  const { stores, now } = handling;
  const [latest, before] = await stores.ledger.ratings(member.id, 2);
  if (latest === 'too-much' && before === 'too-much') return true;
  const acts = await actsOf(handling, member);
  return givesMuch(decayedSum(given(acts, member), now), decayedSum(received(acts, member), now));
}

/** What the member says about it leads on. It is kept with the ledger's consent, one a day, to notice what is said twice. */
const feels = action({
  name: 'balance.feels',
  answer: 'update',
  who: 'member',
  args: z.tuple([z.enum(['right', 'too-much', 'more'])]),
  run: async (handling, [how]) => {
    const { texts, stores, now } = handling;
    const member = joined(handling);
    const kept = member.ledger === true;
    if (kept) await stores.ledger.rate(member.id, dateIn(member.zone, now), how, now);
    const lot = kept && how === 'too-much' && (await carriesALot(handling, member));
    const hand = button(texts.say('balance.ask-hand'), token('hello.choose', 'practical', '-'));
    const ways = {
      right: [button(texts.say('home.open-button'), token('home.open'))],
      'too-much': lot
        ? [
            button(texts.say('balance.rest'), token('snooze.for', '2w')),
            button(texts.say('balance.ask-ear'), token('hello.choose', 'emotional', '-')),
            hand,
          ]
        : [hand, button(texts.say('home.snooze'), token('snooze.ask'))],
      more: [
        button(texts.say('home.say-hello'), token('hello.choose', 'hello', '-')),
        button(texts.say('thanks.title'), token('thanks.open')),
      ],
    };
    return {
      kind: 'update',
      card: card(
        texts.say('card.neutral'),
        text(texts.say(lot ? 'balance.feels.carrying' : `balance.feels.${how}`)),
        buttons(...ways[how]),
        context(kept ? texts.say('balance.feels.kept', { days: ACTS_KEPT_DAYS }) : texts.say('card.only-you')),
      ),
    };
  },
});

/** Acts as totals by side and kind. */
function counted(acts: readonly SupportEvent[], member: Member): readonly SupportTotal[] {
  return acts.flatMap(({ giver, receiver, kind }): readonly SupportTotal[] => [
    ...(giver === member.id ? [{ side: 'given', kind, acts: 1 } as const] : []),
    ...(receiver === member.id ? [{ side: 'received', kind, acts: 1 } as const] : []),
  ]);
}

/** How much was given and received, and of which kind. */
function totalRows(texts: Texts, totals: readonly SupportTotal[]): Block {
  const sum = (side: SupportTotal['side'], kind?: SupportKind) =>
    totals
      .filter((one) => one.side === side && (kind === undefined || one.kind === kind))
      .reduce((acts, one) => acts + one.acts, 0);
  const kinds = SUPPORT_KINDS.flatMap((kind) => {
    const both = { given: sum('given', kind), received: sum('received', kind) };
    return both.given + both.received === 0
      ? []
      : [[texts.say(`gave.${kind}`), texts.say('balance.both', both)] as const];
  });
  return fields(
    [texts.say('balance.given-count'), String(sum('given'))],
    [texts.say('balance.received-count'), String(sum('received'))],
    ...kinds,
  );
}

/** Totals on request, never names: of the time in which single acts are kept, and of all before. */
const numbers = action({
  name: 'balance.numbers',
  answer: 'update',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => {
    const member = joined(handling);
    const { texts, stores } = handling;
    const older = await stores.ledger.totals(member.id);
    return {
      kind: 'update',
      card: card(
        texts.say('card.neutral'),
        text(texts.say('balance.numbers.text', { days: ACTS_KEPT_DAYS })),
        totalRows(texts, counted(await actsOf(handling, member), member)),
        ...(older.length === 0 ? [] : [text(texts.say('balance.numbers.before')), totalRows(texts, older)]),
        text(texts.say('balance.no-debts')),
        buttons(
          button(texts.say('circle.back'), token('balance.back')),
          button(texts.say('balance.stop-keeping'), token('ledger.consent', 'no')),
        ),
        context(texts.say('card.only-you')),
      ),
    };
  },
});

export const balanceActions = [open, back, feels, numbers];
