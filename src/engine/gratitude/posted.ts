import type { Card } from '../card/card.ts';
import { textsIn } from '../content/texts.ts';
import type { EpochMs } from '../ids.ts';
import type { Receipt } from '../ports/platform.ts';
import type { Random } from '../ports/random.ts';
import type { CommunityStores } from '../ports/stores.ts';
import type { Community } from '../records/community.ts';
import type { Delivery, DeliverySubject } from '../records/delivery.ts';
import { digestCard, digestOf, weekOf } from './digest.ts';
import { withdrawal } from './removing.ts';

/** A delivery that has arrived. */
export interface Posted {
  readonly subject: DeliverySubject;
  readonly receipt: Receipt;
  /** What was sent; `null` where an earlier try was found to have arrived. */
  readonly shown: Card | null;
}

/**
 * What follows a post of thanks: where it stands is remembered, and its week gets a digest. A note that was removed, hidden, or is
 * not to be public any more while its post was on the way is taken away again, and so is a digest that tells of it.
 */
export async function afterPosting(
  stores: CommunityStores,
  community: Community,
  { subject, receipt, shown }: Posted,
  now: EpochMs,
  random: Random,
): Promise<readonly Delivery[]> {
  const { deliveries } = stores;
  if (subject.kind === 'public-thanks') {
    const thanks = await stores.thanks.get(subject.thanks);
    if (thanks === null || thanks.hidden || !thanks.mayBePublic)
      return deliveries.add([withdrawal(receipt, now, random)]);
    const digest = weekOf(community, now);
    await stores.thanks.save({ ...thanks, posted: receipt, digest });
    return deliveries.add([digestOf(community, receipt.channel, digest, random)]);
  }
  if (subject.kind === 'digest' && shown !== null) {
    const anew = await digestCard(stores, textsIn(community.language), subject.slot);
    if (JSON.stringify(anew) !== JSON.stringify(shown)) return deliveries.add([withdrawal(receipt, now, random)]);
  }
  return [];
}
