import { PlatformError } from '../errors.ts';
import type { Stores } from '../ports/stores.ts';
import type { Taken } from '../ports/work-store.ts';
import { noteGone } from '../troubles/looking.ts';
import { type Delivered, type Delivering, type Held, hurried, named } from './delivering.ts';
import { refuse, understood } from './refused.ts';

/** How soon a delivery to an installation that refuses everything is looked at again (ms); it is asked about by itself meanwhile. */
export const PAUSED_MS = 5 * 60_000;
/** First wait after a call that took no effect (ms); doubled each time. */
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 2 * 60_000;
/** How long past its window a send that stayed unclear is looked up, before it ends as `unknown` (ms); until then a look-up does no harm. */
const LOOKING_MS = 60 * 60_000;
/** Tries of one delivery after which its organizers should know that the platform does not answer: about a minute of them. */
const SILENT_AFTER = 5;

/** What becomes of a delivery whose call did not succeed. `looking`: it was the look-up that failed, so the earlier try stays unclear. */
export async function fail(on: Delivering, taken: Held, error: unknown, looking: boolean): Promise<Delivered> {
  if (!(error instanceof PlatformError)) throw error;
  const { delivery, lease } = taken;
  if (error.refusal === 'installation-gone') return pause(on, taken, looking);
  if (error.outcome === 'refused') {
    const refusal = await understood(on, taken, error.refusal ?? 'malformed');
    return refuse(on, taken, error, { refusal, looking });
  }
  if (!error.asked && !looking) return notYet(on, taken, error.retryAfterMs);
  const unclear = looking || error.outcome === 'unclear';
  // It is tried for as long as its window lasts, however often: asked whether it is still wanted, it is stale after that. What is unclear
  // is then only looked up.
  if (unclear && delivery.expiresAt + LOOKING_MS / (on.haste ?? 1) <= on.clock.now()) {
    await on.transactor.run(async (stores) => {
      await stores.work.end(lease, 'unknown', error.outcome);
      await noteSilence(on, stores, taken);
    });
    on.log.warn('delivery.unknown', { ...named(taken), reason: error.outcome, why: error.message });
    return 'done';
  }
  const backOff = hurried(on, Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** delivery.attempts));
  const inMs =
    error.outcome === 'busy' ? Math.max(error.retryAfterMs, 1) : Math.max(hurried(on, error.retryAfterMs), backOff);
  await on.transactor.run(async (stores) => {
    await stores.work.postpone(lease, inMs, { slot: null, begun: unclear });
    if (error.asked) await noteSilence(on, stores, taken);
  });
  on.log.warn('delivery.postponed', { ...named(taken), outcome: error.outcome, why: error.message, againInMs: inMs });
  return { againInMs: inMs };
}

/** It was too early by our own pace: as if it had not begun, and its turn stays what it was. */
async function notYet(on: Delivering, taken: Held, againInMs: number): Promise<Delivered> {
  await on.transactor.alone(({ work }) => work.notYet(taken.lease, againInMs));
  on.log.info('delivery.paced', { ...named(taken), againInMs });
  return { againInMs };
}

/** The platform refuses the whole installation: nothing more is asked of it until a look finds it working, and nothing is lost meanwhile. */
async function pause(on: Delivering, taken: Held, looking: boolean): Promise<Delivered> {
  const { community, lease } = taken;
  await on.transactor.run(async (stores) => {
    await noteGone(stores, community, on.clock.now());
    await stores.work.postpone(lease, PAUSED_MS, { slot: null, begun: looking });
  });
  on.log.warn('installation.paused', named(taken));
  return { againInMs: PAUSED_MS };
}

async function noteSilence(on: Delivering, stores: Stores, { community, delivery }: Taken): Promise<void> {
  if (delivery.attempts < SILENT_AFTER) return;
  const trouble = { kind: 'platform-silent', place: '', missing: null } as const;
  await stores.in(community.id).troubles.note(trouble, on.clock.now());
}
