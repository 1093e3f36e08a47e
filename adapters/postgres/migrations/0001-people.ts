import { type Kysely, sql } from 'kysely';

/**
 * Communities and their people. Ids are compared byte by byte (collation "C"): faster, and the same order on every machine.
 * Whatever belongs to a community falls with it, whatever belongs to a member falls with the member.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table kith.communities (
      id text collate "C" primary key,
      platform text not null,
      external_id text not null,
      name text not null,
      mode text not null,
      language text not null,
      zone text,
      created_at bigint not null,
      key bytea not null,
      unique (platform, external_id)
    );

    create table kith.members (
      community_id text collate "C" not null references kith.communities on delete cascade,
      id text collate "C" not null,
      external_id text not null,
      name bytea not null,
      zone text not null,
      language text not null,
      place text not null,
      weekday smallint not null check (weekday between 1 and 7),
      "time" text not null,
      quiet_from text not null,
      quiet_to text not null,
      snoozed_until bigint,
      status text not null,
      joined_at bigint not null,
      erase_at bigint,
      primary key (community_id, id),
      unique (community_id, external_id)
    );
    create index members_to_erase on kith.members (erase_at) where erase_at is not null;

    create table kith.ties (
      community_id text collate "C" not null,
      member_id text collate "C" not null,
      person text not null,
      layer text not null,
      greeted_at bigint,
      primary key (community_id, member_id, person),
      foreign key (community_id, member_id) references kith.members on delete cascade
    );
    -- An erasure looks for the ties of others to the person.
    create index ties_by_person on kith.ties (community_id, person);

    create table kith.prompts_seen (
      community_id text collate "C" not null,
      member_id text collate "C" not null,
      prompt text not null,
      seen_at bigint not null,
      primary key (community_id, member_id, prompt),
      foreign key (community_id, member_id) references kith.members on delete cascade
    );

    create table kith.category_rests (
      community_id text collate "C" not null,
      member_id text collate "C" not null,
      category text not null,
      until bigint not null,
      primary key (community_id, member_id, category),
      foreign key (community_id, member_id) references kith.members on delete cascade
    );

    create table kith.claims (
      community_id text collate "C" not null references kith.communities on delete cascade,
      key text not null,
      claimed_at bigint not null,
      member_id text collate "C",
      reply bytea,
      primary key (community_id, key),
      foreign key (community_id, member_id) references kith.members on delete cascade
    );
    create index claims_of_member on kith.claims (community_id, member_id) where member_id is not null;
    create index claims_by_age on kith.claims (claimed_at);

    create table kith.audit (
      community_id text collate "C" not null references kith.communities on delete cascade,
      id bigint generated always as identity,
      actor text not null,
      action text not null,
      target text,
      at bigint not null,
      primary key (community_id, id)
    );

    create table kith.slack_installations (
      team_id text primary key,
      key bytea not null,
      sealed bytea not null
    );
  `)
    .execute(db);
}
