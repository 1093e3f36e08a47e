import { z } from 'zod';
import { helpCard } from '../help/help.ts';
import { command } from './spec.ts';

export const help = command({
  under: 'kith',
  name: 'help',
  answer: 'private',
  who: 'anyone',
  options: {},
  input: z.strictObject({}),
  run: async (handling) => ({ kind: 'private', card: helpCard(handling) }),
});
