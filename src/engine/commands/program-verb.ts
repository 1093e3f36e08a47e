import { z } from 'zod';
import { byName, type Verb } from '../programs/picking.ts';
import { MOST_NAME } from '../programs/program-modal.ts';
import { type CommandSpec, command } from './spec.ts';

/** A leaf that does something to one program, by its name; without a name it asks which. */
export function programVerb(verb: Verb): CommandSpec {
  return command({
    under: 'kith-admin',
    name: `program ${verb}`,
    answer: 'private',
    who: 'organizer',
    options: { name: { kind: 'text', required: false, choices: [], maxLength: MOST_NAME } },
    input: z.strictObject({ name: z.string().max(MOST_NAME).optional() }),
    run: async (handling, { name = '' }) => ({ kind: 'private', card: await byName(handling, verb, name) }),
  });
}
