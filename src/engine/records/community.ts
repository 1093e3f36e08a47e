/** What is kept of a workspace or server. The files of this folder hold one type for each kind of row. The stores seal free text; here it is plain. */

import type { CommunityId, EpochMs, Zone } from '../ids.ts';
import type { InstalledAs } from '../ports/platform.ts';

export type Language = 'en' | 'es';

export interface Community {
  readonly id: CommunityId;
  readonly platform: string;
  readonly externalId: string;
  readonly name: string;
  readonly mode: 'work' | 'community';
  readonly language: Language;
  /** The zone of channel posts; `null` until an organizer's profile or answer told it. */
  readonly zone: Zone | null;
  /** ISO 3166, for weekends and the holidays of channel posts; `null` until an organizer told it. */
  readonly country: string | null;
  /** Under-18s are here: anonymous asks, introductions and carried hellos are off. */
  readonly minors: boolean;
  /** Where check-ins and public thanks of the programs that setup made are posted. */
  readonly channel: string | null;
  /** When an organizer last went through setup; `null` while nobody did. */
  readonly setUpAt: EpochMs | null;
  readonly createdAt: EpochMs;
}

/** What the platform said stands in the way. `not-in-channel`: Kith was never invited, was removed, or may not see it. */
export type TroubleKind =
  | 'channel-gone'
  | 'channel-archived'
  | 'not-in-channel'
  | 'not-allowed'
  /** A lost answer cannot be looked up: the right to read our own messages is missing. */
  | 'cannot-look-up'
  /** Token revoked, app removed: nothing is asked of this installation any more until a check succeeds. */
  | 'installation-gone'
  /** Many tries in a row came to nothing. */
  | 'platform-silent';

/** Something that stands in the way of what Kith sends to a community, for its organizers. It names no member and holds nobody's words. */
export interface Trouble {
  readonly kind: TroubleKind;
  /** A channel's id, `direct` for direct messages, or empty for the whole installation. */
  readonly place: string;
  /** The scope or permission that is missing, as the platform names it. */
  readonly missing: string | null;
  readonly since: EpochMs;
  readonly lastSeen: EpochMs;
  /** How often it was met. */
  readonly times: number;
}

/** What looks have found of an installation. */
export interface Standing {
  /** As what the platform knew Kith there when it was last found; `null` while no look has found it. */
  readonly found: InstalledAs | null;
  /** The platform says that Kith is not there any more, and told nobody when it was removed. */
  readonly missed: MissedRemoval | null;
}

export interface MissedRemoval {
  /** When a look first said so. */
  readonly since: EpochMs;
  /** On how many days looks have said so, and when the last of these was. */
  readonly days: number;
  readonly seenAt: EpochMs;
  /** When the community is to be erased if every look goes on to say so. */
  readonly eraseAt: EpochMs;
}

export interface AuditEntry {
  /** Platform user id of who did it. */
  readonly actor: string;
  readonly action: string;
  /** Id of what it was done to. */
  readonly target: string | null;
  readonly at: EpochMs;
}
