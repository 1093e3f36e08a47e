import { z } from 'zod';
import { balanceCard } from '../reciprocity/balance.ts';
import { command } from './spec.ts';

export const balance = command({
  under: 'kith',
  name: 'balance',
  answer: 'private',
  who: 'member',
  options: {},
  input: z.strictObject({}),
  run: async (handling) => ({ kind: 'private', card: await balanceCard(handling) }),
});
