import { type Kysely, sql } from 'kysely';

/** Whoever leaves may leave the notes they gave with those who got them, unsigned: such a note has no giver, and goes with its receiver. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    alter table kith.thanks alter column giver_id drop not null;
    alter table kith.members add column leaves_notes boolean not null default false;
  `)
    .execute(db);
}
