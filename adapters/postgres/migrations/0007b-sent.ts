import { type Kysely, sql } from 'kysely';

/** At a shared pace, what really goes is counted beside the slots that were promised: a worker may be late for a slot, or away for many. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    alter table kith.paces add column sent_tat timestamptz;
    -- Its slot is counted already.
    alter table kith.deliveries add column granted boolean not null default false;
  `)
    .execute(db);
}
