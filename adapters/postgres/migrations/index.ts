import type { Migration } from 'kysely/migration';
import { up as people } from './0001-people.ts';
import { up as programs } from './0002-programs.ts';
import { up as deliveries } from './0003-deliveries.ts';
import { up as gratitude } from './0004-gratitude.ts';
import { up as away } from './0005-away.ts';
import { up as troubles } from './0006-troubles.ts';
import { up as turns } from './0007-turns.ts';
import { up as sent } from './0007b-sent.ts';
import { up as scale } from './0008-scale.ts';
import { up as thanksQuestions } from './0009-thanks-questions.ts';
import { up as removedThanks } from './0009b-removed-thanks.ts';
import { up as balanceOverTime } from './0009c-balance-over-time.ts';
import { up as thanksDigest } from './0009d-thanks-digest.ts';
import { up as programEnd } from './0010-program-end.ts';
import { up as spreads } from './0012-spreads.ts';
import { up as putOff } from './0016-put-off.ts';
import { up as admitted } from './0017-admitted.ts';
import { up as slots } from './0018-slots.ts';
import { up as directChannels } from './0019-direct-channels.ts';
import { up as onePromptAtATime } from './0020-one-prompt-at-a-time.ts';
import { up as profileZones } from './0021-profile-zones.ts';
import { up as ownDay } from './0022-own-day.ts';
import { up as missedRemovals } from './0023-missed-removals.ts';
import { up as windows } from './0024-windows.ts';
import { up as unsignedThanks } from './0025-unsigned-thanks.ts';

/** All migrations, in order of name. Forward only: one that was released is never changed, a mistake is mended by the next. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-people': { up: people },
  '0002-programs': { up: programs },
  '0003-deliveries': { up: deliveries },
  '0004-gratitude': { up: gratitude },
  '0005-away': { up: away },
  '0006-troubles': { up: troubles },
  '0007-turns': { up: turns },
  '0007b-sent': { up: sent },
  '0008-scale': { up: scale },
  '0009-thanks-questions': { up: thanksQuestions },
  '0009b-removed-thanks': { up: removedThanks },
  '0009c-balance-over-time': { up: balanceOverTime },
  '0009d-thanks-digest': { up: thanksDigest },
  '0010-program-end': { up: programEnd },
  '0012-spreads': { up: spreads },
  '0016-put-off': { up: putOff },
  '0017-admitted': { up: admitted },
  '0018-slots': { up: slots },
  '0019-direct-channels': { up: directChannels },
  '0020-one-prompt-at-a-time': { up: onePromptAtATime },
  '0021-profile-zones': { up: profileZones },
  '0022-own-day': { up: ownDay },
  '0023-missed-removals': { up: missedRemovals },
  '0024-windows': { up: windows },
  '0025-unsigned-thanks': { up: unsignedThanks },
};
