import type { DaysOff } from '../cadence/days-off.ts';
import { outsideQuiet } from '../cadence/quiet-hours.ts';
import { dateIn, dayAfter, instantOf } from '../cadence/slots.ts';
import type { EpochMs, LocalTime } from '../ids.ts';
import type { Member, Presence } from '../records/member.ts';

/** Why somebody is not to be written to at a moment: a word for organizers, never about whom. */
export type Busy = 'snoozed' | 'away' | 'do-not-disturb' | 'quiet-hours' | 'day-off';

const MIDNIGHT = '00:00' as LocalTime;

/**
 * The first moment from `now` on, and before `until`, at which nothing keeps a card from a member: no snooze, no being away, no do-not-disturb, no
 * quiet hours, no day off. Otherwise what keeps it now.
 */
export function whenFree(
  member: Member,
  presence: Presence | null,
  isOff: DaysOff,
  now: EpochMs,
  until: EpochMs,
): { readonly at: EpochMs } | { readonly busy: Busy } {
  let at = now;
  let first: Busy | null = null;
  while (at < until) {
    const kept = keptBy(member, presence, isOff, at);
    if (kept === null) return { at };
    first ??= kept.why;
    at = kept.until;
  }
  return { busy: first ?? 'away' };
}

/** What keeps a card from a member at a moment, and until when, which is always later. */
function keptBy(
  member: Member,
  presence: Presence | null,
  isOff: DaysOff,
  at: EpochMs,
): { readonly why: Busy; readonly until: EpochMs } | null {
  const { snoozedUntil, zone } = member;
  if (snoozedUntil !== null && snoozedUntil > at) return { why: 'snoozed', until: snoozedUntil };
  const { awayUntil = null, silent = null } = presence ?? {};
  if (awayUntil !== null && awayUntil > at) return { why: 'away', until: awayUntil };
  if (silent !== null && silent.from <= at && silent.until > at) return { why: 'do-not-disturb', until: silent.until };
  const audible = outsideQuiet(at, { from: member.quietFrom, to: member.quietTo }, zone);
  if (audible > at) return { why: 'quiet-hours', until: audible };
  const today = dateIn(zone, at);
  if (!isOff(today)) return null;
  return { why: 'day-off', until: Math.max(at + 1, instantOf(dayAfter(today), MIDNIGHT, zone)) };
}
