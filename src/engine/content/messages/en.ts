import { checkins } from './en/checkins.ts';
import { commands } from './en/commands.ts';
import { common } from './en/common.ts';
import { joining } from './en/joining.ts';
import { programs } from './en/programs.ts';

/** English: the catalogue that defines the keys. */
export const en = { ...common, ...joining, ...checkins, ...programs, ...commands };
