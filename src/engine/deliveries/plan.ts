import { memberDaysOff } from '../cadence/days-off.ts';
import { outsideQuiet } from '../cadence/quiet-hours.ts';
import { dateIn } from '../cadence/slots.ts';
import type { EpochMs, OccurrenceId } from '../ids.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { Destination } from '../ports/platform.ts';
import type { Random } from '../ports/random.ts';
import type { DueEnrolment, Planned, Skipped } from '../ports/work-store.ts';
import { behindDoorbell, goneBy, leftOut, nextSlot } from '../programs/schedule.ts';
import type { DeliverySubject } from '../records/delivery.ts';
import type { Member } from '../records/member.ts';
import type { Occurrence } from '../records/program.ts';
import { newDelivery } from './new-delivery.ts';

const MINUTE = 60_000;

/**
 * What a due enrolment becomes: an occurrence, the delivery that brings it (a direct message, or the doorbell that serves many), and the next
 * due time. A slot whose window has passed is written as missed, and nothing is sent; it is counted, and so are those behind it that an outage went over.
 */
export function planOne(due: DueEnrolment, now: EpochMs, random: Random, calendar: Calendar): Planned {
  const { community, program, member, enrolment } = due;
  const { nextSlot: slot, nextDueAt: dueAt } = enrolment;
  if (slot === null || dueAt === null) throw new Error(`enrolment ${enrolment.id} was due without a slot`);
  const advanced = { ...enrolment, lastSlot: slot };
  const planned = {
    community: community.id,
    enrolment: { ...advanced, ...nextSlot({ ...due, enrolment: advanced, now, calendar }) },
  };
  const daysOff = leftOut({ ...due, calendar }, slot);
  const skipped: readonly Skipped[] = daysOff > 0 ? [{ reason: 'day-off', count: daysOff, at: now }] : [];
  if ((member.snoozedUntil ?? 0) > dueAt)
    return {
      ...planned,
      occurrence: null,
      delivery: null,
      skipped: [...skipped, { reason: 'snoozed', count: 1, at: now }],
    };

  const windowEnds = dueAt + program.windowMinutes * MINUTE;
  const sendAt = sendTime(member, dueAt, now);
  // Caught up so late that its end of the quiet hours lies on a day off.
  const strayed = sendAt > dueAt && memberDaysOff(calendar, community, member)(dateIn(member.zone, sendAt));
  const occurrence: Occurrence = {
    id: random.id() as OccurrenceId,
    program: program.id,
    enrolment: enrolment.id,
    member: member.id,
    slot,
    dueAt,
    expiresAt: dueAt + program.expiryMinutes * MINUTE,
    state: strayed || windowEnds <= Math.max(now, sendAt) ? 'missed' : 'waiting',
    prompt: null,
    question: null,
  };
  if (occurrence.state === 'missed') {
    const reason = strayed ? 'day-off' : windowEnds > now ? 'quiet-hours' : 'stale';
    const count = 1 + (reason === 'stale' ? goneBy({ ...due, enrolment: advanced, now, calendar }) : 0);
    return { ...planned, skipped: [...skipped, { reason, count, at: now }], occurrence, delivery: null };
  }

  const deliver = (subject: DeliverySubject, to: Destination) =>
    newDelivery(random, subject, to, { at: sendAt, until: windowEnds });
  if (program.channel !== null && behindDoorbell(program, member)) {
    const delivery = deliver(
      { kind: 'doorbell', program: program.id, slot },
      { kind: 'channel', channel: program.channel },
    );
    return { ...planned, skipped, occurrence, delivery };
  }
  // Without a private way to the member the occurrence waits in their home.
  if (member.place === 'channel') return { ...planned, skipped, occurrence, delivery: null };
  const subject = { kind: 'prompt', occurrence: occurrence.id, member: member.id } as const;
  return { ...planned, skipped, occurrence, delivery: deliver(subject, { kind: 'direct', person: member.externalId }) };
}

/** What a put-off enrolment becomes: planned by the slot it has now if that is due before `until`, else promised it. What went by meanwhile is counted. */
export function planAgain(
  due: DueEnrolment,
  now: EpochMs,
  until: EpochMs,
  random: Random,
  calendar: Calendar,
): Planned {
  const { community, enrolment } = due;
  const planning = { ...due, now, calendar };
  const anew = { ...enrolment, ...nextSlot(planning) };
  const count = goneBy(planning);
  const skipped: readonly Skipped[] = count > 0 ? [{ reason: 'stale', count, at: now }] : [];
  if (anew.nextDueAt === null || anew.nextDueAt > until)
    return { community: community.id, enrolment: anew, occurrence: null, delivery: null, skipped };
  const planned = planOne({ ...due, enrolment: anew }, now, random, calendar);
  return { ...planned, skipped: [...skipped, ...planned.skipped] };
}

/** What is caught up late must not come in the quiet hours either; a doorbell and what waits in the home card ring for nobody. */
function sendTime(member: Member, dueAt: EpochMs, now: EpochMs): EpochMs {
  if (member.place === 'channel') return dueAt;
  const soonest = Math.max(dueAt, now);
  const allowed = outsideQuiet(soonest, { from: member.quietFrom, to: member.quietTo }, member.zone);
  return allowed > soonest ? allowed : dueAt;
}
