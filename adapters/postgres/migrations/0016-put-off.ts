import { type Kysely, sql } from 'kysely';

/** Until when a tie is put off: *Later* is no hello, and must not look like one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table kith.ties add column put_off_until bigint`.execute(db);
}
