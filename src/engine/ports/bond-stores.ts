import type { DraftId, EpochMs, LocalDate, MemberId, ThanksId, TieId } from '../ids.ts';
import type { Draft, Feeling, SupportEvent, SupportTotal, Thanks, Tie } from '../records/bond.ts';

/** What is kept between people, in one community. */

export interface TieStore {
  get(id: TieId): Promise<Tie | null>;
  /** Oldest first. */
  of(member: MemberId): Promise<readonly Tie[]>;
  /** Inserts; replaces the row with the same id, or the member's tie to the same person on the platform (which keeps its id). Returns what stands. */
  put(tie: Tie): Promise<Tie>;
  remove(id: TieId): Promise<void>;
}

export interface ThanksStore {
  get(id: ThanksId): Promise<Thanks | null>;
  /** All that were given at once, in order of id; `id` is what they share. */
  together(id: ThanksId): Promise<readonly Thanks[]>;
  /** Inserts unless the same giver has thanked this receiver for this message before; `false` then. */
  add(thanks: Thanks): Promise<boolean>;
  save(thanks: Thanks): Promise<void>;
  /** Deletes it, with what was to be delivered of it and the support event it made. */
  remove(id: ThanksId): Promise<void>;
  /** What the member received and did not hide, newest first. */
  jar(receiver: MemberId, limit: number, before: EpochMs | null): Promise<readonly Thanks[]>;
  /** What the member gave and did not remove, newest first; after `before` in that order. */
  sent(giver: MemberId, limit: number, before: Pick<Thanks, 'givenAt' | 'id'> | null): Promise<readonly Thanks[]>;
  /** What stands for all to read and names the member, as its giver or receiver. */
  postedOf(member: MemberId): Promise<readonly Thanks[]>;
  /**
   * Takes off the notes that a member gave at or before `until` what leads back to them, as far as the notes stand in a jar: from then on they have no
   * giver, belong to no message, and are neither posted nor reported. What a receiver put away keeps its giver, and goes with them.
   */
  unsign(giver: MemberId, until: EpochMs): Promise<void>;
  /** What was posted for all to read in the week that ends on this date, oldest first. */
  ofWeek(slot: LocalDate, limit: number): Promise<readonly Thanks[]>;
  /** Their posts are not theirs any more: they stand nowhere, and are not to be posted again. */
  unpost(notes: readonly ThanksId[]): Promise<void>;
  /** Hides from a receiver what a giver wrote them and they have not read. */
  hideUnread(receiver: MemberId, giver: MemberId): Promise<void>;
  /** Received, not hidden, not read yet, given at or before `until`, oldest first. */
  unread(receiver: MemberId, until: EpochMs): Promise<readonly Thanks[]>;
  /** Given by the member, landed, and not told to them yet. */
  landed(giver: MemberId): Promise<readonly Thanks[]>;
  /** Reported by their receivers, newest first, but for those that one member wrote. */
  reported(limit: number, writer: MemberId | null): Promise<readonly Thanks[]>;
  /**
   * Counts `count` more thanks of a giver on a day of theirs (or fewer, when negative); the database refuses more than 20 a day by constraint.
   * `false` when that would be too many; nothing is counted then.
   */
  countDay(giver: MemberId, day: LocalDate, count: number): Promise<boolean>;
}

export interface DraftStore {
  get(id: DraftId): Promise<Draft | null>;
  add(draft: Draft): Promise<void>;
  remove(id: DraftId): Promise<void>;
}

/** Support events as members entered them. There is no way to ask about a pair. */
export interface LedgerStore {
  /** Enters an act once; a second time changes nothing. An act with neither side is not kept. */
  enter(event: SupportEvent): Promise<void>;
  /** Takes out what a source made (a thanks that was undone). */
  withdraw(source: SupportEvent['source'], sourceId: string): Promise<void>;
  /** All acts in which the member gave or received, since `since`, oldest first. */
  of(member: MemberId, since: EpochMs): Promise<readonly SupportEvent[]>;
  /** What is left of the member's acts that were kept their time. */
  totals(member: MemberId): Promise<readonly SupportTotal[]>;
  /** What the member said of their balance on a day of theirs; the last word of a day counts. */
  rate(member: MemberId, day: LocalDate, feels: Feeling, at: EpochMs): Promise<void>;
  /** The same, newest first. */
  ratings(member: MemberId, limit: number): Promise<readonly Feeling[]>;
  /** The member takes their side back: it becomes `null` in every act; acts without any side go, and so do their totals and ratings. */
  forget(member: MemberId): Promise<void>;
}

/** Whom a member does not want to be reached by; silently for the other. */
export interface BlockStore {
  has(member: MemberId, person: string): Promise<boolean>;
  add(member: MemberId, person: string): Promise<void>;
  remove(member: MemberId, person: string): Promise<void>;
  /** In an order that stays, after `after` in it. */
  of(member: MemberId, limit: number, after: string | null): Promise<readonly string[]>;
}
