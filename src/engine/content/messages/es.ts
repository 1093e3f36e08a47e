import { checkins } from './es/checkins.ts';
import { circles } from './es/circles.ts';
import { commands } from './es/commands.ts';
import { common } from './es/common.ts';
import { gratitude } from './es/gratitude.ts';
import { joining } from './es/joining.ts';
import { programs } from './es/programs.ts';
import { setup } from './es/setup.ts';
import { troubles } from './es/troubles.ts';
import type { MessageKey } from './keys.ts';

/** Spanish; it has every key of English, with the same placeholders. */
export const es: Readonly<Record<MessageKey, string>> = {
  ...common,
  ...joining,
  ...checkins,
  ...programs,
  ...setup,
  ...troubles,
  ...gratitude,
  ...circles,
  ...commands,
};
