import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** More of one server are not read at once: the others are found one by one. */
const MOST_AT_ONCE = 10_000;

export interface DirectChannelOf {
  readonly person: string;
  readonly channel: string;
}

/** The direct channels of members, by server: those of nobody else are kept, and they go when their member leaves. */
export interface KeptDirectChannels {
  of(guild: string): Promise<readonly DirectChannelOf[]>;
  find(guild: string, person: string): Promise<string | null>;
  keep(guild: string, person: string, channel: string): Promise<void>;
  forget(guild: string, person: string, channel: string): Promise<void>;
}

export function discordDirectChannels(db: Kysely<Tables>): KeptDirectChannels {
  const joined = (guild: string) => sql`
    kith.communities c join kith.members m on m.community_id = c.id and m.status = 'joined'
    where c.platform = 'discord' and c.external_id = ${guild}`;
  return {
    async of(guild) {
      const { rows } = await sql<DirectChannelOf>`
        select m.external_id as person, d.channel
        from kith.discord_direct_channels d, ${joined(guild)} and d.community_id = m.community_id and d.member_id = m.id
        limit ${MOST_AT_ONCE}
      `.execute(db);
      return rows;
    },
    async find(guild, person) {
      const { rows } = await sql<DirectChannelOf>`
        select d.channel
        from kith.discord_direct_channels d, ${joined(guild)} and d.community_id = m.community_id and d.member_id = m.id
          and m.external_id = ${person}
      `.execute(db);
      return rows[0]?.channel ?? null;
    },
    async keep(guild, person, channel) {
      // Who is leaving or being erased at this moment is waited for, and found gone.
      await sql`
        insert into kith.discord_direct_channels (community_id, member_id, channel)
        select m.community_id, m.id, ${channel} from ${joined(guild)} and m.external_id = ${person} for share of m
        on conflict (community_id, member_id) do update set channel = excluded.channel
      `.execute(db);
    },
    async forget(guild, person, channel) {
      await sql`
        delete from kith.discord_direct_channels d
        using ${joined(guild)} and d.community_id = m.community_id and d.member_id = m.id
          and m.external_id = ${person} and d.channel = ${channel}
      `.execute(db);
    },
  };
}
