import { type Kysely, sql } from 'kysely';

/** Which channel of Discord is a member's direct one: opening it again in every process would cost a request each. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table kith.discord_direct_channels (
      community_id text collate "C" not null,
      member_id text collate "C" not null,
      channel text not null,
      primary key (community_id, member_id),
      foreign key (community_id, member_id) references kith.members on delete cascade
    );
  `)
    .execute(db);
}
