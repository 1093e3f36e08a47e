import { checkin } from './checkin.ts';
import { help } from './help.ts';
import { home } from './home.ts';
import { invite } from './invite.ts';
import { join } from './join.ts';
import { leave } from './leave.ts';
import { programCreate } from './program-create.ts';
import { programList } from './program-list.ts';
import { resources } from './resources.ts';
import { settings } from './settings.ts';
import { snooze } from './snooze.ts';
import type { CommandSpec } from './spec.ts';

/** Every command, in the order the help shows them. */
export const commands: readonly CommandSpec[] = [
  home,
  checkin,
  join,
  settings,
  snooze,
  leave,
  resources,
  help,
  invite,
  programCreate,
  programList,
];
