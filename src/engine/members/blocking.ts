import { z } from 'zod';
import { action, personArg } from '../action.ts';
import { button, buttons, card, context, numbered, text } from '../card/build.ts';
import type { Block, Button, Card, Rich } from '../card/card.ts';
import { token } from '../card/token.ts';
import { UserError } from '../errors.ts';
import { unpost } from '../gratitude/removing.ts';
import type { Handling } from '../handling.ts';
import type { Thanks } from '../records/bond.ts';
import { joined } from './membership.ts';

/** As many people on one card, each with a button of their own. */
const A_PAGE = 4;

/**
 * Never reached by somebody again, silently for them. Who blocks twice wants to be sure, so that changes nothing.
 * @throws UserError for oneself
 */
export async function block(handling: Handling, person: string): Promise<Card> {
  const { stores, origin } = handling;
  const { id } = joined(handling);
  if (person === origin.person.externalId) throw new UserError('hello.self');
  const before = await stores.blocks.has(id, person);
  if (!before) await keepOut(handling, person);
  return blockedCard(handling, naming(handling, before ? 'block.already' : 'block.done', person), person);
}

/** Blocks, also for what is on its way: a note that was not read yet does not arrive. */
export async function keepOut(handling: Handling, person: string): Promise<void> {
  const { stores } = handling;
  const { id } = joined(handling);
  await stores.blocks.add(id, person);
  const giver = await stores.members.find(person);
  if (giver !== null) await stores.thanks.hideUnread(id, giver.id);
}

const naming = ({ texts }: Handling, key: 'block.done' | 'block.already' | 'block.undone', person: string): Rich =>
  texts.rich(key, { person: { kind: 'person', id: person } });

/** Says that somebody is blocked, with the way back, the way to all of them, and the offer to take away what stands for all to read of theirs. */
export async function blockedCard(
  handling: Handling,
  said: string | Rich,
  person: string,
  ...more: readonly Button[]
): Promise<Card> {
  const { texts } = handling;
  const stand = (await postsFrom(handling, person)).length > 0;
  return card(
    texts.say('card.neutral'),
    text(said),
    stand ? text(texts.say('block.posts')) : null,
    buttons(
      ...(stand ? [button(texts.say('block.unpost'), token('block.unpost', person))] : []),
      // Only ever by this button, never by blocking them a second time.
      button(texts.say('block.undo'), token('block.undo', person)),
    ),
    buttons(
      button(texts.say('blocked.open'), token('blocked.open')),
      ...more,
      button(texts.say('home.open-button'), token('home.open')),
    ),
  );
}

/** Their thanks to the member that stand for all to read. */
async function postsFrom(handling: Handling, person: string): Promise<readonly Thanks[]> {
  const { stores } = handling;
  const { id } = joined(handling);
  const giver = await stores.members.find(person);
  if (giver === null) return [];
  return (await stores.thanks.postedOf(id)).filter((thanks) => thanks.giver === giver.id && thanks.receiver === id);
}

const undo = action({
  name: 'block.undo',
  answer: 'update',
  who: 'member',
  args: z.tuple([personArg]),
  run: async (handling, [person]) => {
    const { texts, stores } = handling;
    await stores.blocks.remove(joined(handling).id, person);
    const home = button(texts.say('home.open-button'), token('home.open'));
    const said = text(naming(handling, 'block.undone', person));
    return { kind: 'update', card: card(texts.say('card.neutral'), said, buttons(home)) };
  },
});

const takeAway = action({
  name: 'block.unpost',
  answer: 'update',
  who: 'member',
  args: z.tuple([personArg]),
  run: async (handling, [person]) => {
    await unpost(handling, await postsFrom(handling, person));
    return { kind: 'update', card: await blockedCard(handling, handling.texts.say('block.unposted'), person) };
  },
});

/** Whom the member does not want to be reached by: those after `after`, or from the start where nobody is left there. */
async function listCard(handling: Handling, after: string | null, said: Rich | null = null): Promise<Card> {
  const { texts, stores } = handling;
  const { id } = joined(handling);
  const people = await stores.blocks.of(id, A_PAGE + 1, after);
  if (people.length === 0 && after !== null) return listCard(handling, null, said);
  const shown = people.slice(0, A_PAGE);
  const last = shown.at(-1);
  const rows = shown.flatMap((person, index): readonly Block[] => {
    const number = numbered(index, shown.length);
    const again = token('blocked.undo', person, after ?? '-');
    return [text([number, { kind: 'person', id: person }]), buttons(button(number + texts.say('block.undo'), again))];
  });
  const more =
    last !== undefined && people.length > A_PAGE ? [button(texts.say('jar.older'), token('blocked.more', last))] : [];
  return card(
    texts.say('card.neutral'),
    said === null ? null : text(said),
    text(texts.say(shown.length === 0 ? 'blocked.empty' : 'blocked.text')),
    ...rows,
    buttons(...more, button(texts.say('home.settings'), token('settings.open'))),
    context(texts.say('card.only-you')),
  );
}

const list = action({
  name: 'blocked.open',
  answer: 'private',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'private', card: await listCard(handling, null) }),
});

const more = action({
  name: 'blocked.more',
  answer: 'update',
  who: 'member',
  args: z.tuple([personArg]),
  run: async (handling, [after]) => ({ kind: 'update', card: await listCard(handling, after) }),
});

const undoInList = action({
  name: 'blocked.undo',
  answer: 'update',
  who: 'member',
  args: z.tuple([personArg, personArg.or(z.literal('-'))]),
  run: async (handling, [person, after]) => {
    await handling.stores.blocks.remove(joined(handling).id, person);
    const said = naming(handling, 'block.undone', person);
    return { kind: 'update', card: await listCard(handling, after === '-' ? null : after, said) };
  },
});

export const blockingActions = [undo, takeAway, list, more, undoInList];
