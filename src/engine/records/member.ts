/** What is kept of somebody who joined. */

import type { EpochMs, LocalTime, MemberId, Zone } from '../ids.ts';
import type { Language } from './community.ts';

/** ISO 8601: Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** By direct message, or behind the doorbell post of a channel (and in `home`). */
export type MemberPlace = 'direct' | 'channel';

export interface Member {
  readonly id: MemberId;
  readonly externalId: string;
  readonly name: string;
  readonly zone: Zone;
  readonly language: Language;
  readonly place: MemberPlace;
  /** The day and time this member chose for weekly prompts. */
  readonly weekday: Weekday;
  readonly time: LocalTime;
  /** Nothing is sent from `quietFrom` to `quietTo` on the member's clock; equal times mean no quiet hours. */
  readonly quietFrom: LocalTime;
  readonly quietTo: LocalTime;
  readonly snoozedUntil: EpochMs | null;
  /** ISO 3166, for helplines and holidays; proposed from the zone, `null` when nobody can say. */
  readonly country: string | null;
  /** Not asked on holidays, nor on weekends in work mode. */
  readonly daysOff: boolean;
  /** Whether thanks to this member may be posted where all can read them; `null` until they were asked. */
  readonly publicThanks: 'always' | 'ask' | 'never' | null;
  /** Whether this member's side of support events is kept for their own `balance`; `null` until they were asked. */
  readonly ledger: boolean | null;
  readonly status: 'joined' | 'left';
  readonly joinedAt: EpochMs;
  /** When everything of a member who left is erased. */
  readonly eraseAt: EpochMs | null;
  /** Whether the notes they gave then stay with those who got them, unsigned; `false` unless a leaver chose so. */
  readonly leavesNotes: boolean;
}

/** What a member's platform says of them: until when they are away or want no notifications (never why, nor in which words), and by which clock they live. */
export interface Presence {
  readonly awayUntil: EpochMs | null;
  /** The current or next stretch of do-not-disturb. */
  readonly silent: { readonly from: EpochMs; readonly until: EpochMs } | null;
  /** When the platform was last asked; what it tells by itself in between does not count. */
  readonly askedAt: EpochMs | null;
  /** The zone of their profile when it was last told; it decides whether they follow it. */
  readonly zone: Zone | null;
}
