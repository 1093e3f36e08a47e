import { type Kysely, sql } from 'kysely';

/** What goes at a shared pace is counted when the call is made, no longer when a delivery is taken. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table kith.deliveries drop column granted').execute(db);
}
