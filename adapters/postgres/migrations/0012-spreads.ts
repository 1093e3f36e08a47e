import { type Kysely, sql } from 'kysely';

/** How far each community's prompts are spread, by the Clock's time; before, it stood among the paces, which know the database's time only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table kith.spreads (
      community_id text collate "C" primary key references kith.communities on delete cascade,
      until bigint not null,
      -- When that was written: a clock that was set back since makes it void.
      kept_at bigint not null
    );
  `)
    .execute(db);
}
