import { type Kysely, sql } from 'kysely';

/** A program may have a last date; those there are have none. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`update kith.programs set cadence = cadence || '{"until": null}'::jsonb where not cadence ? 'until'`.execute(
    db,
  );
}
