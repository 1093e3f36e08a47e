import { audit } from './audit.ts';
import { balance } from './balance.ts';
import { block } from './block.ts';
import { checkin } from './checkin.ts';
import { circle } from './circle.ts';
import { doctor } from './doctor.ts';
import { help } from './help.ts';
import { home } from './home.ts';
import { invite } from './invite.ts';
import { jar } from './jar.ts';
import { join } from './join.ts';
import { leave } from './leave.ts';
import { programArchive } from './program-archive.ts';
import { programCreate } from './program-create.ts';
import { programEdit } from './program-edit.ts';
import { programList } from './program-list.ts';
import { programPause } from './program-pause.ts';
import { programPreview } from './program-preview.ts';
import { programResume } from './program-resume.ts';
import { reachout } from './reachout.ts';
import { resources } from './resources.ts';
import { settings } from './settings.ts';
import { setup } from './setup.ts';
import { snooze } from './snooze.ts';
import type { CommandSpec } from './spec.ts';
import { thanks } from './thanks.ts';

/** Every command, in the order the help shows them. */
export const commands: readonly CommandSpec[] = [
  home,
  checkin,
  thanks,
  jar,
  circle,
  reachout,
  balance,
  join,
  settings,
  snooze,
  leave,
  block,
  resources,
  help,
  setup,
  invite,
  programCreate,
  programList,
  doctor,
  programEdit,
  programPreview,
  programPause,
  programResume,
  programArchive,
  audit,
];
