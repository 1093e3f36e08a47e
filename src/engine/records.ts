/** What is kept: plain values, one type for each kind of row. Text of members is sealed by the stores, never here. */

import type {
  CommunityId,
  DeliveryId,
  EnrolmentId,
  EpochMs,
  LocalDate,
  LocalTime,
  MemberId,
  OccurrenceId,
  ProgramId,
  Zone,
} from './ids.ts';
import type { Destination, Receipt } from './ports/platform.ts';
import type { Reply } from './reply.ts';

export type Language = 'en' | 'es';
/** ISO 8601: Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface Community {
  readonly id: CommunityId;
  readonly platform: string;
  readonly externalId: string;
  readonly name: string;
  readonly mode: 'work' | 'community';
  readonly language: Language;
  /** The zone of channel posts; `null` until an organizer's profile or answer told it. */
  readonly zone: Zone | null;
  readonly createdAt: EpochMs;
}

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
  readonly status: 'joined' | 'left';
  readonly joinedAt: EpochMs;
  /** When everything of a member who left is erased. */
  readonly eraseAt: EpochMs | null;
}

/** A recurrence: dates by an RFC 5545 rule, the time of day apart (so that clocks may change). */
export interface Cadence {
  /** `RRULE` value without `DTSTART`, `BYHOUR` and the like: `FREQ=WEEKLY;BYDAY=MO`. */
  readonly rule: string;
  /** Anchor of `INTERVAL`: the first date that may count. */
  readonly from: LocalDate;
  readonly time: LocalTime;
}

export type ProgramKind = 'check-in';

export interface Program {
  readonly id: ProgramId;
  readonly kind: ProgramKind;
  readonly name: string;
  readonly cadence: Cadence;
  /** Sent no later than this after the due time (minutes); past it is dropped, never a burst of old prompts. */
  readonly windowMinutes: number;
  /** Counts as unanswered after this (minutes). A late answer still counts until the next occurrence. */
  readonly expiryMinutes: number;
  readonly pack: string;
  /** Where the doorbell stands, if anywhere. */
  readonly channel: string | null;
  readonly status: 'active' | 'paused' | 'archived';
  readonly createdAt: EpochMs;
}

export interface Enrolment {
  readonly id: EnrolmentId;
  readonly program: ProgramId;
  readonly member: MemberId;
  /** `quiet` after the goodbye, until the member returns; `ended` with their leaving. */
  readonly status: 'active' | 'quiet' | 'ended';
  /** Every how many-th slot is taken: 1, or more after silence or *Less often*. */
  readonly every: number;
  readonly ignoredInRow: number;
  /** The newest slot planned, in the date of its own zone. No slot on or before it is planned again, whatever the zone becomes. */
  readonly lastSlot: LocalDate | null;
  readonly nextSlot: LocalDate | null;
  /** When the next slot is due; `null` when nothing is to be planned (paused, ended, quiet). */
  readonly nextDueAt: EpochMs | null;
}

/** One prompt due to one member. Unique by enrolment and slot. */
export interface Occurrence {
  readonly id: OccurrenceId;
  readonly program: ProgramId;
  readonly enrolment: EnrolmentId;
  readonly member: MemberId;
  readonly slot: LocalDate;
  readonly dueAt: EpochMs;
  readonly expiresAt: EpochMs;
  /**
   * `waiting`: not shown yet; `shown`: the member has the card; `answered`; `skipped` (*Not today*: not the same as ignored);
   * `expired`: shown and not answered in time; `missed`: never shown.
   */
  readonly state: 'waiting' | 'shown' | 'answered' | 'skipped' | 'expired' | 'missed';
  /** The prompt's stable key and the question in the words shown; set when it is first shown. */
  readonly prompt: string | null;
  readonly question: string | null;
}

/** A member's answer to one occurrence, with the question as it was asked. */
export interface Answer {
  readonly occurrence: OccurrenceId;
  readonly member: MemberId;
  readonly question: string;
  readonly choice: string | null;
  readonly words: string | null;
  readonly answeredAt: EpochMs;
  readonly editedAt: EpochMs | null;
}

/** Somebody a member keeps in touch with, on the platform. */
export interface Tie {
  readonly member: MemberId;
  readonly person: string;
  readonly layer: 'inner' | 'middle' | 'outer';
  readonly greetedAt: EpochMs | null;
}

/** What a delivery shows is composed when it is sent, from what it refers to. */
export type DeliverySubject =
  | { readonly kind: 'prompt'; readonly occurrence: OccurrenceId; readonly member: MemberId }
  | { readonly kind: 'doorbell'; readonly program: ProgramId; readonly slot: LocalDate }
  /** The hello that tests whether direct messages arrive. */
  | { readonly kind: 'welcome'; readonly member: MemberId }
  /** The last word after four unanswered prompts. */
  | { readonly kind: 'goodbye'; readonly member: MemberId; readonly enrolment: EnrolmentId };

export interface Delivery {
  readonly id: DeliveryId;
  readonly subject: DeliverySubject;
  readonly to: Destination;
  readonly dueAt: EpochMs;
  /** Past it the delivery is dropped. */
  readonly expiresAt: EpochMs;
  /** `unknown`: sent perhaps, and no look-up could tell. */
  readonly state: 'pending' | 'sending' | 'sent' | 'dropped' | 'failed' | 'unknown';
  /** Why it was dropped or failed: a word for organizers (`snoozed`, `stale`, `person-unreachable`), never text. */
  readonly reason: string | null;
  /** How often a send was begun. */
  readonly attempts: number;
  readonly receipt: Receipt | null;
}

/** A claimed inbound event: what it was answered with, so that a redelivery hears the same. */
export type Claim = { readonly kind: 'new' } | { readonly kind: 'answered'; readonly reply: Reply };

export interface AuditEntry {
  /** Platform user id of who did it. */
  readonly actor: string;
  readonly action: string;
  /** Id of what it was done to. */
  readonly target: string | null;
  readonly at: EpochMs;
}
