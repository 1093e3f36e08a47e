import { type Kysely, sql } from 'kysely';

/** What stands in the way of what Kith sends, who cannot be reached directly, and when each member and installation was last looked up. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table kith.troubles (
      community_id text collate "C" not null references kith.communities on delete cascade,
      kind text not null,
      -- A channel, 'direct', or '' for the whole installation; never a person.
      place text not null,
      missing text,
      since bigint not null,
      last_seen bigint not null,
      times integer not null,
      primary key (community_id, kind, place)
    );

    create table kith.unreachable (
      community_id text collate "C" not null,
      member_id text collate "C" not null,
      since bigint not null,
      told boolean not null,
      primary key (community_id, member_id),
      foreign key (community_id, member_id) references kith.members on delete cascade
    );

    alter table kith.communities
      add column paused_at bigint,
      -- By the database's clock, which nobody moves: compared with the platform's own times of events.
      add column founded_at timestamptz not null default clock_timestamp();
    create index communities_paused on kith.communities (paused_at) where paused_at is not null;

    alter table kith.members add column looked_up_at bigint not null default 0;
    create index members_to_look_up on kith.members (looked_up_at) where status = 'joined';

    alter table kith.slack_installations add column installed_at timestamptz not null default clock_timestamp();
  `)
    .execute(db);
}
