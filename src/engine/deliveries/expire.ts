import { learnDaysOff } from '../cadence/days-off.ts';
import { afterSilence, type Rung } from '../cadence/ladder.ts';
import { outsideQuiet } from '../cadence/quiet-hours.ts';
import type { CommunityId, EpochMs } from '../ids.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { Log } from '../ports/log.ts';
import type { Random } from '../ports/random.ts';
import type { CommunityStores, Stores } from '../ports/stores.ts';
import type { Expired } from '../ports/work-store.ts';
import { nextSlot } from '../programs/schedule.ts';
import type { Community } from '../records/community.ts';
import type { Delivery } from '../records/delivery.ts';
import type { Member } from '../records/member.ts';
import type { Enrolment, Program } from '../records/program.ts';
import { newDelivery } from './new-delivery.ts';

/** A prompt that is closed later than this after its time was up fell into an outage of Kith: nobody could have answered it (ms). */
const IN_TIME_MS = 3_600_000;
/** A goodbye is said within this, or not at all (ms): a week, in which weekends and short leave go by. */
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
  log: Log,
  limit: number,
): Promise<{ readonly closed: number; readonly goodbyes: readonly Goodbye[] }> {
  const batch = await stores.work.expired(now, limit);
  const goodbyes: Goodbye[] = [];
  for (const { community, occurrence, member, enrolment } of batch) {
    const within = stores.in(community);
    const shown = occurrence.state === 'shown';
    const inTime = now - occurrence.expiresAt <= IN_TIME_MS;
    const ignored = shown && inTime && !(await wasAway(within, member, occurrence));
    await within.occurrences.close(occurrence.id, ignored ? 'expired' : shown ? 'skipped' : 'missed');
    if (!ignored || member.status !== 'joined' || enrolment.status !== 'active') continue;
    // Read anew: several occurrences of one enrolment may expire in one batch.
    const current = (await within.enrolments.get(enrolment.id)) ?? enrolment;
    const rung = afterSilence(current.every, current.ignoredInRow);
    const planned = rung.every === current.every ? null : await programOf(stores, community, current);
    if (planned !== null) await learnDaysOff(calendar, now, planned.community, member);
    const after = afterIgnored(rung, planned, member, current, now, random, calendar);
    if ('failure' in after) {
      // Their pace stays, and everybody else's goes on.
      log.error('expire.failed', after.failure, { community, enrolment: enrolment.id });
      continue;
    }
    await within.enrolments.save([after.enrolment]);
    if (after.enrolment.status !== 'quiet') continue;
    await quietToo(within, member, current);
    const written = await within.deliveries.add(after.said);
    goodbyes.push(...written.map((delivery) => ({ ...delivery, community })));
  }
  return { closed: batch.length, goodbyes };
}

interface Running {
  readonly community: Community;
  readonly program: Program;
}

async function programOf(stores: Stores, id: CommunityId, enrolment: Enrolment): Promise<Running | null> {
  const community = await stores.communities.get(id);
  const program = await stores.in(id).programs.get(enrolment.program);
  return community === null || program === null ? null : { community, program };
}

/** How it goes on after one more that was ignored, and the last word if there is one; or why nobody can say, as where the member's zone is unknown here. */
function afterIgnored(
  { goodbye, every, ignoredInRow }: Rung,
  planned: Running | null,
  member: Member,
  before: Enrolment,
  now: EpochMs,
  random: Random,
  calendar: Calendar,
): { readonly enrolment: Enrolment; readonly said: readonly Delivery[] } | { readonly failure: unknown } {
  const enrolment: Enrolment = { ...before, every, ignoredInRow };
  try {
    if (goodbye) {
      // Somebody behind the doorbell never agreed to direct messages: they go quiet without a word.
      const said = member.place === 'direct' ? [lastWord(member, before, now, random)] : [];
      return { enrolment: { ...enrolment, status: 'quiet', nextSlot: null, nextDueAt: null }, said };
    }
    if (planned === null) return { enrolment, said: [] };
    const next = nextSlot({ ...planned, member, enrolment, now, calendar });
    return { enrolment: { ...enrolment, ...next }, said: [] };
  } catch (failure) {
    return { failure };
  }
}

/** Whoever went away while the prompt stood before them did not ignore it, nor did who paused while it was on its way. */
async function wasAway(within: CommunityStores, member: Member, { dueAt }: Expired['occurrence']): Promise<boolean> {
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

function lastWord(member: Member, enrolment: Enrolment, now: EpochMs, random: Random): Delivery {
  const dueAt = outsideQuiet(now, { from: member.quietFrom, to: member.quietTo }, member.zone);
  return newDelivery(
    random,
    { kind: 'goodbye', member: member.id, enrolment: enrolment.id },
    { kind: 'direct', person: member.externalId },
    { at: dueAt, until: dueAt + SAY_WITHIN_MS },
  );
}
