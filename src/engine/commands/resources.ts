import { z } from 'zod';
import { resourcesCard } from '../safety/resources.ts';
import { command } from './spec.ts';

export const resources = command({
  under: 'kith',
  name: 'resources',
  answer: 'private',
  who: 'anyone',
  options: {},
  input: z.strictObject({}),
  run: async (handling) => ({ kind: 'private', card: resourcesCard(handling) }),
});
