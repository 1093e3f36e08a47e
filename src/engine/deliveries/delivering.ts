import type { CommunityId, DeliveryId } from '../ids.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { Clock, Stopwatch } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Platform, Platforms } from '../ports/platform.ts';
import type { Random } from '../ports/random.ts';
import type { Transactor } from '../ports/stores.ts';
import type { Taken } from '../ports/work-store.ts';
import type { Community } from '../records/community.ts';
import type { Delivery } from '../records/delivery.ts';

/**
 * How long one worker may take over a send before another may look into it (ms), and how long that one then waits before it looks. Both
 * are longer than a send can take ({@link BEGIN_WITHIN_MS} and one call of at most 12 s): whichever clock jumps, the other wait has really passed.
 */
export const LEASE_MS = 30_000;
/** A send that has not reached its one call with an effect by then gives up without an effect (ms since the delivery was taken). */
export const BEGIN_WITHIN_MS = 12_000;

/** What delivering needs. */
export interface Delivering {
  readonly transactor: Transactor;
  readonly platforms: Platforms;
  readonly clock: Clock;
  readonly stopwatch: Stopwatch;
  readonly calendar: Calendar;
  readonly log: Log;
  /** Divides the waits here, for tests that kill workers and cannot wait for real leases; 1 unless told. */
  readonly haste?: number;
  readonly random: Random;
  /** Wakes what sending one delivery led to, once it is committed. */
  schedule(following: readonly (Delivery & { readonly community: CommunityId })[]): Promise<void>;
}

/** A taken delivery, and how long ago it was taken (ms, really passed). */
export type Held = Taken & { readonly heldMs: () => number };

/** `againInMs`: the same delivery is to be woken then. `other`: so is one that was taken in its place and did not go. */
export type Delivered =
  | 'done'
  | { readonly againInMs: number; readonly other?: { readonly id: DeliveryId; readonly inMs: number } };

/** A wait, divided by the haste of this run. */
export function hurried({ haste = 1 }: Delivering, ms: number): number {
  return ms / haste;
}

/** The platform of a community; `null` where it is not configured any more, though the community is still on record. */
export function platformHere(platforms: Platforms, { platform }: Community): Platform | null {
  try {
    return platforms.of(platform);
  } catch {
    return null;
  }
}

/** Every line about a delivery carries these, so that it can be followed from its scheduling to its end. */
export function named({ delivery, community }: Taken) {
  return { delivery: delivery.id, community: community.id };
}
