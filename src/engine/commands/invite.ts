import { z } from 'zod';
import { invitationCard } from '../members/invitation.ts';
import { command } from './spec.ts';

export const invite = command({
  under: 'kith-admin',
  name: 'invite',
  answer: 'public',
  who: 'organizer',
  options: {},
  input: z.strictObject({}),
  run: async (handling) => ({ kind: 'public', card: invitationCard(handling) }),
});
