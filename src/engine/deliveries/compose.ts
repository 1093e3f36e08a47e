import { whenFree } from '../away/when-free.ts';
import { isChosen, withinCaps } from '../cadence/caps.ts';
import { communityDaysOff, learnDaysOff, memberDaysOff } from '../cadence/days-off.ts';
import { outsideQuiet } from '../cadence/quiet-hours.ts';
import { dateIn } from '../cadence/slots.ts';
import { communityZone } from '../cadence/zones.ts';
import type { Card } from '../card/card.ts';
import { type Asked, chooseQuestion } from '../checkins/asking.ts';
import { textsIn } from '../content/texts.ts';
import { digestCard } from '../gratitude/digest.ts';
import { giverOf } from '../gratitude/giver.ts';
import { gratitudeChannel } from '../gratitude/gratitude-channel.ts';
import { publicThanksCard } from '../gratitude/public-thanks.ts';
import { noteWaiting } from '../gratitude/receiving.ts';
import type { DeliveryId, EpochMs, MemberId } from '../ids.ts';
import { goodbyeCard } from '../members/goodbye.ts';
import { welcomeCard } from '../members/welcome.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { Receipt } from '../ports/platform.ts';
import type { CommunityStores } from '../ports/stores.ts';
import { doorbellCard } from '../programs/doorbell.ts';
import { promptCard } from '../programs/prompt-card.ts';
import type { Community } from '../records/community.ts';
import type { Delivery, DeliverySubject } from '../records/delivery.ts';
import type { Member } from '../records/member.ts';

const WEEK = 7 * 86_400_000;

/** What is to be sent now, or taken away, or when it is to be looked at again, or why nothing is any more (a word for organizers, never about the person). */
export type Composed =
  /** `asked`: the question that it was given just now, to be kept when it goes out. */
  | { readonly card: Card; readonly asked?: Asked['occurrence'] }
  | { readonly withdraw: Receipt }
  | { readonly unwanted: string }
  | { readonly later: EpochMs };

/** Asks once more whether a delivery is still wanted, and composes it from how things stand at this moment. */
export async function compose(
  stores: CommunityStores,
  community: Community,
  delivery: Delivery,
  now: EpochMs,
  calendar: Calendar,
): Promise<Composed> {
  if (delivery.expiresAt <= now) return { unwanted: 'stale' };
  const { subject } = delivery;
  switch (subject.kind) {
    case 'prompt':
      return composePrompt(stores, community, { subject, id: delivery.id, until: delivery.expiresAt }, now, calendar);
    case 'doorbell':
      return composeDoorbell(stores, community, { subject, to: delivery.to }, now, calendar);
    case 'welcome':
      return composeWelcome(stores, subject.member, now);
    case 'thanks':
      return composeNote(stores, subject, delivery.expiresAt, now);
    case 'public-thanks':
      return composePublicThanks(stores, community, subject);
    case 'digest':
      return composeDigest(stores, community, subject, delivery);
    case 'withdrawal':
      if (delivery.receipt === null) throw new Error(`withdrawal ${delivery.id} of nothing`);
      return { withdraw: delivery.receipt };
    case 'goodbye':
      return composeGoodbye(stores, community, { subject, until: delivery.expiresAt }, now, calendar);
    default:
      return subject satisfies never;
  }
}

type Reachable = { readonly member: Member } | { readonly unwanted: string };

async function reachable(stores: CommunityStores, id: MemberId, now: EpochMs): Promise<Reachable> {
  const who = await stillJoined(stores, id);
  return 'member' in who && (who.member.snoozedUntil ?? 0) > now ? { unwanted: 'snoozed' } : who;
}

async function stillJoined(stores: CommunityStores, id: MemberId): Promise<Reachable> {
  const member = await stores.members.get(id);
  return member?.status === 'joined' ? { member } : { unwanted: 'left' };
}

async function composeWelcome(stores: CommunityStores, id: MemberId, now: EpochMs): Promise<Composed> {
  const who = await reachable(stores, id, now);
  return 'unwanted' in who ? who : { card: welcomeCard(textsIn(who.member.language)) };
}

type GoodbyeSubject = Extract<DeliverySubject, { kind: 'goodbye' }>;

/** Like a prompt it waits until its member is free. Whoever has returned meanwhile is not told that it goes quiet. */
async function composeGoodbye(
  stores: CommunityStores,
  community: Community,
  { subject, until }: { readonly subject: GoodbyeSubject; readonly until: EpochMs },
  now: EpochMs,
  calendar: Calendar,
): Promise<Composed> {
  const who = await reachable(stores, subject.member, now);
  if ('unwanted' in who) return who;
  if ((await stores.enrolments.get(subject.enrolment))?.status !== 'quiet') return { unwanted: 'returned' };
  return (
    (await heldBack(stores, community, who.member, now, until, calendar)) ?? {
      card: goodbyeCard(textsIn(who.member.language)),
    }
  );
}

/** Away, or held up until the quiet hours had begun: when that ends in time, or why it comes no more; `null` while nothing keeps a card from them. */
async function heldBack(
  stores: CommunityStores,
  community: Community,
  member: Member,
  now: EpochMs,
  until: EpochMs,
  calendar: Calendar,
): Promise<Composed | null> {
  const presence = await stores.presences.get(member.id);
  await learnDaysOff(calendar, now, community, member);
  const free = whenFree(member, presence, memberDaysOff(calendar, community, member), now, until);
  if ('busy' in free) return { unwanted: free.busy };
  return free.at > now ? { later: free.at } : null;
}

type PromptSubject = Extract<DeliverySubject, { kind: 'prompt' }>;

async function composePrompt(
  stores: CommunityStores,
  community: Community,
  { subject, id, until }: { readonly subject: PromptSubject; readonly id: DeliveryId; readonly until: EpochMs },
  now: EpochMs,
  calendar: Calendar,
): Promise<Composed> {
  const who = await reachable(stores, subject.member, now);
  if ('unwanted' in who) return who;
  const { member } = who;
  if (member.place !== 'direct') return { unwanted: 'moved' };
  const occurrence = await stores.occurrences.get(subject.occurrence);
  if (occurrence === null || !['waiting', 'shown'].includes(occurrence.state)) return { unwanted: 'answered' };
  const program = await stores.programs.get(occurrence.program);
  if (program?.status !== 'active') return { unwanted: program?.status ?? 'archived' };
  // What does not come in time waits in the home card.
  const held = await heldBack(stores, community, member, now, until, calendar);
  if (held !== null) return held;
  const sent = await stores.deliveries.sentTo(member.id, id, now - WEEK, now);
  if (!isChosen(program) && !withinCaps(sent, now, member.zone)) return { unwanted: 'capped' };
  const asked = await chooseQuestion(stores, program, member, occurrence, now);
  if (asked === null) return { unwanted: 'resting' };
  const card = await promptCard(stores, textsIn(member.language), member, program, asked, now);
  if (card === null) return { unwanted: 'nothing-due' };
  return asked.isNew ? { card, asked: asked.occurrence } : { card };
}

type DoorbellSubject = Extract<DeliverySubject, { kind: 'doorbell' }>;

async function composeDoorbell(
  stores: CommunityStores,
  community: Community,
  { subject, to }: Pick<Delivery, 'to'> & { readonly subject: DoorbellSubject },
  now: EpochMs,
  calendar: Calendar,
): Promise<Composed> {
  const program = await stores.programs.get(subject.program);
  if (program?.status !== 'active') return { unwanted: program?.status ?? 'archived' };
  // Perhaps it stands in the old channel already: it is not posted a second time in the new one.
  if (to.kind === 'channel' && to.channel !== program.channel) return { unwanted: 'moved' };
  await learnDaysOff(calendar, now, community);
  const isOff = communityDaysOff(calendar, community);
  if (isOff(dateIn(communityZone(community), now))) return { unwanted: 'day-off' };
  return { card: doorbellCard(textsIn(community.language), program, subject.slot) };
}

type DigestSubject = Extract<DeliverySubject, { kind: 'digest' }>;

async function composeDigest(
  stores: CommunityStores,
  community: Community,
  { slot }: DigestSubject,
  { to }: Delivery,
): Promise<Composed> {
  const channel = await gratitudeChannel(stores);
  if (to.kind !== 'channel' || to.channel !== channel) return { unwanted: 'moved' };
  const card = await digestCard(stores, textsIn(community.language), slot);
  return card === null ? { unwanted: 'nothing-due' } : { card };
}

type NoteSubject = Extract<DeliverySubject, { kind: 'thanks' }>;

/** What somebody wrote arrives also while its reader has paused what Kith sends by itself, but not in their quiet hours. */
async function composeNote(
  stores: CommunityStores,
  subject: NoteSubject,
  until: EpochMs,
  now: EpochMs,
): Promise<Composed> {
  const who = await stillJoined(stores, subject.member);
  if ('unwanted' in who) return who;
  const thanks = await stores.thanks.get(subject.thanks);
  if (thanks === null || thanks.hidden) return { unwanted: 'withdrawn' };
  const { quietFrom: from, quietTo: to, zone, language } = who.member;
  const audible = outsideQuiet(now, { from, to }, zone);
  if (audible > now) return audible < until ? { later: audible } : { unwanted: 'quiet-hours' };
  return { card: noteWaiting(textsIn(language), thanks) };
}

type PublicThanksSubject = Extract<DeliverySubject, { kind: 'public-thanks' }>;

/** Both sides are asked for their consent once more, at the moment of posting. */
async function composePublicThanks(
  stores: CommunityStores,
  community: Community,
  subject: PublicThanksSubject,
): Promise<Composed> {
  const thanks = await stores.thanks.get(subject.thanks);
  if (thanks === null || thanks.hidden || !thanks.mayBePublic) return { unwanted: 'withdrawn' };
  const giver = await giverOf(stores, thanks);
  const receiver = await stores.members.get(thanks.receiver);
  if (giver?.status !== 'joined' || receiver?.status !== 'joined' || receiver.publicThanks === 'never')
    return { unwanted: 'withdrawn' };
  return { card: publicThanksCard(textsIn(community.language), thanks, giver, receiver) };
}
