import { checkins } from './en/checkins.ts';
import { circles } from './en/circles.ts';
import { commands } from './en/commands.ts';
import { common } from './en/common.ts';
import { gratitude } from './en/gratitude.ts';
import { joining } from './en/joining.ts';
import { programs } from './en/programs.ts';
import { setup } from './en/setup.ts';
import { troubles } from './en/troubles.ts';

/** English: the catalogue that defines the keys. */
export const en = {
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
