import { z } from 'zod';
import { button, buttons, card, text } from '../card/build.ts';
import { token } from '../card/token.ts';
import { UserError } from '../errors.ts';
import { joined } from '../members/membership.ts';
import { command } from './spec.ts';

/** Never reached by somebody again; silent for them. A second time takes it back. */
export const block = command({
  under: 'kith',
  name: 'block',
  answer: 'private',
  who: 'member',
  options: { person: { kind: 'person', required: true, choices: [], maxLength: 40 } },
  input: z.strictObject({ person: z.string().min(1) }),
  run: async (handling, { person }) => {
    const { id } = joined(handling);
    const { stores, texts, origin } = handling;
    if (person === origin.person.externalId) throw new UserError('hello.self');
    const blocked = await stores.blocks.has(id, person);
    if (blocked) await stores.blocks.remove(id, person);
    else await stores.blocks.add(id, person);
    const said = texts.rich(blocked ? 'block.undone' : 'block.done', { person: { kind: 'person', id: person } });
    const home = button(texts.say('home.open-button'), token('home.open'));
    return { kind: 'private', card: card(texts.say('card.neutral'), text(said), buttons(home)) };
  },
});
