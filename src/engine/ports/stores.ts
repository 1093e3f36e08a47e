import type { Installation } from '../event.ts';
import type {
  CommunityId,
  DeliveryId,
  EnrolmentId,
  EpochMs,
  LocalDate,
  MemberId,
  OccurrenceId,
  ProgramId,
} from '../ids.ts';
import type {
  Answer,
  AuditEntry,
  Claim,
  Community,
  Delivery,
  Enrolment,
  Member,
  Occurrence,
  Program,
  Tie,
} from '../records.ts';
import type { Reply } from '../reply.ts';
import type { Pace, Receipt } from './platform.ts';

/** Runs work in one database transaction: all of it happens, or none. Never enqueue or call a platform inside. */
export interface Transactor {
  run<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
}

export interface Stores {
  readonly communities: CommunityStore;
  /** Everything that belongs to one community; there is no other way to ask. */
  in(community: CommunityId): CommunityStores;
  /** What the jobs take, across communities; each row says to which it belongs. */
  readonly work: WorkStore;
}

export interface CommunityStore {
  find(platform: string, externalId: string): Promise<Community | null>;
  get(id: CommunityId): Promise<Community | null>;
  /** Finds the installation's community or founds it with a new key; two at once found it once. */
  open(installation: Installation, founded: Omit<Community, 'platform' | 'externalId' | 'name'>): Promise<Community>;
  save(community: Community): Promise<void>;
  /** Deletes every row of it and its key. */
  erase(id: CommunityId): Promise<void>;
}

export interface CommunityStores {
  readonly claims: ClaimStore;
  readonly members: MemberStore;
  readonly programs: ProgramStore;
  readonly enrolments: EnrolmentStore;
  readonly occurrences: OccurrenceStore;
  readonly answers: AnswerStore;
  readonly ties: TieStore;
  readonly prompts: PromptStore;
  readonly deliveries: DeliveryStore;
  readonly audit: AuditStore;
}

export interface ClaimStore {
  /** Claims an inbound event. A second claim of the same key waits for the first's transaction and then hears its reply. */
  claim(key: string, at: EpochMs): Promise<Claim>;
  /** Keeps what a claimed event was answered with (sealed). `member` lets an erasure take it along. */
  answered(key: string, reply: Reply, member: MemberId | null): Promise<void>;
}

export interface MemberStore {
  find(externalId: string): Promise<Member | null>;
  get(id: MemberId): Promise<Member | null>;
  /** Inserts, or replaces the row with the same platform user id (somebody who comes back keeps the id of the existing row). */
  put(member: Member): Promise<Member>;
  save(member: Member): Promise<void>;
  /** All who are joined now. */
  joined(): Promise<readonly Member[]>;
  /** Deletes the member and every row that is theirs or names them, in every table. */
  erase(id: MemberId): Promise<void>;
}

export interface ProgramStore {
  get(id: ProgramId): Promise<Program | null>;
  /** Oldest first, archived ones too. */
  list(): Promise<readonly Program[]>;
  add(program: Program): Promise<void>;
  save(program: Program): Promise<void>;
}

export interface EnrolmentStore {
  get(id: EnrolmentId): Promise<Enrolment | null>;
  of(member: MemberId): Promise<readonly Enrolment[]>;
  in(program: ProgramId): Promise<readonly Enrolment[]>;
  /** Inserts, or replaces the enrolment of the same program and member; returns what stands. */
  put(enrolment: Enrolment): Promise<Enrolment>;
  save(enrolments: readonly Enrolment[]): Promise<void>;
}

export interface OccurrenceStore {
  get(id: OccurrenceId): Promise<Occurrence | null>;
  /** Inserts unless the enrolment already has this slot; returns the one that stands. */
  add(occurrence: Occurrence): Promise<Occurrence>;
  save(occurrence: Occurrence): Promise<void>;
  /** The enrolment's newest by slot. */
  newest(enrolment: EnrolmentId): Promise<Occurrence | null>;
  /** Of this member, `waiting` or `shown`, due at or before `now`, newest first. */
  open(member: MemberId, now: EpochMs): Promise<readonly Occurrence[]>;
  inSlot(program: ProgramId, slot: LocalDate, member: MemberId): Promise<Occurrence | null>;
  /** `waiting` occurrences of an enrolment (all of a program's when `program` is given) become `missed`. */
  miss(which: { readonly enrolment: EnrolmentId } | { readonly program: ProgramId }): Promise<void>;
}

export interface AnswerStore {
  get(occurrence: OccurrenceId): Promise<Answer | null>;
  /** Inserts, or replaces the answer to the same occurrence. */
  put(answer: Answer): Promise<void>;
  /** Newest first. */
  of(member: MemberId, limit: number): Promise<readonly Answer[]>;
}

export interface TieStore {
  of(member: MemberId): Promise<readonly Tie[]>;
  /** Inserts, or replaces the tie to the same person. */
  put(tie: Tie): Promise<void>;
}

/** Which prompts a member has seen, and which categories rest. */
export interface PromptStore {
  /** When each prompt key was last shown to the member. */
  seen(member: MemberId): Promise<ReadonlyMap<string, EpochMs>>;
  see(member: MemberId, prompt: string, at: EpochMs): Promise<void>;
  /** Until when each category rests. */
  rests(member: MemberId): Promise<ReadonlyMap<string, EpochMs>>;
  rest(member: MemberId, category: string, until: EpochMs): Promise<void>;
}

export interface DeliveryStore {
  get(id: DeliveryId): Promise<Delivery | null>;
  /** Inserts those that do not exist yet: unique by id, a prompt also by occurrence, a doorbell by program and slot. Returns what was inserted. */
  add(deliveries: readonly Delivery[]): Promise<readonly Delivery[]>;
  /** Drops what is `pending` for a member (and program, when given); says how many. */
  drop(which: { readonly member: MemberId } | { readonly program: ProgramId }, reason: string): Promise<number>;
  /** When prompts reached the member since `since`. */
  sentTo(member: MemberId, since: EpochMs): Promise<readonly EpochMs[]>;
  /** How many ended how (state and reason), for organizers. */
  counts(
    since: EpochMs,
  ): Promise<readonly { readonly state: Delivery['state']; readonly reason: string | null; readonly count: number }[]>;
}

export interface AuditStore {
  add(entry: AuditEntry): Promise<void>;
  list(limit: number): Promise<readonly AuditEntry[]>;
}

/** An enrolment whose slot has come, with all the planner needs; locked until the transaction ends. */
export interface DueEnrolment {
  readonly community: Community;
  readonly program: Program;
  readonly member: Member;
  readonly enrolment: Enrolment;
}

/** What the planner writes, all of it in a few statements. */
export interface Planned {
  readonly community: CommunityId;
  readonly enrolment: Enrolment;
  readonly occurrence: Occurrence | null;
  readonly delivery: Delivery | null;
}

/** A delivery taken by a worker under a lease. */
export interface Taken {
  readonly community: Community;
  readonly delivery: Delivery;
  /** An earlier send was begun and never concluded: look it up first. */
  readonly begunAt: EpochMs | null;
  /** A slot at the platform's pace was reserved earlier and has come. */
  readonly paced: boolean;
}

export interface WorkStore {
  /** Enrolments of active programs and joined members with `nextDueAt` at or before `until`, oldest first, at most `limit`, `FOR UPDATE SKIP LOCKED`. */
  dueEnrolments(until: EpochMs, limit: number): Promise<readonly DueEnrolment[]>;
  /** Saves the enrolments; inserts occurrences and deliveries that are new. Returns the deliveries inserted. */
  plan(planned: readonly Planned[]): Promise<readonly Delivery[]>;
  /**
   * Takes a delivery for sending: `pending` with `dueAt` at or before `now`, or `sending` with its lease run out (database time).
   * `againInMs` when it is not due yet (`dueAt - now`), postponed, or leased by another (what is left of the lease); `null` when nothing is to be sent any more.
   */
  take(id: DeliveryId, now: EpochMs, leaseMs: number): Promise<Taken | { readonly againInMs: number } | null>;
  /**
   * Reserves a sending slot at all these paces (GCRA, one atomic statement, database time) and says how many milliseconds from now it is.
   * When above 0 the caller gives the delivery back with {@link postpone}.
   */
  reserve(paces: readonly Pace[]): Promise<number>;
  /** Back to `pending`, to be taken again in `inMs` by database time; `paced` when that is its reserved slot; `begun` keeps that a send was begun. */
  postpone(id: DeliveryId, inMs: number, how: { readonly paced: boolean; readonly begun: boolean }): Promise<void>;
  /** The send begins now: from here on an unanswered attempt must be looked up. */
  begin(id: DeliveryId): Promise<void>;
  sent(id: DeliveryId, receipt: Receipt, at: EpochMs): Promise<void>;
  /** Ends it for another reason. */
  end(id: DeliveryId, state: 'dropped' | 'failed' | 'unknown', reason: string): Promise<void>;
  /** Unfinished deliveries, due at or before `until`, in order of id after `after`: what the sweep puts back. */
  unfinished(
    until: EpochMs,
    after: DeliveryId | null,
    limit: number,
  ): Promise<readonly { readonly id: DeliveryId; readonly at: EpochMs }[]>;
  /** Occurrences `waiting` or `shown` whose `expiresAt` is at or before `now`, locked, with their enrolment and member. */
  expired(
    now: EpochMs,
    limit: number,
  ): Promise<
    readonly {
      readonly community: CommunityId;
      readonly occurrence: Occurrence;
      readonly enrolment: Enrolment;
      readonly member: Member;
    }[]
  >;
  /** Members whose `eraseAt` has come. */
  toErase(
    now: EpochMs,
    limit: number,
  ): Promise<readonly { readonly community: CommunityId; readonly member: MemberId }[]>;
  /** Deletes what is older than its class allows; says how many rows. */
  purge(before: {
    readonly claims: EpochMs;
    readonly answers: EpochMs;
    readonly deliveries: EpochMs;
    readonly audit: EpochMs;
  }): Promise<number>;
  /** The next moment at which something is to be done: the least of all due, expiry and erasure times after `now`. */
  nextAt(now: EpochMs): Promise<EpochMs | null>;
}
