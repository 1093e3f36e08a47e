import { type Kysely, sql } from 'kysely';

/** The public thanks of a week are told once more, once; each knows in which week, so that the digest goes when the note does. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    alter table kith.thanks add column digest text collate "C";
    create index thanks_of_digest on kith.thanks (community_id, digest) where digest is not null;
    create unique index deliveries_digest on kith.deliveries (community_id, slot) where kind = 'digest';
  `)
    .execute(db);
}
