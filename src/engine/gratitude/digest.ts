import { dateIn, dayBefore, instantOf, slotAfter } from '../cadence/slots.ts';
import { communityZone } from '../cadence/zones.ts';
import { card, context, text } from '../card/build.ts';
import type { Card, Inline } from '../card/card.ts';
import type { Texts } from '../content/texts.ts';
import { newDelivery } from '../deliveries/new-delivery.ts';
import type { EpochMs, LocalDate, LocalTime, MemberId } from '../ids.ts';
import type { Random } from '../ports/random.ts';
import type { CommunityStores } from '../ports/stores.ts';
import type { Community } from '../records/community.ts';
import type { Delivery } from '../records/delivery.ts';
import type { Member } from '../records/member.ts';

/** A week ends on Friday afternoon by the community's clock: people are still about, and nobody has to answer. */
const WEEKLY = { rule: 'FREQ=WEEKLY;BYDAY=FR', from: '2026-01-02' as LocalDate, until: null } as const;
const TIME = '16:00' as LocalTime;
/** Posted within this, or not at all (ms). */
const POST_WITHIN_MS = 86_400_000;
/** Lines in one post; the rest is a number. */
const MOST_LINES = 20;
/** As many notes are looked at. */
const MOST_READ = 100;

const endOf = (slot: LocalDate, community: Community): EpochMs => instantOf(slot, TIME, communityZone(community));

/** The week, by its last day, whose digest tells of what is posted now. */
export function weekOf(community: Community, now: EpochMs): LocalDate {
  const today = dateIn(communityZone(community), now);
  const first = slotAfter(WEEKLY, dayBefore(today));
  const slot = first !== null && endOf(first, community) <= now ? slotAfter(WEEKLY, first) : first;
  if (slot === null) throw new Error('there is no next Friday');
  return slot;
}

/** The post that ends a week; stored when the first thanks of it is posted, so that a week without any has none. */
export function digestOf(community: Community, channel: string, slot: LocalDate, random: Random): Delivery {
  const dueAt = endOf(slot, community);
  const due = { at: dueAt, until: dueAt + POST_WITHIN_MS };
  return newDelivery(random, { kind: 'digest', slot }, { kind: 'channel', channel }, due);
}

/**
 * Who thanked whom in a week, where both are still here and agree that it may be read; `null` when there is nothing to tell. Each pair once, so
 * that nobody can count, and without the words, which stand in the posts.
 */
export async function digestCard(stores: CommunityStores, texts: Texts, slot: LocalDate): Promise<Card | null> {
  const known = new Map<MemberId, Member | null>();
  const person = async (id: MemberId) => {
    const member = known.get(id) ?? (await stores.members.get(id));
    known.set(id, member);
    return member?.status === 'joined' ? member : null;
  };
  const lines = new Map<string, readonly Inline[]>();
  for (const thanks of await stores.thanks.ofWeek(slot, MOST_READ)) {
    if (thanks.hidden || thanks.takenBack || !thanks.mayBePublic) continue;
    const giver = thanks.giver === null ? null : await person(thanks.giver);
    const receiver = await person(thanks.receiver);
    if (giver === null || receiver === null || receiver.publicThanks === 'never') continue;
    const who = {
      giver: { kind: 'person', id: giver.externalId },
      receiver: { kind: 'person', id: receiver.externalId },
    } as const;
    lines.set(`${giver.id} ${receiver.id}`, texts.rich('digest.line', who));
  }
  if (lines.size === 0) return null;
  const shown = [...lines.values()].slice(0, MOST_LINES);
  return card(
    texts.say('digest.fallback'),
    text(texts.say('digest.text')),
    text(shown.flatMap((line, index) => (index === 0 ? line : ['\n', ...line]))),
    lines.size > MOST_LINES ? text(texts.say('digest.more', { count: lines.size - MOST_LINES })) : null,
    context(texts.say('digest.how')),
  );
}
