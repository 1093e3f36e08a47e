import { eraseWithPosts } from './gratitude/removing.ts';
import type { Clock } from './ports/clock.ts';
import type { Random } from './ports/random.ts';
import type { Transactor } from './ports/stores.ts';
import { ACTS_KEPT_DAYS } from './reciprocity/balance.ts';

interface Purging {
  readonly transactor: Transactor;
  readonly clock: Clock;
  readonly random: Random;
}

/** Old rows deleted in one transaction, of each class; and members, each with all that is theirs. */
const PURGED_AT_ONCE = 1_000;
const ERASED_AT_ONCE = 20;
const DAY = 86_400_000;
/** How long each class of rows is kept (claims only as long as platforms redeliver). */
const KEPT = {
  claims: 2 * DAY,
  answers: 30 * DAY,
  deliveries: 30 * DAY,
  audit: 365 * DAY,
  drafts: DAY,
  support: ACTS_KEPT_DAYS * DAY,
} as const;

/**
 * Erases and deletes what has had its time; says how many rows. Batch by batch, each in a transaction of its own: millions of rows hold
 * nobody up.
 */
export async function purge({ transactor, clock, random }: Purging): Promise<number> {
  const now = clock.now();
  const before = {
    claims: now - KEPT.claims,
    answers: now - KEPT.answers,
    deliveries: now - KEPT.deliveries,
    audit: now - KEPT.audit,
    drafts: now - KEPT.drafts,
    support: now - KEPT.support,
  };
  let total = 0;
  for (;;) {
    const done = await transactor.run(async (stores) => {
      const leavers = await stores.work.toErase(now, ERASED_AT_ONCE);
      // The sweep sends what is taken away with them.
      for (const { community, member } of leavers)
        await eraseWithPosts({ stores: stores.in(community), now, random }, member);
      return leavers.length + (await stores.work.purge(before, PURGED_AT_ONCE));
    });
    total += done;
    if (done === 0) return total;
  }
}
