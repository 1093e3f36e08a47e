import type { ActionSpec } from './action.ts';
import { auditActions } from './audit/audit.ts';
import { checkInActions } from './checkins/checkins.ts';
import { ownCheckInActions } from './checkins/own-check-in.ts';
import { circleActions } from './circles/circle.ts';
import { helloActions } from './circles/hello.ts';
import { reachOutActions } from './circles/reachout.ts';
import { changingActions } from './gratitude/changing.ts';
import { givingActions } from './gratitude/giving.ts';
import { jarActions } from './gratitude/jar.ts';
import { keptWordsActions } from './gratitude/kept-words.ts';
import { receivingActions } from './gratitude/receiving.ts';
import { sayingItYourselfActions } from './gratitude/saying-it-yourself.ts';
import { sentActions } from './gratitude/sent.ts';
import { somethingKindActions } from './gratitude/something-kind.ts';
import { helpActions } from './help/help.ts';
import { blockingActions } from './members/blocking.ts';
import { consentActions } from './members/consents.ts';
import { countrySettingsActions } from './members/country-settings.ts';
import { goodbyeActions } from './members/goodbye.ts';
import { homeActions } from './members/home.ts';
import { joiningActions } from './members/joining.ts';
import { leavingActions } from './members/leaving.ts';
import { settingsActions } from './members/settings.ts';
import { snoozeActions } from './members/snooze.ts';
import { offerActions } from './programs/answering-offers.ts';
import { editingActions } from './programs/editing.ts';
import { nudgeActions } from './programs/nudges.ts';
import { pickingActions } from './programs/picking.ts';
import { programActions } from './programs/programs.ts';
import { balanceActions } from './reciprocity/balance.ts';
import { ledgerActions } from './reciprocity/ledger.ts';
import { resourcesActions } from './safety/resources.ts';
import { setupActions } from './setup/setup.ts';
import { doctorActions } from './troubles/doctor.ts';

/** Everything that buttons, selects and modals can do, by the name in their token. */
export const actions: ReadonlyMap<string, ActionSpec> = new Map(
  [
    ...joiningActions,
    ...homeActions,
    ...settingsActions,
    ...consentActions,
    ...countrySettingsActions,
    ...snoozeActions,
    ...leavingActions,
    ...blockingActions,
    ...goodbyeActions,
    ...checkInActions,
    ...ownCheckInActions,
    ...helloActions,
    ...circleActions,
    ...reachOutActions,
    ...nudgeActions,
    ...givingActions,
    ...changingActions,
    ...sayingItYourselfActions,
    ...keptWordsActions,
    ...receivingActions,
    ...jarActions,
    ...sentActions,
    ...somethingKindActions,
    ...ledgerActions,
    ...balanceActions,
    ...offerActions,
    ...setupActions,
    ...programActions,
    ...editingActions,
    ...pickingActions,
    ...resourcesActions,
    ...helpActions,
    ...auditActions,
    ...doctorActions,
  ].map((spec) => [spec.name, spec]),
);
