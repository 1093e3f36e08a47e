import type { ActionSpec } from './action.ts';
import { checkInActions } from './checkins/checkins.ts';
import { helloActions } from './circles/hello.ts';
import { helpActions } from './help/help.ts';
import { goodbyeActions } from './members/goodbye.ts';
import { homeActions } from './members/home.ts';
import { joiningActions } from './members/joining.ts';
import { leavingActions } from './members/leaving.ts';
import { settingsActions } from './members/settings.ts';
import { snoozeActions } from './members/snooze.ts';
import { programActions } from './programs/programs.ts';
import { resourcesActions } from './safety/resources.ts';

/** Everything that buttons, selects and modals can do, by the name in their token. */
export const actions: ReadonlyMap<string, ActionSpec> = new Map(
  [
    ...joiningActions,
    ...homeActions,
    ...settingsActions,
    ...snoozeActions,
    ...leavingActions,
    ...goodbyeActions,
    ...checkInActions,
    ...helloActions,
    ...programActions,
    ...resourcesActions,
    ...helpActions,
  ].map((spec) => [spec.name, spec]),
);
