import type { ColumnType } from 'kysely';
import type { CommunityId, EpochMs, LocalTime, MemberId, Zone } from '../../../src/engine/ids.ts';
import type { Community, Language, Trouble } from '../../../src/engine/records/community.ts';
import type { Member, Weekday } from '../../../src/engine/records/member.ts';
import type { DatabaseTime, Sealed } from './columns.ts';

type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>;

/** Communities, and who joined them. */
export interface PeopleTables {
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
    /** When its installation was last looked at. */
    looked_at: ColumnType<EpochMs, EpochMs | undefined, EpochMs>;
    found_identity: Optional<string>;
    found_since: Optional<EpochMs>;
    /** All four, or none. */
    missed_since: Optional<EpochMs>;
    missed_days: Optional<number>;
    missed_seen_at: Optional<EpochMs>;
    erase_at: Optional<EpochMs>;
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
    leaves_notes: boolean;
    /** When the platform was last asked whether they are still there. */
    looked_up_at: ColumnType<EpochMs, EpochMs | undefined, EpochMs>;
  };
  presences: {
    community_id: CommunityId;
    member_id: MemberId;
    away_until: EpochMs | null;
    silent_from: EpochMs | null;
    silent_until: EpochMs | null;
    asked_at: EpochMs | null;
    zone: Zone | null;
  };
  unreachable: { community_id: CommunityId; member_id: MemberId; since: EpochMs; told: boolean };
  blocks: { community_id: CommunityId; member_id: MemberId; person: string };
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
}
