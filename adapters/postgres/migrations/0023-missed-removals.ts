import { type Kysely, sql } from 'kysely';

/** When each installation was last looked at, as what it was last found, and since when the platform says that Kith is not there any more. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    alter table kith.communities
      add column looked_at bigint not null default 0,
      add column found_identity text,
      add column found_since bigint,
      add column missed_since bigint,
      add column missed_days integer,
      add column missed_seen_at bigint,
      add column erase_at bigint,
      add constraint communities_missed check (
        num_nulls(missed_since, missed_days, missed_seen_at, erase_at) in (0, 4)
      );
    create index communities_looked_at on kith.communities (looked_at);
  `)
    .execute(db);
}
