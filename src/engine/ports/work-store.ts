import type { CommunityId, DeliveryId, EpochMs, MemberId, Zone } from '../ids.ts';
import type { Community, Standing } from '../records/community.ts';
import type { Delivery } from '../records/delivery.ts';
import type { Member } from '../records/member.ts';
import type { Enrolment, Occurrence, Program } from '../records/program.ts';
import type { Pace, Receipt } from './platform.ts';

/** An enrolment whose slot has come, with all the planner needs; locked until the transaction ends. */
export interface DueEnrolment {
  readonly community: Community;
  readonly program: Program;
  readonly member: Member;
  readonly enrolment: Enrolment;
}

/** A slot that came to nothing before anything was written of it. Counted for organizers: nothing says whose it was. */
export interface Skipped {
  readonly reason: 'day-off' | 'snoozed' | 'quiet-hours' | 'stale';
  readonly count: number;
  readonly at: EpochMs;
}

/** What the planner writes, all of it in a few statements. */
export interface Planned {
  readonly community: CommunityId;
  readonly enrolment: Enrolment;
  readonly occurrence: Occurrence | null;
  readonly delivery: Delivery | null;
  readonly skipped: readonly Skipped[];
}

/** Until when (by the clock) the prompts of communities are spread: when the next would be due at the plain rate. */
export type SpreadUntil = ReadonlyMap<CommunityId, EpochMs>;

/** By which a worker holds a delivery. Whoever shows one that has run out changes nothing of what another has taken since. */
export interface Lease {
  readonly id: DeliveryId;
  /** When it ends, in microseconds by the database's clock: no two of a delivery end at the same moment. */
  readonly until: number;
}

/** A delivery taken by a worker under a lease. */
export interface Taken {
  readonly lease: Lease;
  readonly community: Community;
  /** The platform refuses its installation: nothing is to be asked of it. */
  readonly paused: boolean;
  readonly delivery: Delivery;
  /** An earlier send was begun and never concluded: look it up first. */
  readonly begunAt: EpochMs | null;
  /**
   * A slot was reserved earlier and has come: at those paces that are not shared (`own`, or `late` when that was over a second ago), or at every
   * pace (`whole`). After an outage thousands are late and would all go at once.
   */
  readonly paced: 'none' | 'own' | 'late' | 'whole';
  /** It was another's turn in the line of a shared pace: the delivery asked for has that one's slot now, in so many milliseconds. */
  readonly insteadInMs: number | null;
}

/** When a delivery may be sent, and where it stands until then if others may go first. */
export interface Slot {
  readonly waitMs: number;
  readonly place: { readonly line: string; readonly turn: number } | null;
}

/** A member who is due soon and was not asked about for long. */
export interface Unasked {
  readonly community: Community;
  readonly id: MemberId;
  readonly zone: Zone;
  /** Platform user id. */
  readonly person: string;
  readonly dueAt: EpochMs;
}

/** A question that an occurrence was given just now. */
export interface Given {
  readonly community: CommunityId;
  readonly occurrence: Occurrence & { readonly prompt: string; readonly question: string };
  readonly at: EpochMs;
}

/** A prompt whose time is up. Its question stays sealed: one that cannot be opened must not keep the others open. */
export interface Expired {
  readonly community: CommunityId;
  readonly occurrence: Omit<Occurrence, 'question'>;
  readonly enrolment: Enrolment;
  readonly member: Member;
}

export interface WorkStore {
  /** Enrolments of active programs and joined members with `nextDueAt` at or before `until`, oldest first, at most `limit`, `FOR UPDATE SKIP LOCKED`. */
  dueEnrolments(until: EpochMs, limit: number): Promise<readonly DueEnrolment[]>;
  /**
   * How far these communities are spread, locked until the transaction ends; 0 where nothing is kept, or where it was kept over a minute after
   * `now`: the clock has been set back since, and what was spread then would hold up everything until it is as late again.
   */
  spreads(communities: readonly CommunityId[], now: EpochMs): Promise<SpreadUntil>;
  keepSpreads(until: SpreadUntil, now: EpochMs): Promise<void>;
  /**
   * Members of communities of these platforms who get direct messages, are due by `until`, and were last asked about before `askedBefore` or never (or
   * after `now`: the clock has been set back since);
   * each once, soonest first, and of a community no more than can be asked about in a minute. None of a community where it is too early: at that
   * pace all of them can still be asked about before `soon` is left until they are due.
   */
  unasked(
    span: {
      readonly now: EpochMs;
      readonly soonMs: number;
      readonly until: EpochMs;
      readonly askedBefore: EpochMs;
      readonly platforms: readonly { readonly name: string; readonly perMinute: number }[];
    },
    limit: number,
  ): Promise<readonly Unasked[]>;
  /** They count as asked about at `at`. */
  askedAbout(members: readonly Unasked[], at: EpochMs): Promise<void>;
  /** Saves the enrolments; inserts occurrences and deliveries that are new. Returns the deliveries inserted. */
  plan(planned: readonly Planned[]): Promise<readonly Delivery[]>;
  /**
   * Takes a delivery for sending: `pending` with `dueAt` at or before `now`, or `sending` with its lease run out (database time). What was
   * begun under that lease is first left alone for as long again: a clock that jumped would have ended the lease of a worker still sending.
   * When its slot at a shared pace has come, who is first in that line is taken instead, if somebody is; the two exchange their slots.
   * `againInMs` when it is not due yet (`dueAt - now`), postponed, or leased by another (what is left of the lease); `null` when nothing is to be sent any more.
   */
  take(id: DeliveryId, now: EpochMs, leaseMs: number): Promise<Taken | { readonly againInMs: number } | null>;
  /**
   * Reserves a sending slot for one of a community at those of these paces that are still owed (GCRA, one atomic statement, database time);
   * at all of them when the platform holds one back since. Who is late is owed all but those that are counted: there who has a slot goes when the
   * calls that went leave room, and is else reserved anew. A shared pace is reserved only once the others need no waiting. Its slots are estimates
   * and come a little early: the platform's adapter has each call admitted when it is really made ({@link Restraints.admit}).
   * When `waitMs` is above 0 the caller gives the delivery back with {@link postpone}.
   */
  reserve(community: CommunityId, paces: readonly Pace[], had: Taken['paced']): Promise<Slot>;
  /** One in this line whose slot has come (`null` when there is none): taking it lets the first of the line go. */
  dueInLine(line: string): Promise<DeliveryId | null>;
  /** Back to `pending`, to be taken again in `inMs` by database time, `slot` being what it was reserved. */
  postpone(lease: Lease, inMs: number, how: { readonly slot: Slot | null; readonly begun: boolean }): Promise<void>;
  /** Takes {@link begin} back: nothing was asked of the platform. To be taken again in `inMs`, in the turn it had. */
  notYet(lease: Lease, inMs: number): Promise<void>;
  /** Back to `pending`, due at `at` by the {@link Clock}: nothing keeps the card from its member then. */
  defer(lease: Lease, at: EpochMs): Promise<void>;
  /**
   * The send begins now: from here on an unanswered attempt must be looked up. `given` is kept in the same statement: what is sent is what
   * was asked. `false`, and nothing has begun, when its occurrence was given another question meanwhile.
   */
  begin(lease: Lease, given: Given | null): Promise<boolean>;
  /** It has arrived, whoever holds it now, and a prompt was shown, in one statement. Says when the prompt was due by its member's time; `null` when it is none. */
  sent(id: DeliveryId, receipt: Receipt, at: EpochMs): Promise<EpochMs | null>;
  /** Ends it for another reason. */
  end(lease: Lease, state: 'dropped' | 'failed' | 'unknown', reason: string): Promise<void>;
  /** The platform refuses this installation since `at`: its deliveries wait. */
  pause(community: CommunityId, at: EpochMs): Promise<void>;
  /** It works (again); says whether it was paused. */
  resume(community: CommunityId): Promise<boolean>;
  /** Communities of these platforms that are paused, those that were not looked at for longest first. */
  paused(platforms: readonly string[], limit: number): Promise<readonly Community[]>;
  /** Others that nobody looked at after `before`, or that were looked at after `now`: the clock has been set back since. */
  toLookAt(
    platforms: readonly string[],
    span: { readonly before: EpochMs; readonly now: EpochMs },
    limit: number,
  ): Promise<readonly Community[]>;
  /** It counts as looked at at `at`. */
  lookedAt(community: CommunityId, at: EpochMs): Promise<void>;
  /** Whether somebody there did something that reached Kith, after `since` and not after `until`. */
  heardFrom(community: CommunityId, span: { readonly since: EpochMs; readonly until: EpochMs }): Promise<boolean>;
  /** What looks have found of it, locked until the transaction ends; `null` when it is no more. */
  standing(community: CommunityId): Promise<Standing | null>;
  keepStanding(community: CommunityId, standing: Standing): Promise<void>;
  /** Members of communities of these platforms whom nobody looked up since `before`, or who were looked up after `now`, longest first; none of paused communities. */
  toLookUp(
    platforms: readonly string[],
    span: { readonly before: EpochMs; readonly now: EpochMs },
    limit: number,
  ): Promise<readonly { readonly community: Community; readonly member: MemberId; readonly externalId: string }[]>;
  /** They count as looked up at `at`. */
  lookedUp(community: CommunityId, members: readonly MemberId[], at: EpochMs): Promise<void>;
  /** Unfinished deliveries, due at or before `until`, in order of id after `after`: what the sweep puts back. */
  unfinished(
    until: EpochMs,
    after: DeliveryId | null,
    limit: number,
  ): Promise<readonly { readonly id: DeliveryId; readonly at: EpochMs }[]>;
  /** Occurrences `waiting` or `shown` whose `expiresAt` is at or before `now`, locked, with their enrolment and member. */
  expired(now: EpochMs, limit: number): Promise<readonly Expired[]>;
  /** Members whose `eraseAt` has come. */
  toErase(
    now: EpochMs,
    limit: number,
  ): Promise<readonly { readonly community: CommunityId; readonly member: MemberId }[]>;
  /**
   * Deletes what is older than its class allows, at most `limit` rows of each class (acts of support become totals in the same
   * statement), and says how many: to be called again until it says 0.
   * Only one process at a time does it; the others hear 0.
   */
  purge(
    before: {
      /** Replies that are kept beside claims; the claims stay. */
      readonly replies: EpochMs;
      readonly claims: EpochMs;
      readonly answers: EpochMs;
      readonly deliveries: EpochMs;
      readonly audit: EpochMs;
      readonly drafts: EpochMs;
      readonly support: EpochMs;
    },
    limit: number,
  ): Promise<number>;
  /** The next moment at which something is to be done: the least of all due, expiry and erasure times after `now`, or `now` when something is due already. */
  nextAt(now: EpochMs): Promise<EpochMs | null>;
}
