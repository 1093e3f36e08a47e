import type { ColumnType } from 'kysely';
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
} from '../../../src/engine/ids.ts';
import type { Destination } from '../../../src/engine/ports/platform.ts';
import type { Delivery, DeliverySubject } from '../../../src/engine/records/delivery.ts';
import type { DatabaseTime, Sealed } from './columns.ts';

/** What is sent and at whose pace, and what came in. */
export interface SendingTables {
  deliveries: {
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
    /** The oldest send that was begun and never concluded. */
    begun_at: DatabaseTime;
  };
  claims: {
    community_id: CommunityId;
    key: string;
    claimed_at: EpochMs;
    member_id: MemberId | null;
    reply: Sealed | null;
  };
  skips: {
    community_id: CommunityId;
    id: ColumnType<number, never, never>;
    at: EpochMs;
    reason: string;
    count: number;
  };
  paces: { key: Uint8Array; tat: DatabaseTime; sent_tat: DatabaseTime; held_until: DatabaseTime; sent: never };
  spreads: { community_id: CommunityId; until: EpochMs; kept_at: EpochMs };
  lanes: { community_id: CommunityId; line: Uint8Array; turn: number; last_slot: DatabaseTime };
  invalid_requests: { key: Uint8Array; minute: DatabaseTime; count: number };
}
