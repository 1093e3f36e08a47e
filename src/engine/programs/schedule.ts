import { outsideQuiet } from '../cadence/quiet-hours.ts';
import { dateIn, dayBefore, instantOf, onWeekday, slotAfter } from '../cadence/slots.ts';
import type { EpochMs, LocalDate, LocalTime, Zone } from '../ids.ts';
import type { Cadence, Community, Enrolment, Member, Program } from '../records.ts';

const MINUTE = 60_000;

/** On whose clock, at what time and by which rule one member is asked. */
interface Rhythm {
  readonly cadence: Cadence;
  readonly zone: Zone;
  /** Quiet hours hold back what comes to the person; a doorbell rings for nobody. */
  readonly personal: boolean;
}

/** A member behind the doorbell keeps the community's time; everybody else their own day, time and zone. */
function rhythmOf(community: Community, program: Program, member: Member): Rhythm {
  if (behindDoorbell(program, member)) {
    return { cadence: program.cadence, zone: community.zone ?? ('UTC' as Zone), personal: false };
  }
  const rule = onWeekday(program.cadence.rule, member.weekday);
  return { cadence: { ...program.cadence, rule, time: member.time }, zone: member.zone, personal: true };
}

/** Whether this member's prompt waits behind the program's post in a channel. */
export function behindDoorbell(program: Program, member: Member): boolean {
  return member.place === 'channel' && program.channel !== null;
}

function dueOf(slot: LocalDate, time: LocalTime, rhythm: Rhythm, member: Member): EpochMs {
  const at = instantOf(slot, time, rhythm.zone);
  return rhythm.personal ? outsideQuiet(at, { from: member.quietFrom, to: member.quietTo }, rhythm.zone) : at;
}

type Next = Pick<Enrolment, 'nextSlot' | 'nextDueAt'>;
const NEVER: Next = { nextSlot: null, nextDueAt: null };

/**
 * The next slot of an enrolment whose window is not yet past at `now`, later than every slot planned before.
 * Slots whose window has gone by are left out, so that an outage ends in one prompt and not in a burst.
 */
export function nextSlot(
  community: Community,
  program: Program,
  member: Member,
  enrolment: Enrolment,
  now: EpochMs,
): Next {
  if (enrolment.status !== 'active' || program.status !== 'active') return NEVER;
  const rhythm = rhythmOf(community, program, member);
  const earliest = Math.max(now - program.windowMinutes * MINUTE, member.snoozedUntil ?? 0);
  const near = dayBefore(dayBefore(dateIn(rhythm.zone, earliest)));
  let slot =
    enrolment.lastSlot === null
      ? slotAfter(rhythm.cadence, dayBefore(dateIn(rhythm.zone, now)))
      : slotAfter(rhythm.cadence, enrolment.lastSlot, enrolment.every);
  while (slot !== null) {
    const due = dueOf(slot, rhythm.cadence.time, rhythm, member);
    if (due > earliest && (enrolment.lastSlot !== null || due > now)) return { nextSlot: slot, nextDueAt: due };
    // Everything that went by meanwhile is left out in one step.
    if (slot < near) slot = near;
    slot = slotAfter(rhythm.cadence, slot);
  }
  return NEVER;
}

/**
 * The plan anew after the member's zone, time, place or the program changed. A slot already promised that the change moved into the past
 * (over the date line: onto yesterday) becomes due now, unless it was too late for it before: neither skipped nor asked twice.
 */
export function replan(
  community: Community,
  program: Program,
  member: Member,
  enrolment: Enrolment,
  now: EpochMs,
): Next {
  const fresh = nextSlot(community, program, member, enrolment, now);
  const promised = enrolment.nextSlot;
  if (promised === null || fresh.nextSlot === null || promised >= fresh.nextSlot) return fresh;
  const rhythm = rhythmOf(community, program, member);
  const stillOfTheRule = slotAfter(rhythm.cadence, dayBefore(promised)) === promised;
  const tooLate = (enrolment.nextDueAt ?? now) + program.windowMinutes * MINUTE <= now;
  if (!stillOfTheRule || tooLate || promised > dateIn(rhythm.zone, now)) return fresh;
  const due = Math.max(now, dueOf(promised, rhythm.cadence.time, rhythm, member));
  return {
    nextSlot: promised,
    nextDueAt: rhythm.personal ? outsideQuiet(due, { from: member.quietFrom, to: member.quietTo }, rhythm.zone) : due,
  };
}

/**
 * An enrolment whose newest slot was taken back before anything of it was sent: the first slot of the program from that date on, whatever
 * the pace, since its turn had come.
 */
export function unplanned(
  community: Community,
  program: Program,
  member: Member,
  enrolment: Enrolment,
  { slot, dueAt }: { readonly slot: LocalDate; readonly dueAt: EpochMs },
  now: EpochMs,
): Enrolment {
  const before = { ...enrolment, lastSlot: dayBefore(slot) };
  const promised = { ...before, every: 1, nextSlot: slot, nextDueAt: dueAt };
  return { ...before, ...replan(community, program, member, promised, now) };
}

/** The plan after an edit, but a slot that nobody was promised and whose time has gone by today is left out: it would come out of the blue. */
export function withoutSurprise(
  community: Community,
  program: Program,
  member: Member,
  { anew, promised }: { readonly anew: Enrolment; readonly promised: LocalDate | null },
  now: EpochMs,
): Enrolment {
  if (anew.nextDueAt === null || anew.nextDueAt >= now || anew.nextSlot === promised) return anew;
  const after = { ...anew, lastSlot: anew.nextSlot, every: 1 };
  return { ...anew, ...nextSlot(community, program, member, after, now) };
}
