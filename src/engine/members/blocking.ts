import { z } from 'zod';
import { action, personArg } from '../action.ts';
import { button, buttons, card, text } from '../card/build.ts';
import type { Button, Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Texts } from '../content/texts.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import { joined } from './membership.ts';

/** Lets somebody who was blocked reach one again: only ever by this button, never by blocking them a second time. */
export function unblockButton(texts: Texts, person: string): Button {
  return button(texts.say('block.undo'), token('block.undo', person));
}

/**
 * Never reached by somebody again, silently for them. Who blocks twice wants to be sure, so that changes nothing.
 * @throws UserError for oneself
 */
export async function block({ member, stores, texts, origin }: Handling, person: string): Promise<Card> {
  const { id } = joined({ member });
  if (person === origin.person.externalId) throw new UserError('hello.self');
  const before = await stores.blocks.has(id, person);
  if (!before) await stores.blocks.add(id, person);
  return blockCard(texts, before ? 'block.already' : 'block.done', person, unblockButton(texts, person));
}

function blockCard(
  texts: Texts,
  key: 'block.done' | 'block.already' | 'block.undone',
  person: string,
  ...more: Button[]
) {
  const said = texts.rich(key, { person: { kind: 'person', id: person } });
  const home = button(texts.say('home.open-button'), token('home.open'));
  return card(texts.say('card.neutral'), text(said), buttons(...more, home));
}

const undo = action({
  name: 'block.undo',
  answer: 'update',
  who: 'member',
  args: z.tuple([personArg]),
  run: async (handling, [person]) => {
    await handling.stores.blocks.remove(joined(handling).id, person);
    return { kind: 'update', card: blockCard(handling.texts, 'block.undone', person) };
  },
});

export const blockingActions = [undo];
