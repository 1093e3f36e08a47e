import type { CommandDescription } from './commands/spec.ts';
import type { Texts } from './content/texts.ts';
import type { Mentioned, Origin } from './event.ts';
import type { EpochMs } from './ids.ts';
import type { Calendar } from './ports/calendar.ts';
import type { Log } from './ports/log.ts';
import type { Features, Look } from './ports/platform.ts';
import type { Random } from './ports/random.ts';
import type { CommunityStores, Stores } from './ports/stores.ts';
import type { Community, Language } from './records/community.ts';
import type { Delivery } from './records/delivery.ts';
import type { Member } from './records/member.ts';

/** Everything one inbound event is handled with, inside its transaction. */
export interface Handling {
  readonly origin: Origin;
  readonly mentioned: Mentioned;
  readonly community: Community;
  /** The person who acted, if they joined. */
  readonly member: Member | null;
  readonly features: Features;
  /** What the platform said a moment ago, for what asks for it; `null` for everything else, and when it did not answer. */
  readonly look: Look | null;
  /** Words in the person's language. */
  readonly texts: Texts;
  readonly now: EpochMs;
  readonly random: Random;
  readonly calendar: Calendar;
  readonly log: Log;
  /** Who hosts this Kith, as onboarding names them. */
  readonly operator: string;
  /** Every command there is, worded in a language. */
  readonly describeCommands: (language: Language) => readonly CommandDescription[];
  /** The community's own stores. */
  readonly stores: CommunityStores;
  /** For what spans communities; hardly ever needed. */
  readonly allStores: Stores;
  /** Deliveries to schedule once the transaction has been committed. */
  readonly outbox: Pick<Delivery, 'id' | 'dueAt'>[];
}
