import { performance } from 'node:perf_hooks';
import { Temporal } from 'temporal-polyfill';
import type { EnrolmentId, LocalDate, LocalTime, MemberId, ProgramId, Zone } from '../src/engine/ids.ts';
import type { Calendar } from '../src/engine/ports/calendar.ts';
import { nextSlot } from '../src/engine/programs/schedule.ts';
import type { Community } from '../src/engine/records/community.ts';
import type { Member } from '../src/engine/records/member.ts';
import type { Enrolment, Program } from '../src/engine/records/program.ts';
import type { Measured, Scenario } from './scenario.ts';

const DAY = 86_400_000;
const FIRST = Date.UTC(2026, 0, 1);
const END = Date.UTC(2036, 0, 1);
/** A quiet day before the first, so that its own date has begun in every zone. */
const ENROLLED = FIRST - 2 * DAY;

/** By which rule, at a time that clocks like to skip or to show twice, and on which days of the calendar it has to come. */
const WALKS: readonly {
  readonly rule: string;
  readonly time: string;
  readonly due: (day: Date) => boolean;
}[] = [
  { rule: 'FREQ=DAILY', time: '02:30', due: () => true },
  { rule: 'FREQ=WEEKLY;BYDAY=SU', time: '00:30', due: (day) => day.getUTCDay() === 0 },
  {
    rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU',
    time: '01:59',
    due: (day) => (day.getTime() - Date.UTC(2026, 0, 4)) % (14 * DAY) === 0,
  },
  {
    rule: 'FREQ=MONTHLY;BYDAY=-1SU',
    time: '02:00',
    due: (day) => day.getUTCDay() === 0 && monthOf(day, 7) !== monthOf(day, 0),
  },
  { rule: 'FREQ=MONTHLY;BYMONTHDAY=-1', time: '23:59', due: (day) => monthOf(day, 1) !== monthOf(day, 0) },
  {
    rule: 'FREQ=MONTHLY;BYDAY=2SU',
    time: '03:00',
    due: (day) => day.getUTCDay() === 0 && day.getUTCDate() > 7 && day.getUTCDate() <= 14,
  },
];

const monthOf = (day: Date, later: number) => new Date(day.getTime() + later * DAY).getUTCMonth();

/** The clocks of a zone as its transitions tell, without asking Temporal for any local time. */
interface Clocks {
  readonly offset: number;
  readonly changes: readonly { readonly wall: number; readonly offset: number }[];
}

function clocksOf(zone: Zone): Clocks {
  let at = Temporal.Instant.fromEpochMilliseconds(FIRST - 3 * DAY).toZonedDateTimeISO(zone);
  const offset = at.offsetNanoseconds / 1e6;
  const changes: { wall: number; offset: number }[] = [];
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= END + DAY) return { offset, changes };
    const [before, after] = [at.offsetNanoseconds / 1e6, next.offsetNanoseconds / 1e6];
    // What is skipped moves on with the old offset, what is repeated is the first: both belong to the time before.
    changes.push({ wall: next.epochMilliseconds + Math.max(before, after), offset: after });
    at = next;
  }
}

/** When a wall shows a time: its moment by the offset that holds then (RFC 5545 §3.3.5). */
function momentOf(wall: number, { offset, changes }: Clocks): number {
  return wall - (changes.findLast((change) => change.wall <= wall)?.offset ?? offset);
}

interface Found {
  checked: number;
  missing: number;
  doubled: number;
  atAnotherTime: number;
}

const noHolidays: Calendar = { isHoliday: () => false, learn: async () => undefined };

/** Walks as the planner does, from each slot to the next, and compares with the calendar. */
function walk(zone: Zone, clocks: Clocks, { rule, time, due }: (typeof WALKS)[number], found: Found): void {
  const community = { zone } as Community;
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const cadence = { rule, from: '2026-01-01' as LocalDate, until: '2035-12-31' as LocalDate, time: time as LocalTime };
  // Behind a post in the channel: no quiet hours, no day of the member's own.
  const program = { id: '' as ProgramId, cadence, channel: 'C', status: 'active', windowMinutes: 240 } as Program;
  const member = { id: '' as MemberId, place: 'channel', zone, snoozedUntil: null } as Member;
  let one = { id: '' as EnrolmentId, status: 'active', every: 1, lastSlot: null } as Enrolment;
  const came = new Map<string, number>();
  for (let now = ENROLLED; ; ) {
    const next = nextSlot({ community, program, member, enrolment: one, now, calendar: noHolidays });
    if (next.nextSlot === null || next.nextDueAt === null) break;
    if (came.has(next.nextSlot)) found.doubled += 1;
    came.set(next.nextSlot, next.nextDueAt);
    one = { ...one, lastSlot: next.nextSlot };
    now = next.nextDueAt;
  }
  for (let day = FIRST; day < END; day += DAY) {
    if (!due(new Date(day))) continue;
    found.checked += 1;
    const slot = new Date(day).toISOString().slice(0, 10);
    const at = came.get(slot);
    if (at === undefined) found.missing += 1;
    else if (at !== momentOf(day + (hour * 60 + minute) * 60_000, clocks)) found.atAnotherTime += 1;
    came.delete(slot);
  }
  // What the calendar has not.
  found.doubled += came.size;
}

export const dst: Scenario = {
  name: 'dst',
  about:
    'every IANA zone, ten whole years, every change of the clocks: each slot of daily, weekly and monthly rules at awkward times',
  async run() {
    const began = performance.now();
    const found: Found = { checked: 0, missing: 0, doubled: 0, atAnotherTime: 0 };
    let changes = 0;
    for (const zone of Intl.supportedValuesOf('timeZone') as Zone[]) {
      const clocks = clocksOf(zone);
      changes += clocks.changes.length;
      for (const one of WALKS) walk(zone, clocks, one, found);
    }
    const none = (name: string, value: number): Measured => ({
      name,
      value,
      unit: 'slots',
      target: '0',
      met: value === 0,
    });
    return [
      { name: 'dst', value: found.checked, unit: 'slots checked' },
      { name: 'dst-changes', value: changes, unit: 'changes of clocks' },
      none('dst-missing', found.missing),
      none('dst-doubled', found.doubled),
      none('dst-wrong-time', found.atAnotherTime),
      { name: 'dst-took', value: (performance.now() - began) / 1000, unit: 's' },
    ];
  },
};
