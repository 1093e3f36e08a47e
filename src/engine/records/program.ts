/** What organizers set up, and what comes of it for each member. */

import type { EnrolmentId, EpochMs, LocalDate, LocalTime, MemberId, OccurrenceId, ProgramId } from '../ids.ts';

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
  /**
   * Whether a weekly check-in follows each member's own day. Of several the first does, and the others leave that day alone: on one day the caps
   * would hold back all but one.
   */
  readonly ownDay: boolean;
  /** `draft`: its organizer has yet to say by which rule, and nobody is enrolled. */
  readonly status: 'draft' | 'active' | 'paused' | 'archived';
  readonly createdAt: EpochMs;
}

export interface Enrolment {
  readonly id: EnrolmentId;
  readonly program: ProgramId;
  readonly member: MemberId;
  /** `quiet` after the goodbye, until the member returns; `ended` when the member said no to it. */
  readonly status: 'active' | 'quiet' | 'ended';
  /** Every how many-th slot is taken now: {@link chosenEvery}, or more after silence. */
  readonly every: number;
  /** The pace the member chose: 1, or more after *Less often*. A sign of life returns to it. */
  readonly chosenEvery: number;
  readonly ignoredInRow: number;
  /** The newest slot planned, in the date of its own zone. No slot on or before it is planned again, whatever the zone becomes. */
  readonly lastSlot: LocalDate | null;
  /** `null` beside a time: it could not be planned, and the planner finds its slot then. */
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
