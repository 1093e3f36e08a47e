import { type Kysely, sql } from 'kysely';

/**
 * Of one member's prompts one is under way at a time: two taken at once by two workers each saw that today's one was still free. Those that
 * are under way now in the shadow of another wait as after a lease that ran out.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    update kith.deliveries d
    set state = 'pending', lease_until = null, not_before = clock_timestamp() + interval '30 seconds'
    where d.state = 'sending' and d.kind = 'prompt' and exists (
      select from kith.deliveries x
      where x.community_id = d.community_id and x.member_id = d.member_id and x.state = 'sending' and x.kind = 'prompt' and x.id < d.id);
    create unique index deliveries_prompt_under_way on kith.deliveries (community_id, member_id) where state = 'sending' and kind = 'prompt';
  `)
    .execute(db);
}
