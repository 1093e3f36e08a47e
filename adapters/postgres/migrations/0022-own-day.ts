import { type Kysely, sql } from 'kysely';

/** Of several check-ins the oldest alone follows each member's own day: on one day the caps would hold back all but one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table kith.programs add column own_day boolean not null default true`.execute(db);
  await sql`
    update kith.programs p set own_day = false
    where kind = 'check-in' and exists (
      select from kith.programs other
      where other.community_id = p.community_id and other.kind = 'check-in' and other.status <> 'archived'
        and (other.created_at, other.id) < (p.created_at, p.id)
    )
  `.execute(db);
}
