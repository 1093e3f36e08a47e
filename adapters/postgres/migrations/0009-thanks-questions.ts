import { type Kysely, sql } from 'kysely';

/** What it took and what it changed are asked apart; those thanked at once are known by it; a giver finds what they gave. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    alter table kith.thanks
      add column took bytea,
      add column changed bytea,
      add column together text collate "C";
    -- Who was thanked with whom was not kept before: each is its own.
    update kith.thanks set together = id;
    alter table kith.thanks alter column together set not null;
    create index thanks_together on kith.thanks (community_id, together);
    create index thanks_given on kith.thanks (community_id, giver_id, given_at, id);
  `)
    .execute(db);
}
