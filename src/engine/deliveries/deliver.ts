import type { Card } from '../card/card.ts';
import { PlatformError, type Refusal } from '../errors.ts';
import { afterPosting } from '../gratitude/posted.ts';
import type { CommunityId, DeliveryId, EpochMs } from '../ids.ts';
import { stop } from '../members/leaving.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { Clock, Stopwatch } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Destination, Platforms, Receipt } from '../ports/platform.ts';
import type { Random } from '../ports/random.ts';
import type { CommunityStores, Stores, Transactor } from '../ports/stores.ts';
import type { Taken } from '../ports/work-store.ts';
import { replanMember } from '../programs/enrolling.ts';
import type { Community, TroubleKind } from '../records/community.ts';
import type { Delivery } from '../records/delivery.ts';
import { noteGone } from '../troubles/looking.ts';
import { compose } from './compose.ts';

/**
 * How long one worker may take over a send before another may look into it (ms), and how long that one then waits before it looks. Both
 * are longer than a send can take ({@link BEGIN_WITHIN_MS} and one call of at most 12 s): whichever clock jumps, the other wait has really passed.
 */
export const LEASE_MS = 30_000;
/** A send that has not reached its one call with an effect by then gives up without an effect (ms since the delivery was taken). */
const BEGIN_WITHIN_MS = 12_000;
/** Past this the delivery may be another's already: how a send failed is left to be looked up, and nothing is written (ms). */
const OURS_MS = 25_000;
/** How soon a delivery to an installation that refuses everything is looked at again (ms); it is asked about by itself meanwhile. */
const PAUSED_MS = 5 * 60_000;
/** First wait after a call that took no effect (ms); doubled each time. */
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 2 * 60_000;
/** A look-up goes back this much further than the first try, since clocks differ (ms). */
const CLOCK_MARGIN_MS = 60_000;
/** How long past its window a send that stayed unclear is looked up, before it ends as `unknown` (ms); until then a look-up does no harm. */
const LOOKING_MS = 60 * 60_000;
/** Tries of one delivery after which its organizers should know that the platform does not answer: about a minute of them. */
const SILENT_AFTER = 5;

export interface Delivering {
  readonly transactor: Transactor;
  readonly platforms: Platforms;
  readonly clock: Clock;
  readonly stopwatch: Stopwatch;
  readonly calendar: Calendar;
  readonly log: Log;
  /** By what the waits here are divided: 1 unless told; a test that kills workers cannot wait for real leases. */
  readonly haste?: number;
  readonly random: Random;
  /** Wakes what sending one delivery led to, once it is committed. */
  schedule(following: readonly (Delivery & { readonly community: CommunityId })[]): Promise<void>;
}

/** A taken delivery, and how long ago it was taken (ms, really passed). */
type Held = Taken & { readonly heldMs: () => number };

/** `againInMs`: the same delivery is to be woken then. `other`: so is one that was taken in its place and did not go. */
export type Delivered =
  | 'done'
  | { readonly againInMs: number; readonly other?: { readonly id: DeliveryId; readonly inMs: number } };

/**
 * Sends one delivery at most once: takes it under a lease, asks whether it is still wanted, waits for its slot at the platform's pace, and
 * sends it marked with its id. A send whose answer was lost is looked up before it is tried again.
 */
export async function deliver(on: Delivering, id: DeliveryId): Promise<Delivered> {
  const heldMs = on.stopwatch();
  // Not one transaction: each step is a single statement, and what a worker leaves between two of them the lease brings back.
  const { taken, ready } = await on.transactor.alone(async (stores) => {
    const found = await stores.work.take(id, on.clock.now(), hurried(on, LEASE_MS));
    if (found === null || 'againInMs' in found) return { taken: found, ready: null };
    const held: Held = { ...found, heldMs };
    if (found.paused) return { taken: await giveBack(on, stores, held), ready: null };
    // Nothing was begun, so nothing has to be looked up before it may be sent.
    return { taken: held, ready: found.begunAt === null ? await prepare(on, stores, held) : null };
  });
  if (taken === null) return 'done';
  if ('againInMs' in taken) return taken;
  on.log.info('delivery.taken', { ...named(taken), attempt: taken.delivery.attempts + 1 });
  const outcome = await conclude(on, taken, ready);
  if (taken.insteadInMs === null) return outcome;
  // What was taken instead has a job of its own, which waits for its old slot, or for the end of this lease.
  const other = outcome === 'done' ? null : { id: taken.delivery.id, inMs: outcome.againInMs };
  return { againInMs: taken.insteadInMs, ...(other && { other }) };
}

async function conclude(on: Delivering, taken: Held, ready: Ready | null): Promise<Delivered> {
  if (ready !== null) return send(on, taken, ready);
  const found = await lookUp(on, taken, taken.begunAt ?? taken.delivery.dueAt);
  if (found !== 'absent') return found;
  return send(on, taken, await on.transactor.alone((stores) => prepare(on, stores, taken)));
}

function hurried({ haste = 1 }: Delivering, ms: number): number {
  return ms / haste;
}

/** Every line about a delivery carries these, so that it can be followed from its scheduling to its end. */
function named({ delivery, community }: Taken) {
  return { delivery: delivery.id, community: community.id };
}

/** For an installation that refuses everything: it waits without a call until that is over, or until nobody wants it any more. */
async function giveBack(on: Delivering, stores: Stores, held: Held): Promise<{ readonly againInMs: number } | null> {
  const { delivery, begunAt, insteadInMs } = held;
  const instead = insteadInMs === null ? null : { againInMs: insteadInMs };
  if (delivery.expiresAt <= on.clock.now()) {
    await stores.work.end(delivery.id, begunAt === null ? 'dropped' : 'unknown', 'installation-gone');
    return instead;
  }
  await stores.work.postpone(delivery.id, PAUSED_MS, { slot: null, begun: begunAt !== null });
  return instead ?? { againInMs: PAUSED_MS };
}

/** Whether an earlier try arrived after all. */
async function lookUp(on: Delivering, taken: Held, begunAt: number): Promise<Delivered | 'absent'> {
  const { community, delivery } = taken;
  // Taken away twice is the same as once.
  if (delivery.subject.kind === 'withdrawal') return 'absent';
  try {
    const platform = on.platforms.of(community.platform);
    const receipt = await platform.find(community, delivery.to, delivery.id, begunAt - CLOCK_MARGIN_MS);
    await on.transactor.run((stores) =>
      stores.in(community.id).troubles.settle(placeOf(delivery.to), ['cannot-look-up']),
    );
    if (receipt === null) return 'absent';
    return await arrived(on, taken, receipt);
  } catch (error) {
    return fail(on, taken, error, true);
  }
}

/** What a taken delivery has come to: the card and how long to wait for its turn, when to look at it again, or why nobody wants it any more. */
type Ready =
  | { readonly card: Card; readonly waitMs: number }
  | { readonly withdraw: Receipt; readonly waitMs: number }
  | { readonly unwanted: string }
  | { readonly later: EpochMs };

/** Asks whether it is still wanted, reserves its turn and begins, or gives it back until then. */
async function prepare(on: Delivering, stores: Stores, { community, delivery, paced }: Held): Promise<Ready> {
  const composed = await compose(stores.in(community.id), community, delivery, on.clock.now(), on.calendar);
  if ('unwanted' in composed) {
    await stores.work.end(delivery.id, 'dropped', composed.unwanted);
    return composed;
  }
  if ('later' in composed) {
    await stores.work.defer(delivery.id, composed.later);
    return composed;
  }
  const paces = on.platforms.of(community.platform).paces(community, delivery.to);
  const slot = await stores.work.reserve(community.id, paces, paced);
  const asked = 'asked' in composed ? composed.asked : undefined;
  const given = asked ? { community: community.id, occurrence: asked, at: on.clock.now() } : null;
  if (slot.waitMs > 0) await stores.work.postpone(delivery.id, slot.waitMs, { slot, begun: false });
  else await stores.work.begin(delivery.id, given);
  return { ...composed, waitMs: slot.waitMs };
}

async function send(on: Delivering, taken: Held, ready: Ready): Promise<Delivered> {
  const { community, delivery } = taken;
  if ('unwanted' in ready) {
    on.log.info('delivery.dropped', { ...named(taken), reason: ready.unwanted });
    return 'done';
  }
  if ('later' in ready) {
    const againInMs = Math.max(1, ready.later - on.clock.now());
    on.log.info('delivery.deferred', { ...named(taken), againInMs });
    return { againInMs };
  }
  if (ready.waitMs > 0) {
    on.log.info('delivery.paced', { ...named(taken), againInMs: ready.waitMs });
    return { againInMs: ready.waitMs };
  }
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

/** What becomes of a delivery whose call did not succeed. `looking`: it was the look-up that failed, so the earlier try stays unclear. */
async function fail(on: Delivering, taken: Held, error: unknown, looking: boolean): Promise<Delivered> {
  if (!(error instanceof PlatformError)) throw error;
  const { delivery } = taken;
  if (taken.heldMs() >= hurried(on, OURS_MS)) {
    on.log.warn('delivery.overtaken', { ...named(taken), outcome: error.outcome, why: error.message });
    return { againInMs: hurried(on, LEASE_MS) };
  }
  if (error.refusal === 'installation-gone') return pause(on, taken, looking);
  if (error.outcome === 'refused') {
    await refuse(on, taken, error, looking);
    return 'done';
  }
  const unclear = looking || error.outcome === 'unclear';
  // It is tried for as long as its window lasts, however often: asked whether it is still wanted, it is stale after that. What is unclear
  // is then only looked up.
  if (unclear && delivery.expiresAt + LOOKING_MS / (on.haste ?? 1) <= on.clock.now()) {
    await on.transactor.run(async (stores) => {
      await stores.work.end(delivery.id, 'unknown', error.outcome);
      await noteSilence(on, stores, taken);
    });
    on.log.warn('delivery.unknown', { ...named(taken), reason: error.outcome, why: error.message });
    return 'done';
  }
  const backOff = hurried(on, Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** delivery.attempts));
  const inMs =
    error.outcome === 'busy' ? Math.max(error.retryAfterMs, 1) : Math.max(hurried(on, error.retryAfterMs), backOff);
  await on.transactor.run(async (stores) => {
    await stores.work.postpone(delivery.id, inMs, { slot: null, begun: unclear });
    await noteSilence(on, stores, taken);
  });
  on.log.warn('delivery.postponed', { ...named(taken), outcome: error.outcome, why: error.message, againInMs: inMs });
  return { againInMs: inMs };
}

/** The platform refuses the whole installation: nothing more is asked of it until a look finds it working, and nothing is lost meanwhile. */
async function pause(on: Delivering, taken: Held, looking: boolean): Promise<Delivered> {
  const { community, delivery } = taken;
  await on.transactor.run(async (stores) => {
    await noteGone(stores, community, on.clock.now());
    await stores.work.postpone(delivery.id, PAUSED_MS, { slot: null, begun: looking });
  });
  on.log.warn('installation.paused', named(taken));
  return { againInMs: PAUSED_MS };
}

async function noteSilence(on: Delivering, stores: Stores, { community, delivery }: Taken): Promise<void> {
  if (delivery.attempts < SILENT_AFTER) return;
  const trouble = { kind: 'platform-silent', place: '', missing: null } as const;
  await stores.in(community.id).troubles.note(trouble, on.clock.now());
}

/** The platform will never take it: note why, and take the next best way for the person. */
async function refuse(on: Delivering, taken: Taken, error: PlatformError, looking: boolean): Promise<void> {
  const { delivery, community } = taken;
  const state = looking ? 'unknown' : 'failed';
  const refusal = await understood(on, taken, error.refusal ?? 'malformed');
  await on.transactor.run(async (stores) => {
    await stores.work.end(delivery.id, state, refusal);
    const within = stores.in(community.id);
    const trouble = troubleOf(refusal, delivery.to, looking);
    if (trouble !== null) await within.troubles.note({ ...trouble, missing: error.missing }, on.clock.now());
    if (delivery.subject.kind === 'doorbell' || delivery.to.kind !== 'direct') return;
    await fallBack(on, within, community, delivery, refusal);
  });
  on.log.warn(`delivery.${state}`, { ...named(taken), reason: refusal, why: error.message });
  if (refusal === 'malformed') on.log.error('delivery.malformed', error, named(taken));
}

/**
 * A platform says of somebody who left what it says of closed direct messages (Discord 50007), or that the conversation is not there
 * (Slack `channel_not_found`): looking the person up tells them apart.
 */
async function understood(on: Delivering, { community, delivery }: Taken, refusal: Refusal): Promise<Refusal> {
  const ambiguous = refusal === 'person-unreachable' || refusal === 'channel-gone' || refusal === 'not-in-channel';
  if (delivery.to.kind !== 'direct' || !ambiguous) return refusal;
  try {
    const profile = await on.platforms.of(community.platform).profile(community, delivery.to.person);
    return profile?.ordinary === true ? 'person-unreachable' : 'person-gone';
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    // Nobody can say: that they are still there is what does less.
    return 'person-unreachable';
  }
}

/** Where a trouble is met: one place for all direct messages, so that it names nobody. */
function placeOf(to: Destination): string {
  return to.kind === 'direct' ? 'direct' : to.channel;
}

/** What organizers are to know of a refusal; what concerns one person alone is none of their business. */
function troubleOf(
  refusal: Refusal,
  to: Destination,
  looking: boolean,
): { readonly kind: TroubleKind; readonly place: string } | null {
  const place = placeOf(to);
  switch (refusal) {
    case 'person-unreachable':
    case 'person-gone':
    case 'malformed':
      return null;
    case 'installation-gone':
      return { kind: refusal, place: '' };
    case 'not-allowed':
      return { kind: looking ? 'cannot-look-up' : refusal, place };
    case 'channel-gone':
    case 'channel-archived':
    case 'not-in-channel':
      return { kind: refusal, place };
    default:
      return refusal satisfies never;
  }
}

/** Closed direct messages: from now on the prompt waits behind the doorbell and in the home card. Gone: everything stops. */
async function fallBack(
  { clock, calendar }: Delivering,
  stores: CommunityStores,
  community: Community,
  delivery: Delivery,
  refusal: Refusal,
): Promise<void> {
  const id = 'member' in delivery.subject ? delivery.subject.member : null;
  const member = id === null ? null : await stores.members.get(id);
  if (member?.status !== 'joined') return;
  const now = clock.now();
  if (refusal === 'person-unreachable') {
    const moved = { ...member, place: 'channel' } as const;
    await stores.members.save(moved);
    await stores.troubles.closed(member.id, now);
    await replanMember({ stores, community, now, calendar }, moved);
  }
  if (refusal === 'person-gone') await stop({ stores, now }, member);
}
