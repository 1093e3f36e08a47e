import { eraseWithPosts } from './gratitude/removing.ts';
import type { EpochMs, MemberId } from './ids.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { Random } from './ports/random.ts';
import type { Transactor } from './ports/stores.ts';
import { ACTS_KEPT_DAYS } from './reciprocity/balance.ts';

interface Purging {
  readonly transactor: Transactor;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Old rows deleted in one transaction, of each class; and members read at once. */
const PURGED_AT_ONCE = 1_000;
const ERASED_AT_ONCE = 20;
const DAY = 86_400_000;
/**
 * How long each class of rows is kept: claims only as long as platforms redeliver, and replies, which hold all that anybody was shown, as long as
 * somebody may still wait for one.
 */
const KEPT = {
  replies: DAY / 24,
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
export async function purge(on: Purging): Promise<number> {
  const now = on.clock.now();
  const before = {
    replies: now - KEPT.replies,
    claims: now - KEPT.claims,
    answers: now - KEPT.answers,
    deliveries: now - KEPT.deliveries,
    audit: now - KEPT.audit,
    drafts: now - KEPT.drafts,
    support: now - KEPT.support,
  };
  let total = await eraseLeavers(on, now);
  for (;;) {
    const deleted = await on.transactor.run(({ work }) => work.purge(before, PURGED_AT_ONCE));
    total += deleted;
    if (deleted === 0) return total;
  }
}

/** Each in a transaction of their own: one who cannot be erased is told by id, and keeps nobody else on record. The sweep sends what is taken away with them. */
async function eraseLeavers({ transactor, random, log }: Purging, now: EpochMs): Promise<number> {
  const failed = new Set<MemberId>();
  let erased = 0;
  for (;;) {
    const found = await transactor.run(({ work }) => work.toErase(now, ERASED_AT_ONCE + failed.size));
    const leavers = found.filter(({ member }) => !failed.has(member));
    if (leavers.length === 0) return erased;
    for (const { community, member } of leavers) {
      try {
        if (await transactor.run((stores) => eraseDue({ stores: stores.in(community), now, random }, member)))
          erased += 1;
      } catch (error) {
        log.error('erase.failed', error, { community, member });
        failed.add(member);
      }
    }
  }
}

/** Looks once more, as they may have come back since, or chosen otherwise for the notes they gave. Says whether they are erased. */
async function eraseDue(within: Parameters<typeof eraseWithPosts>[0], id: MemberId): Promise<boolean> {
  const member = await within.stores.members.get(id);
  if (member === null || member.eraseAt === null || member.eraseAt > within.now) return false;
  await eraseWithPosts(within, id, member.leavesNotes ? 'unsigned' : 'gone');
  return true;
}
