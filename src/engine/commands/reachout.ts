import { z } from 'zod';
import { reachOutNow } from '../circles/reachout.ts';
import { command } from './spec.ts';

export const reachout = command({
  under: 'kith',
  name: 'reachout',
  answer: 'private',
  who: 'member',
  options: {},
  input: z.strictObject({}),
  run: async (handling) => ({ kind: 'private', card: await reachOutNow(handling) }),
});
