import { z } from 'zod';
import { action } from '../action.ts';
import { button, buttons, card, context, fields, text } from '../card/build.ts';
import type { Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Handling } from '../handling.ts';
import { joined } from '../members/membership.ts';
import { type Member, SUPPORT_KINDS, type SupportEvent } from '../records.ts';
import { decayedSum } from './decay.ts';
import { ledgerQuestion } from './ledger.ts';
import { balance, leaning } from './member-indices.ts';

const DAY = 86_400_000;
/** Acts are kept this long (days; product §12). */
export const ACTS_KEPT_DAYS = 180;

const given = (events: readonly SupportEvent[], member: Member) => events.filter((event) => event.giver === member.id);
const received = (events: readonly SupportEvent[], member: Member) =>
  events.filter((event) => event.receiver === member.id);

function actsOf({ stores, now }: Handling, member: Member): Promise<readonly SupportEvent[]> {
  return stores.ledger.of(member.id, now - ACTS_KEPT_DAYS * DAY);
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
  const lean = leaning(balance(decayedSum(given(acts, member), now), decayedSum(received(acts, member), now)));
  return card(
    texts.say('card.neutral'),
    text(texts.say('balance.only-part')),
    text(texts.say(acts.length === 0 ? 'balance.quiet' : `balance.${lean}`)),
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

/** What the member says about it leads on; it is not kept. */
const feels = action({
  name: 'balance.feels',
  answer: 'update',
  who: 'member',
  args: z.tuple([z.enum(['right', 'too-much', 'more'])]),
  run: async ({ texts }, [how]) => {
    const ways = {
      right: [button(texts.say('home.open-button'), token('home.open'))],
      'too-much': [
        button(texts.say('balance.ask-hand'), token('hello.choose', 'practical', '-')),
        button(texts.say('home.snooze'), token('snooze.ask')),
      ],
      more: [
        button(texts.say('home.say-hello'), token('hello.choose', 'hello', '-')),
        button(texts.say('thanks.title'), token('thanks.open')),
      ],
    };
    return {
      kind: 'update',
      card: card(texts.say('card.neutral'), text(texts.say(`balance.feels.${how}`)), buttons(...ways[how])),
    };
  },
});

/** Totals on request, never names. */
const numbers = action({
  name: 'balance.numbers',
  answer: 'update',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => {
    const member = joined(handling);
    const { texts } = handling;
    const acts = await actsOf(handling, member);
    const [out, into] = [given(acts, member), received(acts, member)];
    const row = (side: readonly SupportEvent[], label: string) => [label, String(side.length)] as const;
    const kinds = SUPPORT_KINDS.flatMap((kind) => {
      const of = (side: readonly SupportEvent[]) => side.filter((event) => event.kind === kind).length;
      const counts = { given: of(out), received: of(into) };
      return counts.given + counts.received === 0
        ? []
        : [[texts.say(`gave.${kind}`), texts.say('balance.both', counts)] as const];
    });
    return {
      kind: 'update',
      card: card(
        texts.say('card.neutral'),
        text(texts.say('balance.numbers.text', { days: ACTS_KEPT_DAYS })),
        fields(row(out, texts.say('balance.given-count')), row(into, texts.say('balance.received-count')), ...kinds),
        text(texts.say('balance.no-debts')),
        buttons(button(texts.say('balance.stop-keeping'), token('ledger.consent', 'no'))),
        context(texts.say('card.only-you')),
      ),
    };
  },
});

export const balanceActions = [open, feels, numbers];
