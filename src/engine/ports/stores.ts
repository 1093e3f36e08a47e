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
  ThanksId,
} from '../ids.ts';
import type { AuditEntry, Community, Trouble, TroubleKind } from '../records/community.ts';
import type { Delivery } from '../records/delivery.ts';
import type { Member, Presence } from '../records/member.ts';
import type { Answer, Enrolment, Occurrence, Program } from '../records/program.ts';
import type { Reply } from '../reply.ts';
import type { BlockStore, DraftStore, LedgerStore, ThanksStore, TieStore } from './bond-stores.ts';
import type { Receipt } from './platform.ts';
import type { WorkStore } from './work-store.ts';

/** Runs work in one database transaction: all of it happens, or none. Never enqueue or call a platform inside. */
export interface Transactor {
  run<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  /** Without a transaction around it: each statement takes effect by itself, at once. It saves the round trips of `begin` and `commit`. */
  alone<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
}

/** An inbound event, as far as it says what handling it begins with. */
export interface Entry {
  readonly installation: Pick<Installation, 'platform' | 'externalId'>;
  /** The key under which it is claimed. */
  readonly claim: string;
  readonly at: EpochMs;
  /** Who acted, as the platform knows them. */
  readonly person: string;
  /** The check-in it is about, if one is named; anybody could have named it. */
  readonly checkIn: OccurrenceId | null;
}

export interface Entered {
  readonly community: Community;
  readonly claim: Claim;
}

export interface Stores {
  /**
   * Claims an event in its community (see {@link ClaimStore.claim}), and reads ahead what the stores will be asked for, all in one round trip
   * to the database: who acted, and what belongs to the check-in if it is theirs. `null`, and nothing is claimed, where there is no community yet.
   */
  enter(entry: Entry): Promise<Entered | null>;
  readonly communities: CommunityStore;
  /** Everything that belongs to one community; there is no other way to ask. */
  in(community: CommunityId): CommunityStores;
  /** What the jobs take, across communities; each row says to which it belongs. */
  readonly work: WorkStore;
}

export interface CommunityStore {
  find(platform: string, externalId: string): Promise<Community | null>;
  get(id: CommunityId): Promise<Community | null>;
  /** Finds the installation's community or founds it with a new key, not set up yet; two at once found it once. */
  open(
    installation: Installation,
    founded: Pick<Community, 'id' | 'mode' | 'language' | 'zone' | 'createdAt'>,
  ): Promise<Community>;
  save(community: Community): Promise<void>;
  /** Deletes every row of it and its key, and what the platform handed over for it (tokens); not when it was founded (by the database's clock) after `removedAt`. */
  erase(id: CommunityId, removedAt: EpochMs | null): Promise<void>;
}

export interface CommunityStores {
  readonly claims: ClaimStore;
  readonly members: MemberStore;
  readonly presences: PresenceStore;
  readonly programs: ProgramStore;
  readonly enrolments: EnrolmentStore;
  readonly occurrences: OccurrenceStore;
  readonly answers: AnswerStore;
  readonly ties: TieStore;
  readonly thanks: ThanksStore;
  readonly drafts: DraftStore;
  readonly ledger: LedgerStore;
  readonly blocks: BlockStore;
  readonly prompts: PromptStore;
  readonly deliveries: DeliveryStore;
  readonly audit: AuditStore;
  readonly troubles: TroubleStore;
}

/** A claimed inbound event: what it was answered with, so that a redelivery hears the same. */
export type Claim = { readonly kind: 'new' } | { readonly kind: 'answered'; readonly reply: Reply };

export interface ClaimStore {
  /** Claims an inbound event. A second claim of the same key waits for the first's transaction and then hears its reply. */
  claim(key: string, at: EpochMs): Promise<Claim>;
  /** Keeps what a claimed event was answered with (sealed). The erasure of `person`, as far as they are a member now, takes it along. */
  answered(key: string, reply: Reply, person: string | null): Promise<void>;
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

/** What the platform last said of members' being away; nothing is kept of who did not join. */
export interface PresenceStore {
  get(member: MemberId): Promise<Presence | null>;
  /** Notes what is given and leaves the rest as it is. */
  note(member: MemberId, presence: Partial<Presence>): Promise<void>;
}

export interface ProgramStore {
  get(id: ProgramId): Promise<Program | null>;
  /** As `get`, and nobody else changes it until the transaction ends. */
  lock(id: ProgramId): Promise<Program | null>;
  /** Oldest first, archived ones too. */
  list(): Promise<readonly Program[]>;
  /** Inserts unless there is one of that id; `false` then. */
  add(program: Program): Promise<boolean>;
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
  /**
   * One's check-in to act on, and its enrolment, both locked until the transaction ends: the enrolment first, as the planner does, then the
   * occurrence as whoever held it before has left it.
   */
  hold(id: OccurrenceId): Promise<{ readonly occurrence: Occurrence; readonly enrolment: Enrolment } | null>;
  /** Inserts unless the enrolment already has this slot; returns the one that stands. */
  add(occurrence: Occurrence): Promise<Occurrence>;
  /** Keeps its state and its question; the rest of it never changes. */
  save(occurrence: Occurrence): Promise<void>;
  /** It has come to its end, whatever its question is. */
  close(id: OccurrenceId, state: 'expired' | 'skipped' | 'missed'): Promise<void>;
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
  /** Inserts those that do not exist yet: unique by id, a prompt also by occurrence, a doorbell by program and slot, a digest by slot, thanks by their id and kind. Returns what was inserted. */
  add(deliveries: readonly Delivery[]): Promise<readonly Delivery[]>;
  /** Drops what is `pending` for a member (but, on request, notes that people wrote them) or of a program; says how many. */
  drop(
    which: { readonly member: MemberId; readonly keepNotes?: true } | { readonly program: ProgramId },
    reason: string,
  ): Promise<number>;
  /**
   * Takes back what of a program is `pending` and was never begun, with the `waiting` occurrences it would have brought, as if they had never
   * been planned. Says whose slots they were.
   */
  withdraw(program: ProgramId): Promise<readonly Pick<Occurrence, 'enrolment' | 'slot' | 'dueAt'>[]>;
  /** Waits for whoever is noting right now where a note from or to the member was posted, and lets nobody begin that until the transaction ends. */
  holdPosts(member: MemberId): Promise<void>;
  /** Drops what is `pending` of a note of thanks. */
  dropThanks(thanks: ThanksId, reason: string): Promise<void>;
  /** Where the post stands that tells of the thanks of the week that ends on this date: given out once, to be taken away; `null` where there is none. */
  takeDigest(slot: LocalDate): Promise<Receipt | null>;
  /** When prompts (other than `besides`) reached the member since `since`; one on its way, or of which nobody knows, counts as `now`. */
  sentTo(member: MemberId, besides: DeliveryId | null, since: EpochMs, now: EpochMs): Promise<readonly EpochMs[]>;
  /** How many ended how (state and reason), for organizers; slots that were left out before anything was written of them are among the dropped. */
  counts(
    since: EpochMs,
  ): Promise<readonly { readonly state: Delivery['state']; readonly reason: string | null; readonly count: number }[]>;
}

export interface AuditStore {
  add(entry: AuditEntry): Promise<void>;
  list(limit: number): Promise<readonly AuditEntry[]>;
}

/** What stands in the way of sending, each kind and place once, and who cannot be reached directly. */
export interface TroubleStore {
  /** Opens a trouble, or counts one that is open already. */
  note(trouble: Pick<Trouble, 'kind' | 'place' | 'missing'>, at: EpochMs): Promise<void>;
  /** It works again: closes these kinds at a place. */
  settle(place: string, kinds: readonly TroubleKind[]): Promise<void>;
  /** Oldest first. */
  open(): Promise<readonly Trouble[]>;
  /** Direct messages do not reach this member. They are told anew. */
  closed(member: MemberId, at: EpochMs): Promise<void>;
  /** Direct messages reach them, or they chose another place. */
  reached(member: MemberId): Promise<void>;
  /** Whether the member has still to be told that direct messages do not reach them; from then on they have been. */
  tell(member: MemberId): Promise<boolean>;
  /** How many members direct messages do not reach: a number for organizers, never who. */
  unreached(): Promise<number>;
}
