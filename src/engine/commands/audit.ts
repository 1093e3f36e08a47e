import { z } from 'zod';
import { auditCard } from '../audit/audit.ts';
import { command } from './spec.ts';

export const audit = command({
  under: 'kith-admin',
  name: 'audit',
  answer: 'private',
  who: 'organizer',
  options: {},
  input: z.strictObject({}),
  run: async (handling) => ({ kind: 'private', card: await auditCard(handling) }),
});
