import { newDelivery } from '../deliveries/new-delivery.ts';
import type { Handling } from '../handling.ts';
import type { EpochMs, MemberId } from '../ids.ts';
import type { Receipt } from '../ports/platform.ts';
import type { Random } from '../ports/random.ts';
import type { Thanks } from '../records/bond.ts';
import type { Delivery } from '../records/delivery.ts';
import { UNDO_MS } from './giving-card.ts';

/** How long taking a post away is tried (ms). */
const WITHDRAW_WITHIN_MS = 7 * 86_400_000;

/** Takes a post away, as a delivery like any other: it keeps the pace, and is tried again. */
export function withdrawal(post: Receipt, now: EpochMs, random: Random): Delivery {
  const to = { kind: 'channel', channel: post.channel } as const;
  return newDelivery(random, { kind: 'withdrawal' }, to, { at: now, until: now + WITHDRAW_WITHIN_MS }, post);
}

type Within = Pick<Handling, 'stores' | 'now' | 'random'>;

/** Takes away what of these notes stands for all to read, and the digests that tell of them. */
async function withdrawPosts({ stores, now, random }: Within, notes: readonly Thanks[]): Promise<readonly Delivery[]> {
  const posts = notes.flatMap(({ posted }) => (posted === null ? [] : [posted]));
  const weeks = new Set(notes.flatMap(({ posted, digest }) => (posted === null || digest === null ? [] : [digest])));
  // In order of time, so that two at once wait for each other and not both.
  for (const week of [...weeks].sort()) {
    const digest = await stores.deliveries.takeDigest(week);
    if (digest !== null) posts.push(digest);
  }
  return stores.deliveries.add(posts.map((post) => withdrawal(post, now, random)));
}

/** Takes the public posts of these notes away, where there are any, and the digests that tell of them; the notes stay, and are not posted again. */
export async function unpost(handling: Handling, notes: readonly Thanks[]): Promise<void> {
  handling.outbox.push(...(await withdrawPosts(handling, notes)));
  await handling.stores.thanks.unpost(notes.map(({ id }) => id));
}

/**
 * Erases a member, and takes away every post that names them. The notes they gave go too, or stay with those who got them, unsigned: but for those
 * that they could still take back, which are nobody else's yet. Returns what is to be sent for that.
 */
export async function eraseWithPosts(
  within: Within,
  member: MemberId,
  notes: 'gone' | 'unsigned',
): Promise<readonly Delivery[]> {
  const { stores, now } = within;
  await stores.deliveries.holdPosts(member);
  const withdrawn = await withdrawPosts(within, await stores.thanks.postedOf(member));
  if (notes === 'unsigned') await stores.thanks.unsign(member, now - UNDO_MS);
  await stores.members.erase(member);
  return withdrawn;
}

/**
 * Removes a note from both sides, with its post, what was still to be delivered, and the act it entered: while it stood it kept the
 * same thanks from counting twice. A note on its way to the platform right now is taken away when it has arrived.
 */
export async function removeNote(handling: Handling, thanks: Thanks): Promise<void> {
  handling.outbox.push(...(await withdrawPosts(handling, [thanks])));
  await handling.stores.thanks.remove(thanks.id);
}
