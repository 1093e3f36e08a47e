import { z } from 'zod';
import { newProgram } from '../programs/programs.ts';
import { command } from './spec.ts';

export const programCreate = command({
  under: 'kith-admin',
  name: 'program create',
  answer: 'modal',
  who: 'organizer',
  options: {},
  input: z.strictObject({}),
  run: async (handling) => newProgram(handling),
});
