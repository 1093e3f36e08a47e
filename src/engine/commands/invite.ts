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
  run: async (handling) => {
    const { stores, origin, now } = handling;
    await stores.audit.add({ actor: origin.person.externalId, action: 'invite', target: null, at: now });
    return { kind: 'public', card: invitationCard(handling) };
  },
});
