import { z } from 'zod';
import { offerToJoin } from '../members/joining.ts';
import { command } from './spec.ts';

export const join = command({
  under: 'kith',
  name: 'join',
  answer: 'private',
  who: 'anyone',
  options: {},
  input: z.strictObject({}),
  run: offerToJoin,
});
