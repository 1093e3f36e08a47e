/** What is kept of the bonds between people: ties, thanks, and acts of support. */

import type { DraftId, EpochMs, LocalDate, MemberId, ThanksId, TieId } from '../ids.ts';
import type { Receipt } from '../ports/platform.ts';

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
  /** Not brought up before this moment, and then again; a hello ends it. */
  readonly putOffUntil: EpochMs | null;
  readonly createdAt: EpochMs;
}

/** Support kinds (House 1981), and esteem. */
export const SUPPORT_KINDS = ['emotional', 'practical', 'informational', 'appraisal', 'esteem'] as const;

export type SupportKind = (typeof SUPPORT_KINDS)[number];

/** A letter of thanks from one member to another. It stays until one of them removes it. */
export interface Thanks {
  readonly id: ThanksId;
  /** `null`: unsigned. Its giver has left and left it with its receiver; nothing leads back to them. */
  readonly giver: MemberId | null;
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

/** What a member says of their balance: the self-rating, which counts more than any figure. */
export type Feeling = 'right' | 'too-much' | 'more';
