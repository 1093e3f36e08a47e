import { z } from 'zod';
import { action, idArg } from '../action.ts';
import { learnDaysOff } from '../cadence/days-off.ts';
import { dateIn } from '../cadence/slots.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import type { LocalDate, OccurrenceId, ProgramId } from '../ids.ts';
import { homeCard } from '../members/home.ts';
import { joined } from '../members/membership.ts';
import { nextSlot } from '../programs/schedule.ts';
import type { Member } from '../records/member.ts';
import type { Enrolment, Occurrence, Program } from '../records/program.ts';
import type { Reply } from '../reply.ts';
import { show, successor } from './open-check-in.ts';

/** What is open now, or a check-in of one's own accord: at most one a day and program. */
export async function checkInNow(handling: Handling): Promise<Reply> {
  const member = joined(handling);
  const { stores, now } = handling;
  const checkIns = new Set((await stores.programs.list()).filter(isCheckIn).map((program) => program.id));
  const open = (await stores.occurrences.open(member.id, now)).find((one) => checkIns.has(one.program));
  if (open !== undefined) return show(handling, open.id, 'private');
  for (const enrolment of await stores.enrolments.of(member.id)) {
    const program = await stores.programs.get(enrolment.program);
    if (program?.status !== 'active' || !isCheckIn(program)) continue;
    return show(handling, (await startOwn(handling, member, program, enrolment)).id, 'private');
  }
  throw new UserError('checkin.none');
}

const isCheckIn = (program: Program) => program.kind === 'check-in';

/** Counts as today's slot of the enrolment, so that nobody is asked twice on one day. */
async function startOwn(
  handling: Handling,
  member: Member,
  program: Program,
  enrolment: Enrolment,
): Promise<Occurrence> {
  const { stores, now, random } = handling;
  const today = dateIn(member.zone, now);
  // Ahead of today after a journey westwards over midnight: that day has been asked about already.
  const slot: LocalDate = enrolment.lastSlot !== null && enrolment.lastSlot > today ? enrolment.lastSlot : today;
  const planned = { ...enrolment, lastSlot: slot };
  await learnDaysOff(handling.calendar, now, handling.community, member);
  const next = nextSlot({ ...handling, program, member, enrolment: planned });
  await stores.enrolments.save([{ ...planned, ...next }]);
  return stores.occurrences.add({
    id: random.id() as OccurrenceId,
    program: program.id,
    enrolment: enrolment.id,
    member: member.id,
    slot,
    dueAt: now,
    expiresAt: now + program.expiryMinutes * 60_000,
    state: 'waiting',
    prompt: null,
    question: null,
  });
}

const now = action({
  name: 'checkin.now',
  answer: 'private',
  who: 'member',
  args: z.tuple([]),
  run: checkInNow,
});

/** The doorbell's button: opens that member's own prompt, for them alone; who has none finds what there is in home. */
const ring = action({
  name: 'doorbell.open',
  answer: 'private',
  who: 'member',
  args: z.tuple([idArg, z.iso.date()]),
  run: async (handling, [program, slot]) => {
    const member = joined(handling);
    const mine = await handling.stores.occurrences.inSlot(program as ProgramId, slot as LocalDate, member.id);
    // An old post leads to what is open now.
    if (mine !== null) return show(handling, ((await successor(handling, mine)) ?? mine).id, 'private');
    const rung = await handling.stores.programs.get(program as ProgramId);
    return rung?.kind === 'check-in' ? checkInNow(handling) : { kind: 'private', card: await homeCard(handling) };
  },
});

export const ownCheckInActions = [now, ring];
