import { z } from 'zod';
import { personArg } from '../action.ts';
import { block as blockPerson } from '../members/blocking.ts';
import { command } from './spec.ts';

/** Never reached by somebody again; silent for them. */
export const block = command({
  under: 'kith',
  name: 'block',
  answer: 'private',
  who: 'member',
  options: { person: { kind: 'person', required: true, choices: [], maxLength: 40 } },
  input: z.strictObject({ person: personArg }),
  run: async (handling, { person }) => ({ kind: 'private', card: await blockPerson(handling, person) }),
});
