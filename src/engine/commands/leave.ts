import { z } from 'zod';
import { leave as leaveKith } from '../members/leaving.ts';
import { command } from './spec.ts';

export const leave = command({
  under: 'kith',
  name: 'leave',
  answer: 'private',
  who: 'anyone',
  options: {},
  input: z.strictObject({}),
  run: async (handling) => ({ kind: 'private', card: await leaveKith(handling) }),
});
