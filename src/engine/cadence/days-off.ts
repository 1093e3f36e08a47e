import { Temporal } from 'temporal-polyfill';
import type { EpochMs, LocalDate, Zone } from '../ids.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { Community } from '../records/community.ts';
import type { Member, Weekday } from '../records/member.ts';
import { weekendOf } from './countries.ts';
import { remembered } from './remembered.ts';
import { dateIn, dayBefore } from './slots.ts';

/** Whether a date is a day off. */
export type DaysOff = (date: LocalDate) => boolean;

const MOST_ANSWERS = 5000;
const weekdayOf = remembered(MOST_ANSWERS, (date: LocalDate) => Temporal.PlainDate.from(date).dayOfWeek);

/** Before days off are asked about: has their holidays read, where nobody in this process asked about that country before. */
export async function learnDaysOff(
  calendar: Calendar,
  now: EpochMs,
  ...of: readonly { readonly country: string | null }[]
): Promise<void> {
  const countries = new Set(of.map(({ country }) => country).filter((country) => country !== null));
  if (countries.size > 0) await calendar.learn(countries, dateIn('UTC' as Zone, now));
}

/** The days off of a community and of whoever lives in that country: public holidays, and in work mode the country's weekend. */
function daysOffIn(calendar: Calendar, mode: Community['mode'], country: string | null): DaysOff {
  const weekend = mode === 'work' ? weekendOf(country) : [];
  return (date) => weekend.includes(weekdayOf(date)) || (country !== null && calendar.isHoliday(country, date));
}

/** The days on which a channel of the community is left alone. */
export function communityDaysOff(calendar: Calendar, { mode, country }: Community): DaysOff {
  return daysOffIn(calendar, mode, country);
}

/** The days on which a member is not asked, unless they said that they like to be. */
export function memberDaysOff(calendar: Calendar, community: Community, member: Member): DaysOff {
  if (!member.daysOff) return () => false;
  return daysOffIn(calendar, community.mode, member.country ?? (community.mode === 'work' ? community.country : null));
}

/** Whether what comes weekly on a weekday comes on this date: it is that day, or the first after it that is none off. */
export function isDayOf(weekday: Weekday, date: LocalDate, isOff: DaysOff): boolean {
  let day = date;
  while (weekdayOf(day) !== weekday) {
    day = dayBefore(day);
    if (!isOff(day)) return false;
  }
  return true;
}
