import { z } from 'zod';
import { doctorCard } from '../troubles/doctor.ts';
import { command } from './spec.ts';

export const doctor = command({
  under: 'kith-admin',
  name: 'doctor',
  answer: 'private',
  who: 'organizer',
  options: {},
  input: z.strictObject({}),
  run: async (handling) => ({ kind: 'private', card: await doctorCard(handling) }),
});
