import { z } from 'zod';
import { setupCard } from '../setup/setup.ts';
import { command } from './spec.ts';

export const setup = command({
  under: 'kith-admin',
  name: 'setup',
  answer: 'private',
  who: 'organizer',
  options: {},
  input: z.strictObject({}),
  run: async (handling) => ({ kind: 'private', card: await setupCard(handling) }),
});
