import { type Kysely, sql } from 'kysely';

/**
 * What several processes share of one Discord gateway, and what one of them keeps for the next: whose shard is whose, sessions to resume,
 * modals to open again, answers that were announced and not given. All times are the database's own.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table kith.discord_gateways (
      application_id text collate "C" primary key,
      shards integer not null check (shards > 0),
      wanted integer not null check (wanted > 0)
    );

    create table kith.discord_processes (
      application_id text collate "C" not null references kith.discord_gateways on delete cascade,
      holder text collate "C" not null,
      until timestamptz not null,
      primary key (application_id, holder)
    );

    create table kith.discord_shards (
      application_id text collate "C" not null references kith.discord_gateways on delete cascade,
      shard integer not null,
      holder text collate "C",
      until timestamptz,
      key bytea,
      session bytea,
      primary key (application_id, shard),
      check ((holder is null) = (until is null)),
      check ((key is null) = (session is null))
    );

    create table kith.discord_identifies (
      application_id text collate "C" not null references kith.discord_gateways on delete cascade,
      bucket integer not null,
      next_at timestamptz not null,
      primary key (application_id, bucket)
    );

    create table kith.discord_modals (
      community_id text collate "C" not null references kith.communities on delete cascade,
      key text collate "C" not null,
      person text not null,
      modal bytea not null,
      until timestamptz not null,
      primary key (community_id, key)
    );
    create index discord_modals_by_person on kith.discord_modals (community_id, person);
    create index discord_modals_by_age on kith.discord_modals (until);

    create table kith.discord_owed (
      community_id text collate "C" not null references kith.communities on delete cascade,
      claim text collate "C" not null,
      person text not null,
      told text not null check (told in ('private', 'update')),
      direct boolean not null,
      token bytea not null,
      made_at timestamptz not null default clock_timestamp(),
      lease_until timestamptz,
      primary key (community_id, claim)
    );
    create index discord_owed_by_person on kith.discord_owed (community_id, person);
    create index discord_owed_by_age on kith.discord_owed (made_at);
  `)
    .execute(db);
}
