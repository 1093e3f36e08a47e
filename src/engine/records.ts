/** What is kept: plain values, one type for each kind of row. Text of members is sealed by the stores, never here. */

import type {
  CommunityId,
  DeliveryId,
  DraftId,
  EnrolmentId,
  EpochMs,
  LocalDate,
  LocalTime,
  MemberId,
  OccurrenceId,
  ProgramId,
  ThanksId,
  TieId,
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
}

/** Until when a member is away or wants no notifications, as their platform says; never why, nor in which words. */
export interface Presence {
  readonly awayUntil: EpochMs | null;
  /** The current or next stretch of do-not-disturb. */
  readonly silent: { readonly from: EpochMs; readonly until: EpochMs } | null;
  /** When the platform was last asked; what it tells by itself in between does not count. */
  readonly askedAt: EpochMs | null;
}

/** A recurrence: dates by an RFC 5545 rule, the time of day apart (so that clocks may change). */
export interface Cadence {
  /** `RRULE` value without `DTSTART`, `BYHOUR` and the like: `FREQ=WEEKLY;BYDAY=MO`. */
  readonly rule: string;
  /** Anchor of `INTERVAL`: the first date that may count. */
  readonly from: LocalDate;
  /** The last date that may count; `null` for a program without an end (but for a `COUNT` in its rule). */
  readonly until: LocalDate | null;
  readonly time: LocalTime;
}

export type ProgramKind = 'check-in' | 'gratitude' | 'reach-out';

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
  /** `draft`: its organizer has yet to say by which rule, and nobody is enrolled. */
  readonly status: 'draft' | 'active' | 'paused' | 'archived';
  readonly createdAt: EpochMs;
}

export interface Enrolment {
  readonly id: EnrolmentId;
  readonly program: ProgramId;
  readonly member: MemberId;
  /** `quiet` after the goodbye, until the member returns; `ended` with their leaving. */
  readonly status: 'active' | 'quiet' | 'ended';
  /** Every how many-th slot is taken now: {@link chosenEvery}, or more after silence. */
  readonly every: number;
  /** The pace the member chose: 1, or more after *Less often*. A sign of life returns to it. */
  readonly chosenEvery: number;
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

/** How close a tie is; it sets how often the member wants to be reminded unless they say otherwise. */
export type Layer = 'inner' | 'middle' | 'outer';

/** Somebody a member keeps in touch with: on the platform, or off it under a label of the member's own. */
export interface Tie {
  readonly id: TieId;
  readonly member: MemberId;
  /** Platform user id; `null` for somebody off the platform. */
  readonly person: string | null;
  /** "my sister"; `null` for somebody on the platform. Sealed at rest. */
  readonly label: string | null;
  readonly layer: Layer;
  /** Reminded when the last hello is this long ago (days); `null` for a tie that was only greeted, not asked for. */
  readonly everyDays: number | null;
  readonly greetedAt: EpochMs | null;
  readonly createdAt: EpochMs;
}

/** Support kinds (House 1981, with esteem): the five of product §2. */
export const SUPPORT_KINDS = ['emotional', 'practical', 'informational', 'appraisal', 'esteem'] as const;
export type SupportKind = (typeof SUPPORT_KINDS)[number];

/** A letter of thanks from one member to another. It stays until one of them removes it. */
export interface Thanks {
  readonly id: ThanksId;
  readonly giver: MemberId;
  readonly receiver: MemberId;
  /** How many were thanked at once, for splitting the act among them. */
  readonly among: number;
  /** Shared by those thanked at once: the id of the first. They are edited and taken back together. */
  readonly together: ThanksId;
  /** What they did; sealed at rest, as are the next three. */
  readonly words: string;
  /** What it took, and what it changed (find-remind-bind, Algoe 2012). */
  readonly took: string | null;
  readonly changed: string | null;
  /** Both in one, from when they were asked in one; shown still, asked no more. */
  readonly more: string | null;
  readonly kind: SupportKind | null;
  /** `channel/message` that was thanked for; the same giver, message and receiver count once. */
  readonly message: string | null;
  /** Whether the giver would like it to be posted, if the receiver likes that too. */
  readonly mayBePublic: boolean;
  readonly givenAt: EpochMs;
  /** When the receiver first had it before them; until then it waits in their home. */
  readonly readAt: EpochMs | null;
  readonly landedAt: EpochMs | null;
  /** The giver was told that it landed. */
  readonly landedSeen: boolean;
  /** The receiver took it out of the jar. */
  readonly hidden: boolean;
  readonly reported: boolean;
  /** Where it stands for all to read. */
  readonly posted: Receipt | null;
  /** The week whose digest tells of it, by its last day; `null` while it is not posted. */
  readonly digest: LocalDate | null;
  /** Its giver removed it after it was reported: only organizers can read it still. */
  readonly takenBack: boolean;
}

/** Words of a giver that wait for their decision where to post them; nothing in it is about the receiver. */
export interface Draft {
  readonly id: DraftId;
  readonly member: MemberId;
  readonly words: string;
  readonly createdAt: EpochMs;
}

/**
 * An act of support that members entered themselves. A side that did not consent to the ledger is `null`; an act with no side left is not kept.
 * X thanking Y records that Y gave to X.
 */
export interface SupportEvent {
  readonly giver: MemberId | null;
  readonly receiver: MemberId | null;
  readonly kind: SupportKind | null;
  /** 1, or 1/n when n were thanked at once. */
  readonly share: number;
  readonly at: EpochMs;
  /** What it was entered by; one act counts once: unique by source, id, giver and receiver. */
  readonly source: 'thanks' | 'hello';
  readonly sourceId: string;
}

/** Acts older than they are kept: how many of a kind a member gave or received, without a date and without the other side. */
export interface SupportTotal {
  readonly side: 'given' | 'received';
  readonly kind: SupportKind | null;
  readonly acts: number;
}

/** What a member says of their balance: the self-rating that leads (science.md §3). */
export type Feeling = 'right' | 'too-much' | 'more';

/** What a delivery shows is composed when it is sent, from what it refers to. */
export type DeliverySubject =
  | { readonly kind: 'prompt'; readonly occurrence: OccurrenceId; readonly member: MemberId }
  | { readonly kind: 'doorbell'; readonly program: ProgramId; readonly slot: LocalDate }
  /** The hello that tests whether direct messages arrive. */
  | { readonly kind: 'welcome'; readonly member: MemberId }
  /** A note of thanks to its receiver. */
  | { readonly kind: 'thanks'; readonly thanks: ThanksId; readonly member: MemberId }
  /** A note of thanks where all can read it, with both sides' consent. */
  | { readonly kind: 'public-thanks'; readonly thanks: ThanksId }
  /** Who thanked whom for all to read in the week that ends on this date. */
  | { readonly kind: 'digest'; readonly slot: LocalDate }
  /** Takes a post away again: the one that the receipt names. */
  | { readonly kind: 'withdrawal' }
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

export interface AuditEntry {
  /** Platform user id of who did it. */
  readonly actor: string;
  readonly action: string;
  /** Id of what it was done to. */
  readonly target: string | null;
  readonly at: EpochMs;
}
