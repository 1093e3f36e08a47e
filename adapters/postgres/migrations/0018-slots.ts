import { type Kysely, sql } from 'kysely';

/**
 * A slot of an enrolment is found by the enrolment first. While a table is empty, every index that begins with the community promises as much as the primary
 * key, and PostgreSQL kept to this one for the foreign keys of deliveries until it analyzed the table: each of the first ten thousand
 * deliveries then looked through all occurrences of its community.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create unique index occurrences_of_slot on kith.occurrences (enrolment_id, slot, community_id);
    alter table kith.occurrences drop constraint occurrences_community_id_enrolment_id_slot_key;
  `)
    .execute(db);
}
