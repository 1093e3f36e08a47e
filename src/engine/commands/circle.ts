import { z } from 'zod';
import { circleCard } from '../circles/circle.ts';
import { command } from './spec.ts';

export const circle = command({
  under: 'kith',
  name: 'circle',
  answer: 'private',
  who: 'member',
  options: {},
  input: z.strictObject({}),
  run: async (handling) => ({ kind: 'private', card: await circleCard(handling) }),
});
