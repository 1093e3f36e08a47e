import { z } from 'zod';
import { programList as listPrograms } from '../programs/program-cards.ts';
import { command } from './spec.ts';

export const programList = command({
  under: 'kith-admin',
  name: 'program list',
  answer: 'private',
  who: 'organizer',
  options: {},
  input: z.strictObject({}),
  run: async (handling) => ({ kind: 'private', card: await listPrograms(handling) }),
});
