import type {
  CommunityId,
  EnrolmentId,
  EpochMs,
  LocalDate,
  LocalTime,
  MemberId,
  ProgramId,
  Zone,
} from '../../../src/engine/ids.ts';
import type { Calendar } from '../../../src/engine/ports/calendar.ts';
import type { Scheduling } from '../../../src/engine/programs/schedule.ts';
import type { Community } from '../../../src/engine/records/community.ts';
import type { Member } from '../../../src/engine/records/member.ts';
import type { Enrolment, Program } from '../../../src/engine/records/program.ts';

/** A calendar in which no day is a holiday. */
export const workdays: Calendar = { isHoliday: () => false, learn: async () => undefined };

/** A community, a weekly program on Mondays at ten, a member and an enrolment, each as it is but for what a test is about. */

export const community = (given: Partial<Community> = {}): Community => ({
  id: 'C' as CommunityId,
  platform: 'local',
  externalId: 'T1',
  name: 'Harbour',
  mode: 'community',
  language: 'en',
  zone: 'Europe/London' as Zone,
  country: null,
  minors: true,
  channel: null,
  setUpAt: null,
  createdAt: 0,
  ...given,
});

export const program = (given: Partial<Program> & { readonly rule?: string } = {}): Program => {
  const { rule = 'FREQ=WEEKLY;BYDAY=MO', ...rest } = given;
  return {
    id: 'P' as ProgramId,
    kind: 'check-in',
    name: 'The gentle week',
    cadence: { rule, from: '2026-01-01' as LocalDate, until: null, time: '10:00' as LocalTime },
    windowMinutes: 240,
    expiryMinutes: 1440,
    pack: 'today',
    channel: null,
    ownDay: true,
    status: 'active',
    createdAt: 0,
    ...rest,
  };
};

export const member = (given: Partial<Member> = {}): Member => ({
  id: 'M' as MemberId,
  externalId: 'U1',
  name: 'Sam',
  zone: 'Europe/Berlin' as Zone,
  language: 'en',
  place: 'direct',
  weekday: 1,
  time: '10:00' as LocalTime,
  quietFrom: '21:00' as LocalTime,
  quietTo: '08:00' as LocalTime,
  snoozedUntil: null,
  country: null,
  daysOff: true,
  publicThanks: null,
  ledger: null,
  status: 'joined',
  joinedAt: 0,
  eraseAt: null,
  leavesNotes: false,
  ...given,
});

export const enrolment = (given: Partial<Enrolment> = {}): Enrolment => ({
  id: 'E' as EnrolmentId,
  program: 'P' as ProgramId,
  member: 'M' as MemberId,
  status: 'active',
  every: 1,
  chosenEvery: 1,
  ignoredInRow: 0,
  lastSlot: null,
  nextSlot: null,
  nextDueAt: null,
  ...given,
});

/** What a slot is asked of. */
export const scheduling = (
  here: Community,
  of: Program,
  who: Member,
  one: Enrolment,
  now: EpochMs,
  calendar: Calendar = workdays,
): Scheduling => ({ community: here, program: of, member: who, enrolment: one, now, calendar });
