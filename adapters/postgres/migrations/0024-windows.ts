import { type Kysely, sql } from 'kysely';

/** Where a platform counts calls in a time, the moments of the last ones are kept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw("alter table kith.paces add column sent timestamptz[] not null default '{}'").execute(db);
}
