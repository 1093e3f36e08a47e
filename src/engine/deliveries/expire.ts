import { afterSilence, type Rung } from '../cadence/ladder.ts';
import { outsideQuiet } from '../cadence/quiet-hours.ts';
import type { CommunityId, EpochMs } from '../ids.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { Random } from '../ports/random.ts';
import type { CommunityStores, Stores } from '../ports/stores.ts';
import { nextSlot } from '../programs/schedule.ts';
import type { Delivery } from '../records/delivery.ts';
import type { Member } from '../records/member.ts';
import type { Enrolment, Occurrence } from '../records/program.ts';
import { newDelivery } from './new-delivery.ts';

/** Closed later than this, Kith itself was away when the time was up, and nobody could answer (ms). */
const IN_TIME_MS = 3_600_000;
/** Said within this (a week: weekends and short leave go by), or not at all (ms). */
const SAY_WITHIN_MS = 7 * 86_400_000;

/** A last word, and the community it belongs to. */
type Goodbye = Delivery & { readonly community: CommunityId };

/**
 * Closes one batch of prompts that nobody answered. What was shown counts as ignored and slows the pace; what was never shown (an unopened
 * doorbell), or ended in an outage, does not. Returns how many were closed, and the goodbyes to schedule.
 */
export async function expireBatch(
  stores: Stores,
  now: EpochMs,
  random: Random,
  calendar: Calendar,
  limit: number,
): Promise<{ readonly closed: number; readonly goodbyes: readonly Goodbye[] }> {
  const batch = await stores.work.expired(now, limit);
  const goodbyes: Goodbye[] = [];
  for (const { community, occurrence, member, enrolment } of batch) {
    const within = stores.in(community);
    const shown = occurrence.state === 'shown';
    const inTime = now - occurrence.expiresAt <= IN_TIME_MS;
    const ignored = shown && inTime && !(await wasAway(within, member, occurrence));
    await within.occurrences.save({ ...occurrence, state: ignored ? 'expired' : shown ? 'skipped' : 'missed' });
    if (!ignored || member.status !== 'joined' || enrolment.status !== 'active') continue;
    // Read anew: several occurrences of one enrolment may expire in one batch.
    const current = (await within.enrolments.get(enrolment.id)) ?? enrolment;
    const rung = afterSilence(current.every, current.ignoredInRow);
    await within.enrolments.save([await slowed(stores, community, member, current, rung, now, calendar)]);
    if (!rung.goodbye) continue;
    await quietToo(within, member, current);
    // Somebody behind the doorbell never agreed to direct messages: they go quiet without a word.
    if (member.place !== 'direct') continue;
    const written = await within.deliveries.add([goodbye(member, current, now, random)]);
    goodbyes.push(...written.map((delivery) => ({ ...delivery, community })));
  }
  return { closed: batch.length, goodbyes };
}

/** Whoever went away while the prompt stood before them did not ignore it, nor did who paused while it was on its way. */
async function wasAway(within: CommunityStores, member: Member, { dueAt }: Occurrence): Promise<boolean> {
  if ((member.snoozedUntil ?? 0) > dueAt) return true;
  return ((await within.presences.get(member.id))?.awayUntil ?? 0) > dueAt;
}

/** One goodbye stands for everything that was met with silence last; what is answered goes on. */
async function quietToo({ enrolments }: CommunityStores, member: Member, { id }: Enrolment): Promise<void> {
  const silent = (await enrolments.of(member.id)).filter(
    (one) => one.id !== id && one.status === 'active' && one.ignoredInRow > 0,
  );
  await enrolments.save(silent.map((one) => ({ ...one, status: 'quiet', nextSlot: null, nextDueAt: null })));
}

async function slowed(
  stores: Stores,
  id: CommunityId,
  member: Member,
  enrolment: Enrolment,
  { every, ignoredInRow, goodbye }: Rung,
  now: EpochMs,
  calendar: Calendar,
): Promise<Enrolment> {
  const next: Enrolment = { ...enrolment, every, ignoredInRow };
  if (goodbye) return { ...next, status: 'quiet', nextSlot: null, nextDueAt: null };
  if (every === enrolment.every) return next;
  const community = await stores.communities.get(id);
  const program = await stores.in(id).programs.get(enrolment.program);
  return community === null || program === null
    ? next
    : { ...next, ...nextSlot(community, program, member, next, now, calendar) };
}

function goodbye(member: Member, enrolment: Enrolment, now: EpochMs, random: Random): Delivery {
  const dueAt = outsideQuiet(now, { from: member.quietFrom, to: member.quietTo }, member.zone);
  return newDelivery(
    random,
    { kind: 'goodbye', member: member.id, enrolment: enrolment.id },
    { kind: 'direct', person: member.externalId },
    { at: dueAt, until: dueAt + SAY_WITHIN_MS },
  );
}
