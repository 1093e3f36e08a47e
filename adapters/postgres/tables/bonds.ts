import type { ColumnType } from 'kysely';
import type { CommunityId, DraftId, EpochMs, LocalDate, MemberId, ThanksId, TieId } from '../../../src/engine/ids.ts';
import type { Feeling, SupportEvent, SupportKind, SupportTotal, Tie } from '../../../src/engine/records/bond.ts';
import type { Sealed } from './columns.ts';

/** Ties, thanks, and acts of support. */
export interface BondTables {
  ties: {
    community_id: CommunityId;
    id: TieId;
    member_id: MemberId;
    person: string | null;
    label: Sealed | null;
    layer: Tie['layer'];
    every_days: number | null;
    greeted_at: EpochMs | null;
    put_off_until: EpochMs | null;
    created_at: EpochMs;
  };
  thanks: {
    community_id: CommunityId;
    id: ThanksId;
    giver_id: MemberId | null;
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
}
