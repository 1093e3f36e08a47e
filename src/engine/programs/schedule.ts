import { communityDaysOff, type DaysOff, isDayOf, memberDaysOff } from '../cadence/days-off.ts';
import { outsideQuiet } from '../cadence/quiet-hours.ts';
import { dateIn, dayAfter, dayBefore, happensIn, instantOf, onWeekday, slotAfter } from '../cadence/slots.ts';
import { communityZone } from '../cadence/zones.ts';
import type { EpochMs, LocalDate, Zone } from '../ids.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { Community } from '../records/community.ts';
import type { Member, Weekday } from '../records/member.ts';
import type { Cadence, Enrolment, Program } from '../records/program.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A slot on a day off moves by fewer days than this: longer than any row of holidays. */
const MOST_DAYS_OFF = 14;

/** On whose clock, at what time and by which rule one member is asked. */
interface Rhythm {
  readonly cadence: Cadence;
  readonly zone: Zone;
  /** Quiet hours hold back what comes to the person; a doorbell rings for nobody. */
  readonly personal: boolean;
  readonly isOff: DaysOff;
  /** The member's own weekday, where it is left to another program. */
  readonly spares: Weekday | null;
}

/** One member's enrolment in a program, and when and by which calendar it is planned. */
export interface Scheduling {
  readonly community: Community;
  readonly program: Program;
  readonly member: Member;
  readonly enrolment: Enrolment;
  readonly now: EpochMs;
  readonly calendar: Calendar;
}

/** Who is asked, as far as it decides when: a member, or somebody who thinks about becoming one. */
type Asked = Pick<Member, 'weekday' | 'time' | 'zone' | 'place'>;

/** A member behind the doorbell keeps the community's time; everybody else their own day, time and zone. */
export function cadenceFor(community: Community, program: Program, member: Asked): Pick<Rhythm, 'cadence' | 'zone'> {
  if (behindDoorbell(program, member)) return { cadence: program.cadence, zone: communityZone(community) };
  const { rule } = program.cadence;
  const own = program.kind === 'check-in' && program.ownDay ? onWeekday(rule, member.weekday) : rule;
  return { cadence: { ...program.cadence, rule: own, time: member.time }, zone: member.zone };
}

function rhythmOf({ community, program, member, calendar }: Omit<Scheduling, 'enrolment' | 'now'>): Rhythm {
  const when = cadenceFor(community, program, member);
  if (behindDoorbell(program, member))
    return { ...when, personal: false, isOff: communityDaysOff(calendar, community), spares: null };
  return {
    ...when,
    personal: true,
    isOff: memberDaysOff(calendar, community, member),
    // One a day is the cap: everything else leaves the day of the check-in alone. What follows a tie's cadence is exempt.
    spares: program.kind === 'gratitude' || (program.kind === 'check-in' && !program.ownDay) ? member.weekday : null,
  };
}

/** Whether this member's prompt waits behind the program's post in a channel. */
export function behindDoorbell(program: Program, member: Pick<Member, 'place'>): boolean {
  return member.place === 'channel' && program.channel !== null;
}

/** A moment itself, or the end of the quiet hours it falls into. */
function audible(at: EpochMs, rhythm: Rhythm, member: Member): EpochMs {
  return rhythm.personal ? outsideQuiet(at, { from: member.quietFrom, to: member.quietTo }, rhythm.zone) : at;
}

/**
 * When a slot is due. On a day off, or one spared, it moves to the next day that is none, if that comes before the slot that follows, and stays the slot it was;
 * otherwise it is left out (`null`): what comes daily is asked again soon enough.
 */
function dueOf(slot: LocalDate, rhythm: Rhythm, member: Member): EpochMs | null {
  const dueOn = (day: LocalDate) => audible(instantOf(day, rhythm.cadence.time, rhythm.zone), rhythm, member);
  // Quiet hours may have moved it onto the next morning: that is the day that counts.
  const isOff = (day: LocalDate) => {
    const on = dateIn(rhythm.zone, dueOn(day));
    return (on !== day && !happensIn(day, rhythm.zone)) || rhythm.isOff(on);
  };
  const isSpared = (day: LocalDate) => rhythm.spares !== null && isDayOf(rhythm.spares, day, isOff);
  let following: LocalDate | null | undefined;
  let day = slot;
  for (let moved = 0; moved < MOST_DAYS_OFF; moved++) {
    if (!isOff(day) && !isSpared(day)) return dueOn(day);
    following ??= slotAfter(rhythm.cadence, slot);
    day = dayAfter(day);
    if (following !== null && day >= following) return null;
  }
  return null;
}

/** Slots looked at to count those that were passed over: two months of days. */
const MOST_COUNTED = 62;

/** How many slots after the one last planned, and before another, were passed over, and are of one kind by when they were due. */
function passedOver(
  rhythm: Rhythm,
  { member, enrolment: { lastSlot, every } }: Pick<Scheduling, 'member' | 'enrolment'>,
  before: LocalDate,
  counts: (due: EpochMs | null) => boolean,
): number {
  let slot = lastSlot === null ? null : slotAfter(rhythm.cadence, lastSlot, every);
  let count = 0;
  for (let looked = 0; slot !== null && slot < before && looked < MOST_COUNTED; looked++) {
    if (counts(dueOf(slot, rhythm, member))) count += 1;
    slot = slotAfter(rhythm.cadence, slot);
  }
  return count;
}

/** How many slots between two that were planned fell on days off and were left out. */
export function leftOut(of: Omit<Scheduling, 'now'>, before: LocalDate): number {
  return passedOver(rhythmOf(of), of, before, (due) => due === null);
}

/** How many slots after the one last planned have had their window by `now`: an outage went over them. */
export function goneBy(of: Scheduling): number {
  const { program, now } = of;
  const rhythm = rhythmOf(of);
  const past = now - program.windowMinutes * MINUTE;
  const today = dateIn(rhythm.zone, now);
  return passedOver(rhythm, of, dayAfter(today), (due) => due !== null && due <= past);
}

type Next = Pick<Enrolment, 'nextSlot' | 'nextDueAt'>;
const NEVER: Next = { nextSlot: null, nextDueAt: null };

/**
 * The next slot of an enrolment whose window is not yet past at `now`, later than every slot planned before.
 * Slots whose window has gone by are left out, so that an outage ends in one prompt and not in a burst.
 */
export function nextSlot(of: Scheduling): Next {
  const { program, member, enrolment, now } = of;
  if (enrolment.status !== 'active' || program.status !== 'active') return NEVER;
  const rhythm = rhythmOf(of);
  const earliest = Math.max(now - program.windowMinutes * MINUTE, member.snoozedUntil ?? 0);
  const near = dateIn(rhythm.zone, earliest - (MOST_DAYS_OFF + 2) * DAY);
  let slot =
    enrolment.lastSlot === null
      ? slotAfter(rhythm.cadence, dayBefore(dateIn(rhythm.zone, now)))
      : slotAfter(rhythm.cadence, enrolment.lastSlot, enrolment.every);
  while (slot !== null) {
    const due = dueOf(slot, rhythm, member);
    if (due !== null && due > earliest && (enrolment.lastSlot !== null || due > now))
      return { nextSlot: slot, nextDueAt: due };
    // Everything that went by meanwhile is left out in one step.
    if (slot < near) slot = near;
    slot = slotAfter(rhythm.cadence, slot);
  }
  return NEVER;
}

/**
 * The plan anew after the member's zone, time or place, or the program, changed. When the change moves a promised slot into the past (a flight over
 * the date line: onto yesterday), the slot is due now, unless it was too late for it already. So it is neither skipped nor asked twice.
 */
export function replan(of: Scheduling): Next {
  const { program, member, enrolment, now } = of;
  const fresh = nextSlot(of);
  const promised = enrolment.nextSlot;
  if (promised === null || fresh.nextSlot === null || promised >= fresh.nextSlot) return fresh;
  const rhythm = rhythmOf(of);
  const stillOfTheRule = slotAfter(rhythm.cadence, dayBefore(promised)) === promised;
  const tooLate = (enrolment.nextDueAt ?? now) + program.windowMinutes * MINUTE <= now;
  if (!stillOfTheRule || tooLate || promised > dateIn(rhythm.zone, now)) return fresh;
  const due = dueOf(promised, rhythm, member);
  const late = due === null ? null : audible(Math.max(now, due), rhythm, member);
  // A day off meanwhile: it is left out, as any slot that cannot move is.
  if (late === null || rhythm.isOff(dateIn(rhythm.zone, late))) return fresh;
  return { nextSlot: promised, nextDueAt: late };
}

/**
 * An enrolment whose newest slot was taken back before anything of it was sent: it gets the program's first slot from that date on. Its pace does
 * not count here, since its turn had come.
 */
export function unplanned(
  of: Scheduling,
  { slot, dueAt }: { readonly slot: LocalDate; readonly dueAt: EpochMs },
): Enrolment {
  const { community, program, member, enrolment } = of;
  const before = { ...enrolment, lastSlot: dayBefore(slot) };
  const promised = { ...before, every: 1, nextSlot: slot, nextDueAt: dueAt };
  const next = replan({ ...of, enrolment: promised });
  const { cadence } = cadenceFor(community, program, member);
  return { ...before, ...next, lastSlot: turnBefore(cadence, next.nextSlot ?? slot, enrolment.every) };
}

/** Days looked back at for the slots before: enough for all who are asked by the month, at any pace. */
const LOOKED_BACK = 400;

/** A date from which the `every`-th slot is this one, so that its turn is found again by the pace; the day before where there is none. */
function turnBefore(cadence: Cadence, slot: LocalDate, every: number): LocalDate {
  let day = dayBefore(slot);
  if (every === 1) return day;
  for (let looked = 0; looked < LOOKED_BACK && day >= dayBefore(cadence.from); looked++, day = dayBefore(day)) {
    const turn = slotAfter(cadence, day, every);
    if (turn !== null && turn <= slot) return day;
  }
  return dayBefore(slot);
}

/**
 * The plan after an edit or a return, which the enrolment has already, without a slot of today that was not `promised` and whose time has gone by: it would
 * come out of the blue.
 */
export function withoutSurprise(of: Scheduling, promised: LocalDate | null): Enrolment {
  const { enrolment: anew, now } = of;
  if (anew.nextDueAt === null || anew.nextDueAt >= now || anew.nextSlot === promised) return anew;
  const after = { ...anew, lastSlot: anew.nextSlot, every: 1 };
  return { ...anew, ...nextSlot({ ...of, enrolment: after }) };
}
