import type { DeliveryId, EpochMs } from '../ids.ts';
import type { Destination, Receipt } from '../ports/platform.ts';
import type { Random } from '../ports/random.ts';
import type { Delivery, DeliverySubject } from '../records/delivery.ts';

/** A delivery nobody has begun. @param receipt of the post that a `withdrawal` takes away */
export function newDelivery(
  random: Random,
  subject: DeliverySubject,
  to: Destination,
  due: { readonly at: EpochMs; readonly until: EpochMs },
  receipt: Receipt | null = null,
): Delivery {
  return {
    id: random.id() as DeliveryId,
    subject,
    to,
    dueAt: due.at,
    expiresAt: due.until,
    state: 'pending',
    reason: null,
    attempts: 0,
    receipt,
  };
}
