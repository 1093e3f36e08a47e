import type { ColumnType } from 'kysely';
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
} from '../../src/engine/ids.ts';
import type { Destination } from '../../src/engine/ports/platform.ts';
import type { Feeling, SupportEvent, SupportKind, SupportTotal, Tie } from '../../src/engine/records/bond.ts';
import type { Community, Language, Trouble } from '../../src/engine/records/community.ts';
import type { Delivery, DeliverySubject } from '../../src/engine/records/delivery.ts';
import type { Member, Weekday } from '../../src/engine/records/member.ts';
import type { Cadence, Enrolment, Occurrence, Program, ProgramKind } from '../../src/engine/records/program.ts';

/** The schema everything of ours is in; always named, because PGlite shares one session (and its search path) among all. */
export const schema = 'kith';

/** A moment by the database's clock: leases and paces. Set and compared inside the database, never read as it is. */
type DatabaseTime = ColumnType<never, Date | null | undefined, Date | null>;
/** Text sealed by the cipher. */
type Sealed = Uint8Array;

/** The columns as `migrations/` made them. Moments of the Clock port are `bigint`, milliseconds since 1970. */
export interface Tables {
  communities: {
    id: CommunityId;
    platform: string;
    external_id: string;
    name: string;
    mode: Community['mode'];
    language: Language;
    zone: Zone | null;
    country: string | null;
    minors: ColumnType<boolean, boolean | undefined, boolean>;
    channel: string | null;
    set_up_at: EpochMs | null;
    created_at: EpochMs;
    /** The community's own key, wrapped; erasing the row makes every sealed text of it unreadable, in backups too. */
    key: Uint8Array;
    /** Since when the platform refuses this installation altogether. */
    paused_at: ColumnType<EpochMs | null, EpochMs | null | undefined, EpochMs | null>;
    founded_at: DatabaseTime;
  };
  members: {
    community_id: CommunityId;
    id: MemberId;
    external_id: string;
    name: Sealed;
    zone: Zone;
    language: Language;
    place: Member['place'];
    weekday: Weekday;
    time: LocalTime;
    quiet_from: LocalTime;
    quiet_to: LocalTime;
    snoozed_until: EpochMs | null;
    country: string | null;
    days_off: boolean;
    public_thanks: Member['publicThanks'];
    ledger: boolean | null;
    status: Member['status'];
    joined_at: EpochMs;
    erase_at: EpochMs | null;
    /** When the platform was last asked whether they are still there. */
    looked_up_at: ColumnType<EpochMs, EpochMs | undefined, EpochMs>;
  };
  programs: {
    community_id: CommunityId;
    id: ProgramId;
    kind: ProgramKind;
    name: string;
    cadence: ColumnType<Cadence, string, string>;
    window_minutes: number;
    expiry_minutes: number;
    pack: string;
    channel: string | null;
    status: Program['status'];
    created_at: EpochMs;
  };
  enrolments: {
    community_id: CommunityId;
    id: EnrolmentId;
    program_id: ProgramId;
    member_id: MemberId;
    status: Enrolment['status'];
    every: number;
    chosen_every: number;
    ignored_in_row: number;
    last_slot: LocalDate | null;
    next_slot: LocalDate | null;
    next_due_at: EpochMs | null;
  };
  occurrences: {
    community_id: CommunityId;
    id: OccurrenceId;
    program_id: ProgramId;
    enrolment_id: EnrolmentId;
    member_id: MemberId;
    slot: LocalDate;
    due_at: EpochMs;
    expires_at: EpochMs;
    state: Occurrence['state'];
    prompt: string | null;
    question: Sealed | null;
  };
  answers: {
    community_id: CommunityId;
    occurrence_id: OccurrenceId;
    member_id: MemberId;
    question: Sealed;
    choice: Sealed | null;
    words: Sealed | null;
    answered_at: EpochMs;
    edited_at: EpochMs | null;
  };
  ties: {
    community_id: CommunityId;
    id: TieId;
    member_id: MemberId;
    person: string | null;
    label: Sealed | null;
    layer: Tie['layer'];
    every_days: number | null;
    greeted_at: EpochMs | null;
    created_at: EpochMs;
  };
  thanks: {
    community_id: CommunityId;
    id: ThanksId;
    giver_id: MemberId;
    receiver_id: MemberId;
    among: number;
    words: Sealed;
    more: Sealed | null;
    took: Sealed | null;
    changed: Sealed | null;
    together: ThanksId;
    kind: SupportKind | null;
    message: string | null;
    may_be_public: boolean;
    given_at: EpochMs;
    read_at: EpochMs | null;
    landed_at: EpochMs | null;
    landed_seen: boolean;
    hidden: boolean;
    reported: boolean;
    posted_channel: string | null;
    posted_message: string | null;
    taken_back: boolean;
    digest: LocalDate | null;
  };
  thanks_days: { community_id: CommunityId; giver_id: MemberId; day: LocalDate; count: number };
  drafts: { community_id: CommunityId; id: DraftId; member_id: MemberId; words: Sealed; created_at: EpochMs };
  blocks: { community_id: CommunityId; member_id: MemberId; person: string };
  support_events: {
    community_id: CommunityId;
    id: ColumnType<number, never, never>;
    giver_id: MemberId | null;
    receiver_id: MemberId | null;
    kind: SupportKind | null;
    share: number;
    at: EpochMs;
    source: SupportEvent['source'];
    source_id: string;
  };
  support_totals: {
    community_id: CommunityId;
    member_id: MemberId;
    side: SupportTotal['side'];
    kind: SupportKind | null;
    acts: number;
  };
  self_ratings: {
    community_id: CommunityId;
    member_id: MemberId;
    day: LocalDate;
    feels: Feeling;
    rated_at: EpochMs;
  };
  prompts_seen: { community_id: CommunityId; member_id: MemberId; prompt: string; seen_at: EpochMs };
  category_rests: { community_id: CommunityId; member_id: MemberId; category: string; until: EpochMs };
  deliveries: DeliveriesTable;
  claims: {
    community_id: CommunityId;
    key: string;
    claimed_at: EpochMs;
    member_id: MemberId | null;
    reply: Sealed | null;
  };
  audit: {
    community_id: CommunityId;
    id: ColumnType<number, never, never>;
    actor: string;
    action: string;
    target: string | null;
    at: EpochMs;
  };
  troubles: {
    community_id: CommunityId;
    kind: Trouble['kind'];
    place: string;
    missing: string | null;
    since: EpochMs;
    last_seen: EpochMs;
    times: number;
  };
  unreachable: { community_id: CommunityId; member_id: MemberId; since: EpochMs; told: boolean };
  presences: {
    community_id: CommunityId;
    member_id: MemberId;
    away_until: EpochMs | null;
    silent_from: EpochMs | null;
    silent_until: EpochMs | null;
    asked_at: EpochMs | null;
  };
  skips: {
    community_id: CommunityId;
    id: ColumnType<number, never, never>;
    at: EpochMs;
    reason: string;
    count: number;
  };
  paces: { key: Uint8Array; tat: DatabaseTime; sent_tat: DatabaseTime; held_until: DatabaseTime };
  spreads: { community_id: CommunityId; until: EpochMs; kept_at: EpochMs };
  lanes: { community_id: CommunityId; line: Uint8Array; turn: number; last_slot: DatabaseTime };
  invalid_requests: { key: Uint8Array; minute: DatabaseTime; count: number };
  slack_installations: { team_id: string; key: Uint8Array; sealed: Sealed; installed_at: DatabaseTime };
  discord_gateways: { application_id: string; shards: number; wanted: number };
  discord_processes: { application_id: string; holder: string; until: DatabaseTime };
  discord_shards: {
    application_id: string;
    shard: number;
    holder: string | null;
    until: DatabaseTime;
    key: Uint8Array | null;
    session: Sealed | null;
  };
  discord_identifies: { application_id: string; bucket: number; next_at: DatabaseTime };
  discord_modals: { community_id: CommunityId; key: string; person: string; modal: Sealed; until: DatabaseTime };
  discord_owed: {
    community_id: CommunityId;
    claim: string;
    person: string;
    told: 'private' | 'update';
    direct: boolean;
    token: Sealed;
    made_at: DatabaseTime;
    lease_until: DatabaseTime;
  };
}

interface DeliveriesTable {
  community_id: CommunityId;
  id: DeliveryId;
  kind: DeliverySubject['kind'];
  occurrence_id: OccurrenceId | null;
  member_id: MemberId | null;
  program_id: ProgramId | null;
  enrolment_id: EnrolmentId | null;
  slot: LocalDate | null;
  thanks_id: ThanksId | null;
  to_kind: Destination['kind'];
  to_id: string;
  due_at: EpochMs;
  expires_at: EpochMs;
  state: Delivery['state'];
  reason: string | null;
  attempts: number;
  receipt_channel: string | null;
  receipt_message: string | null;
  sent_at: EpochMs | null;
  /** While `sending`: after this another worker may take it. */
  lease_until: DatabaseTime;
  /** While `pending`: not to be taken before this. */
  not_before: DatabaseTime;
  /** A reserved slot is what `not_before` waits for. */
  paced: ColumnType<boolean, boolean | undefined, boolean>;
  /** Of those that wait at a shared pace: in which line, and at which turn. */
  line: ColumnType<Uint8Array | null, Uint8Array | null | undefined, Uint8Array | null>;
  turn: ColumnType<number | null, number | null | undefined, number | null>;
  /** The slot is counted among what goes already. */
  granted: ColumnType<boolean, boolean | undefined, boolean>;
  /** The oldest send that was begun and never concluded. */
  begun_at: DatabaseTime;
}
