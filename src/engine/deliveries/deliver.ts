import type { Card } from '../card/card.ts';
import { afterPosting } from '../gratitude/posted.ts';
import type { DeliveryId, EpochMs } from '../ids.ts';
import type { Receipt } from '../ports/platform.ts';
import type { Stores } from '../ports/stores.ts';
import type { Slot, Taken } from '../ports/work-store.ts';
import { compose } from './compose.ts';
import {
  BEGIN_WITHIN_MS,
  type Delivered,
  type Delivering,
  type Held,
  hurried,
  LEASE_MS,
  named,
  platformHere,
} from './delivering.ts';
import { fail, PAUSED_MS } from './failing.ts';
import { placeOf } from './refused.ts';

/** A look-up goes back this much further than the first try: so far the database's clock may be ahead of the platform's (ms). */
const CLOCKS_APART_MS = 15 * 60_000;

/**
 * Sends one delivery at most once: takes it under a lease, asks whether it is still wanted, waits for its slot at the platform's pace, and
 * sends it marked with its id. A send whose answer was lost is looked up before it is tried again.
 */
export async function deliver(on: Delivering, id: DeliveryId): Promise<Delivered> {
  const { outcome, line, heldMs } = await deliverOne(on, id);
  if (outcome === 'done' || line === null) return outcome;
  // Thousands of jobs may run only to learn when their slot comes. One whose slot has come would wait behind them all for a worker: it goes now.
  const due = await on.transactor.alone(({ work }) => work.dueInLine(line));
  if (due === null) return outcome;
  const its = await deliverOne(on, due).then(({ outcome: one }) => one, broken(on, due));
  const other = its === 'done' ? undefined : its.other;
  return { againInMs: Math.max(1, outcome.againInMs - heldMs()), ...(other && { other }) };
}

/** What is wrong with one delivery is told as its own, and is no matter of another that only let it go first. */
function broken({ log }: Delivering, delivery: DeliveryId): (error: unknown) => 'done' {
  return (error) => {
    log.error('delivery.broken', error, { delivery });
    return 'done';
  };
}

/** `line`: in which it was given a place just now, if it was. */
interface Tried {
  readonly outcome: Delivered;
  readonly line: string | null;
  readonly heldMs: () => number;
}

async function deliverOne(on: Delivering, id: DeliveryId): Promise<Tried> {
  const heldMs = on.stopwatch();
  // Not one transaction: each step is a single statement, and what a worker leaves between two of them the lease brings back.
  const { taken, ready } = await on.transactor.alone(async (stores) => {
    const found = await stores.work.take(id, on.clock.now(), hurried(on, LEASE_MS));
    if (found === null || 'againInMs' in found) return { taken: found, ready: null };
    const held: Held = { ...found, heldMs };
    const isReached = !found.paused && platformHere(on.platforms, found.community) !== null;
    if (!isReached) return { taken: await giveBack(on, stores, held), ready: null };
    // Nothing was begun, so nothing has to be looked up before it may be sent.
    if (found.begunAt !== null) return { taken: held, ready: null };
    return { taken: held, ready: await prepare(on, stores, held).catch((error: unknown) => ({ broken: error })) };
  });
  if (taken === null) return { outcome: 'done', line: null, heldMs };
  if ('againInMs' in taken) return { outcome: taken, line: null, heldMs };
  on.log.info('delivery.taken', { ...named(taken), attempt: taken.delivery.attempts + 1 });
  const concluding = conclude(on, taken, ready);
  // Who asked for their own slot gets another, whatever becomes of the one that went in their place.
  const outcome = await (taken.insteadInMs === null ? concluding : concluding.catch(broken(on, taken.delivery.id)));
  const line = ready !== null && 'slot' in ready && taken.paced === 'none' ? (ready.slot.place?.line ?? null) : null;
  if (taken.insteadInMs === null) return { outcome, line, heldMs };
  // What was taken instead has a job of its own, which waits for its old slot, or for the end of this lease.
  const other = outcome === 'done' ? null : { id: taken.delivery.id, inMs: outcome.againInMs };
  return { outcome: { againInMs: taken.insteadInMs, ...(other && { other }) }, line: null, heldMs };
}

async function conclude(on: Delivering, taken: Held, ready: Ready | null): Promise<Delivered> {
  if (ready !== null) return send(on, taken, ready);
  const found = await lookUp(on, taken, taken.begunAt ?? taken.delivery.dueAt);
  if (found !== 'absent') return found;
  // The look-up has used the slot that was reserved: the send needs one of its own.
  const unpaced = { ...taken, paced: 'none' } as const;
  return send(on, taken, await on.transactor.alone((stores) => prepare(on, stores, unpaced)));
}

function paced(on: Delivering, taken: Taken, againInMs: number): Delivered {
  on.log.info('delivery.paced', { ...named(taken), againInMs });
  return { againInMs };
}

/** For an installation that refuses everything, or a platform that is not configured here: it waits without a call until that is over, or until nobody wants it any more. */
async function giveBack(on: Delivering, stores: Stores, held: Held): Promise<{ readonly againInMs: number } | null> {
  const { lease, delivery, begunAt, insteadInMs } = held;
  const instead = insteadInMs === null ? null : { againInMs: insteadInMs };
  if (delivery.expiresAt <= on.clock.now()) {
    await stores.work.end(lease, begunAt === null ? 'dropped' : 'unknown', 'installation-gone');
    return instead;
  }
  await stores.work.postpone(lease, PAUSED_MS, { slot: null, begun: begunAt !== null });
  return instead ?? { againInMs: PAUSED_MS };
}

/** Whether an earlier try arrived after all. */
async function lookUp(on: Delivering, taken: Held, begunAt: number): Promise<Delivered | 'absent'> {
  const { community, delivery, lease } = taken;
  // Taken away twice is the same as once.
  if (delivery.subject.kind === 'withdrawal') return 'absent';
  const platform = on.platforms.of(community.platform);
  const waitMs = await on.transactor.alone(async ({ work }) => {
    const slot = await work.reserve(community.id, platform.paces(community, delivery.to, 'find'), taken.paced);
    if (slot.waitMs > 0) await work.postpone(lease, slot.waitMs, { slot, begun: true });
    return slot.waitMs;
  });
  if (waitMs > 0) return paced(on, taken, waitMs);
  try {
    const receipt = await platform.find(community, delivery.to, delivery.id, begunAt - CLOCKS_APART_MS);
    await on.transactor.run((stores) =>
      stores.in(community.id).troubles.settle(placeOf(delivery.to), ['cannot-look-up']),
    );
    if (receipt === null) return 'absent';
    return await arrived(on, taken, receipt);
  } catch (error) {
    return fail(on, taken, error, true);
  }
}

/** What a taken delivery has come to: the card and its slot, when to look at it again, or why nobody wants it any more. */
type Ready =
  | { readonly card: Card; readonly slot: Slot }
  | { readonly withdraw: Receipt; readonly slot: Slot }
  | { readonly unwanted: string }
  | { readonly later: EpochMs }
  | { readonly broken: unknown };

/** Asks whether it is still wanted, reserves its turn and begins, or gives it back until then. */
async function prepare(on: Delivering, stores: Stores, held: Held): Promise<Ready> {
  const { community, delivery, lease, paced } = held;
  const composed = await compose(stores.in(community.id), community, delivery, on.clock.now(), on.calendar);
  if ('unwanted' in composed) {
    await stores.work.end(lease, 'dropped', composed.unwanted);
    return composed;
  }
  if ('later' in composed) {
    await stores.work.defer(lease, composed.later);
    return composed;
  }
  const paces = on.platforms.of(community.platform).paces(community, delivery.to, 'send');
  const slot = await stores.work.reserve(community.id, paces, paced);
  const asked = 'asked' in composed ? composed.asked : undefined;
  const given = asked ? { community: community.id, occurrence: asked, at: on.clock.now() } : null;
  if (slot.waitMs > 0) await stores.work.postpone(lease, slot.waitMs, { slot, begun: false });
  // Its member has just opened it elsewhere, and was asked something there: it is composed anew, with that question.
  else if (!(await stores.work.begin(lease, given))) return prepare(on, stores, { ...held, paced: 'whole' });
  return { ...composed, slot };
}

async function send(on: Delivering, taken: Held, ready: Ready): Promise<Delivered> {
  const { community, delivery } = taken;
  if ('broken' in ready) throw ready.broken;
  if ('unwanted' in ready) {
    on.log.info('delivery.dropped', { ...named(taken), reason: ready.unwanted });
    return 'done';
  }
  if ('later' in ready) {
    const againInMs = Math.max(1, ready.later - on.clock.now());
    on.log.info('delivery.deferred', { ...named(taken), againInMs });
    return { againInMs };
  }
  if (ready.slot.waitMs > 0) return paced(on, taken, ready.slot.waitMs);
  const platform = on.platforms.of(community.platform);
  const inTime = () => taken.heldMs() < hurried(on, BEGIN_WITHIN_MS);
  try {
    if ('withdraw' in ready) {
      await platform.withdraw(community, ready.withdraw);
      return await arrived(on, taken, ready.withdraw);
    }
    const receipt = await platform.send(community, delivery.to, ready.card, delivery.id, inTime);
    return await arrived(on, taken, receipt, ready.card);
  } catch (error) {
    return fail(on, taken, error, false);
  }
}

async function arrived(on: Delivering, taken: Taken, receipt: Receipt, shown: Card | null = null): Promise<'done'> {
  const { community, delivery } = taken;
  const { subject } = delivery;
  const keep = (stores: Stores) => stores.work.sent(delivery.id, receipt, on.clock.now());
  let wishedAt: number | null = null;
  if (subject.kind === 'prompt') {
    wishedAt = await on.transactor.alone(keep);
  } else {
    const following = await on.transactor.run(async (stores) => {
      await keep(stores);
      const posted = { subject, receipt, shown };
      return afterPosting(stores.in(community.id), community, posted, on.clock.now(), on.random);
    });
    await on.schedule(following.map((one) => ({ ...one, community: community.id })));
  }
  // Late by the member's own time, and how much of it was not planned: what is due at once is spread as the platform takes it.
  const now = on.clock.now();
  on.log.info('delivery.sent', {
    ...named(taken),
    lateMs: now - (wishedAt ?? delivery.dueAt),
    behindMs: now - delivery.dueAt,
  });
  return 'done';
}
