import type { ColumnType } from 'kysely';
import type {
  CommunityId,
  EnrolmentId,
  EpochMs,
  LocalDate,
  MemberId,
  OccurrenceId,
  ProgramId,
} from '../../../src/engine/ids.ts';
import type { Cadence, Enrolment, Occurrence, Program, ProgramKind } from '../../../src/engine/records/program.ts';
import type { Sealed } from './columns.ts';

/** Programs, and what comes of them for each member. */
export interface ProgramTables {
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
    own_day: boolean;
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
  prompts_seen: { community_id: CommunityId; member_id: MemberId; prompt: string; seen_at: EpochMs };
  category_rests: { community_id: CommunityId; member_id: MemberId; category: string; until: EpochMs };
}
