import { type Kysely, sql } from 'kysely';

/** Communities that share a platform's limit take turns; what a platform refused for a while holds back everybody. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    -- The line a delivery with a reserved slot stands in, and its turn there: slots are times, turns are the order.
    alter table kith.deliveries add column line bytea, add column turn bigint;
    create index deliveries_in_line on kith.deliveries (line, turn, not_before desc)
      where state = 'pending' and line is not null;
    create table kith.lanes (
      community_id text collate "C" not null references kith.communities on delete cascade,
      line bytea not null,
      turn bigint not null,
      last_slot timestamptz not null,
      primary key (community_id, line)
    );

    -- Nothing goes under a key before this: the platform said so.
    alter table kith.paces add column held_until timestamptz;
    -- Requests a platform called invalid, by the minute: too many of them and it bans the application.
    create table kith.invalid_requests (
      key bytea not null,
      minute timestamptz not null,
      count integer not null,
      primary key (key, minute)
    );
  `)
    .execute(db);
}
