import { PlatformError, type Refusal } from '../errors.ts';
import { stop } from '../members/leaving.ts';
import type { Destination } from '../ports/platform.ts';
import type { CommunityStores } from '../ports/stores.ts';
import type { Taken } from '../ports/work-store.ts';
import { replanMember } from '../programs/enrolling.ts';
import type { Community, TroubleKind } from '../records/community.ts';
import type { Delivery } from '../records/delivery.ts';
import { type Delivered, type Delivering, named } from './delivering.ts';

/** What somebody can mend, so that trying again later may help. */
const MENDABLE: ReadonlySet<Refusal> = new Set<Refusal>(['channel-archived', 'not-in-channel', 'not-allowed']);
/** How soon a post that could not be taken away is tried again (ms): some thirty times before it is given up. */
const MENDED_MS = 6 * 3_600_000;

/**
 * The platform will never take it: note why, and take the next best way for the person. Only what is to be taken away from all eyes is tried
 * again, in case somebody mends what stands in its way.
 */
export async function refuse(
  on: Delivering,
  taken: Taken,
  error: PlatformError,
  { refusal, looking }: { readonly refusal: Refusal; readonly looking: boolean },
): Promise<Delivered> {
  const { delivery, community, lease } = taken;
  const state = looking ? 'unknown' : 'failed';
  const again = delivery.subject.kind === 'withdrawal' && MENDABLE.has(refusal);
  await on.transactor.run(async (stores) => {
    if (again) await stores.work.defer(lease, on.clock.now() + MENDED_MS);
    else await stores.work.end(lease, state, refusal);
    const within = stores.in(community.id);
    const trouble = troubleOf(refusal, delivery.to, looking);
    if (trouble !== null) await within.troubles.note({ ...trouble, missing: error.missing }, on.clock.now());
    if (delivery.subject.kind === 'doorbell' || delivery.to.kind !== 'direct') return;
    await fallBack(on, within, community, delivery, refusal);
  });
  on.log.warn(`delivery.${again ? 'postponed' : state}`, { ...named(taken), reason: refusal, why: error.message });
  if (refusal === 'malformed') on.log.error('delivery.malformed', error, named(taken));
  return again ? { againInMs: MENDED_MS } : 'done';
}

/**
 * A platform says of somebody who left what it says of closed direct messages (Discord 50007), or that the conversation is not there
 * (Slack `channel_not_found`): looking the person up tells them apart.
 */
export async function understood(on: Delivering, { community, delivery }: Taken, refusal: Refusal): Promise<Refusal> {
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
export function placeOf(to: Destination): string {
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
