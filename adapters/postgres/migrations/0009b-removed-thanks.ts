import { type Kysely, sql } from 'kysely';

/** Where a thanks was posted, so that the post can be taken away; and that its giver took it back after somebody reported it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    alter table kith.thanks
      add column posted_channel text,
      add column posted_message text,
      add column taken_back boolean not null default false;
    update kith.thanks t set posted_channel = d.receipt_channel, posted_message = d.receipt_message
    from kith.deliveries d
    where d.community_id = t.community_id and d.thanks_id = t.id and d.kind = 'public-thanks' and d.state = 'sent';
    alter table kith.thanks alter column taken_back drop default;
  `)
    .execute(db);
}
