import { z } from 'zod';
import { checkInNow } from '../checkins/own-check-in.ts';
import { command } from './spec.ts';

export const checkin = command({
  under: 'kith',
  name: 'checkin',
  answer: 'private',
  who: 'member',
  options: {},
  input: z.strictObject({}),
  run: checkInNow,
});
