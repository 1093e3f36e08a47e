import { type Kysely, sql } from 'kysely';

/** The zone a member's profile said last: who goes by it goes on by it when it changes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table kith.presences add column zone text`.execute(db);
}
