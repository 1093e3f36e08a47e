import { z } from 'zod';
import { joined } from '../members/membership.ts';
import { settingsCard } from '../members/settings.ts';
import { command } from './spec.ts';

export const settings = command({
  under: 'kith',
  name: 'settings',
  answer: 'private',
  who: 'member',
  options: {},
  input: z.strictObject({}),
  run: async (handling) => ({ kind: 'private', card: settingsCard(handling.texts, joined(handling), handling) }),
});
