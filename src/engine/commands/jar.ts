import { z } from 'zod';
import { jarCard } from '../gratitude/jar.ts';
import { command } from './spec.ts';

export const jar = command({
  under: 'kith',
  name: 'jar',
  answer: 'private',
  who: 'member',
  options: {},
  input: z.strictObject({}),
  run: async (handling) => ({ kind: 'private', card: await jarCard(handling, null) }),
});
