import type { CommunityId, MemberId } from '../../../src/engine/ids.ts';
import type { DatabaseTime, Sealed } from './columns.ts';

/** How Slack and Discord are connected. */
export interface ConnectionTables {
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
  discord_direct_channels: { community_id: CommunityId; member_id: MemberId; channel: string };
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
