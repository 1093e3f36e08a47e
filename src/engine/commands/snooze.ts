import { z } from 'zod';
import { snooze as snoozeFor, snoozeQuestion } from '../members/snooze.ts';
import { command } from './spec.ts';

export const snooze = command({
  under: 'kith',
  name: 'snooze',
  answer: 'private',
  who: 'member',
  options: { for: { kind: 'text', required: false, choices: [], maxLength: 100 } },
  input: z.strictObject({ for: z.string().max(100).optional() }),
  run: async (handling, { for: span }) => ({
    kind: 'private',
    card: span === undefined || span.trim() === '' ? snoozeQuestion(handling.texts) : await snoozeFor(handling, span),
  }),
});
