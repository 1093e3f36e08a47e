import { z } from 'zod';
import { homeCard } from '../members/home.ts';
import { command } from './spec.ts';

export const home = command({
  under: 'kith',
  name: 'home',
  answer: 'private',
  who: 'anyone',
  options: {},
  input: z.strictObject({}),
  run: async (handling) => ({ kind: 'private', card: await homeCard(handling) }),
});
