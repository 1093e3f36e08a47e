import { z } from 'zod';
import { action, personArg } from '../action.ts';
import { button, buttons, card, context, select, text } from '../card/build.ts';
import type { Block, Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { MessageKey } from '../content/messages/keys.ts';
import type { Texts } from '../content/texts.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import type { TieId } from '../ids.ts';
import { joined } from '../members/membership.ts';
import type { Tie } from '../records/bond.ts';
import { greet } from './reachout.ts';

/**
 * Why somebody turns to a person. Whatever it is, Kith only lends the words: the member sends them, and nothing is carried for them.
 * `hello`: to them; `welcome`: a hello would be welcome; or a hand, by kind of support.
 */
const REASONS = [
  'hello',
  'welcome',
  'thanks',
  'emotional',
  'practical',
  'informational',
  'appraisal',
  'esteem',
] as const;
type Reason = (typeof REASONS)[number];

/** How many openers each reason has in the catalogue: `opener.<reason>.<n>`. */
const OPENERS = 3;
const MOST_TIES = 3;
const NO_CHECK_IN = '-';

const reasonArg = z.enum(REASONS);
const checkInArg = z.string().regex(/^([0-9A-Za-z]{22}|-)$/);

/** Asks to whom, with the people greeted before within reach. */
async function whom(handling: Handling, reason: Reason, checkIn: string): Promise<Card> {
  const member = joined(handling);
  const { texts, stores } = handling;
  const ties = (await stores.ties.of(member.id)).filter((tie) => tie.person !== null).slice(0, MOST_TIES);
  const known: readonly Block[] = ties.flatMap(({ person }): Block[] =>
    person === null
      ? []
      : [
          text(texts.rich('hello.known', { person: { kind: 'person', id: person } })),
          buttons(button(texts.say('hello.this-one'), token('hello.words', reason, checkIn, person, '0'))),
        ],
  );
  return card(
    texts.say('card.neutral'),
    text(texts.say(`hello.whom.${reason === 'hello' ? 'hello' : 'other'}`)),
    ...known,
    select(texts.say('hello.choose'), token('hello.to', reason, checkIn), { kind: 'person', most: 1, chosen: [] }),
    backRow(texts, checkIn),
    context(texts.say('hello.you-send')),
  );
}

/** A named person and an opener: the words to send. */
function wordsCard(texts: Texts, reason: Reason, checkIn: string, person: string, turn: number): Card {
  const opener = texts.say(`opener.${reason}.${(turn % OPENERS) + 1}` as MessageKey);
  const said = button(
    texts.say(reason === 'hello' ? 'hello.said' : 'hello.sent'),
    token('hello.said', reason, checkIn, person),
    'primary',
  );
  const another = button(
    texts.say('hello.another'),
    token('hello.words', reason, checkIn, person, String((turn + 1) % OPENERS)),
  );
  const someoneElse = button(texts.say('hello.someone-else'), token('hello.choose', reason, checkIn));
  return card(
    texts.say('card.neutral'),
    text(texts.rich('hello.write-to', { person: { kind: 'person', id: person } })),
    { kind: 'quote', text: opener },
    buttons(said, another, someoneElse),
    backRow(texts, checkIn),
    context(texts.say('hello.you-send')),
  );
}

function backRow(texts: Texts, checkIn: string): Block | null {
  return checkIn === NO_CHECK_IN ? null : buttons(button(texts.say('hello.back'), token('checkin.back', checkIn)));
}

function other(handling: Handling, person: string): string {
  if (person === handling.origin.person.externalId) throw new UserError('hello.self');
  return person;
}

const start = action({
  name: 'hello.start',
  answer: 'private',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'private', card: await whom(handling, 'hello', NO_CHECK_IN) }),
});

const choose = action({
  name: 'hello.choose',
  answer: 'update',
  who: 'member',
  args: z.tuple([reasonArg, checkInArg]),
  run: async (handling, [reason, checkIn]) => ({ kind: 'update', card: await whom(handling, reason, checkIn) }),
});

const to = action({
  name: 'hello.to',
  answer: 'update',
  who: 'member',
  args: z.tuple([reasonArg, checkInArg]),
  run: async (handling, [reason, checkIn], { values }) => {
    const person = personArg.safeParse(values[0]);
    if (!person.success) throw new UserError('hello.nobody');
    return { kind: 'update', card: wordsCard(handling.texts, reason, checkIn, other(handling, person.data), 0) };
  },
});

const words = action({
  name: 'hello.words',
  answer: 'update',
  who: 'member',
  args: z.tuple([reasonArg, checkInArg, personArg, z.enum(['0', '1', '2'])]),
  run: async (handling, [reason, checkIn, person, turn]) => ({
    kind: 'update',
    card: wordsCard(handling.texts, reason, checkIn, other(handling, person), Number(turn)),
  }),
});

const said = action({
  name: 'hello.said',
  answer: 'update',
  who: 'member',
  args: z.tuple([reasonArg, checkInArg, personArg]),
  run: async (handling, [reason, checkIn, person]) => {
    const member = joined(handling);
    const { stores, texts, now, random } = handling;
    const before = (await stores.ties.of(member.id)).find((tie) => tie.person === other(handling, person));
    const fresh: Tie = {
      id: random.id() as TieId,
      member: member.id,
      person,
      label: null,
      layer: 'middle',
      everyDays: null,
      greetedAt: null,
      putOffUntil: null,
      createdAt: now,
    };
    const tie = await stores.ties.put(before ?? fresh);
    // Asking for something is not giving it: only a hello is entered.
    if (reason === 'hello') await greet(handling, tie);
    else await stores.ties.put({ ...tie, greetedAt: now, putOffUntil: null });
    return {
      kind: 'update',
      card: card(texts.say('card.neutral'), text(texts.say('hello.done')), backRow(texts, checkIn)),
    };
  },
});

export const helloActions = [start, choose, to, words, said];
