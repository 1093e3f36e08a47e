import type { Handling } from '../handling.ts';
import type { DeliveryId, EpochMs } from '../ids.ts';
import type { Receipt } from '../ports/platform.ts';
import type { Random } from '../ports/random.ts';
import type { Delivery, Thanks } from '../records.ts';

/** How long taking a post away is tried (ms). */
const WITHDRAW_WITHIN_MS = 7 * 86_400_000;

/** Takes a post away, as a delivery like any other: it keeps the pace, and is tried again. */
export function withdrawal(post: Receipt, now: EpochMs, random: Random): Delivery {
  return {
    id: random.id() as DeliveryId,
    subject: { kind: 'withdrawal' },
    to: { kind: 'channel', channel: post.channel },
    dueAt: now,
    expiresAt: now + WITHDRAW_WITHIN_MS,
    state: 'pending',
    reason: null,
    attempts: 0,
    receipt: post,
  };
}

/** Takes the public post of a note away, if there is one, and the digest that tells of it. */
export async function withdrawPost({ stores, now, random, outbox }: Handling, thanks: Thanks): Promise<void> {
  if (thanks.posted === null) return;
  const digest = thanks.digest === null ? null : await stores.deliveries.digest(thanks.digest);
  const posts = [thanks.posted, ...(digest?.receipt ? [digest.receipt] : [])];
  outbox.push(...(await stores.deliveries.add(posts.map((post) => withdrawal(post, now, random)))));
}

/**
 * Removes a note from both sides, with its post, what was still to be delivered, and the act it entered: while it stood it kept the
 * same thanks from counting twice. A note on its way to the platform right now is taken away when it has arrived.
 */
export async function removeNote(handling: Handling, thanks: Thanks): Promise<void> {
  await withdrawPost(handling, thanks);
  await handling.stores.thanks.remove(thanks.id);
}
