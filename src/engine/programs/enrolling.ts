import { learnDaysOff } from '../cadence/days-off.ts';
import { afterReply } from '../cadence/ladder.ts';
import { dayBefore } from '../cadence/slots.ts';
import type { Handling } from '../handling.ts';
import type { EnrolmentId } from '../ids.ts';
import type { Member } from '../records/member.ts';
import type { Enrolment, Program } from '../records/program.ts';
import { putOff } from './putting-off.ts';
import { nextSlot, replan, unplanned, withoutSurprise } from './schedule.ts';

type Within = Pick<Handling, 'stores' | 'community' | 'now' | 'random' | 'calendar'>;
type Planning = Within & Pick<Handling, 'log'>;

/** What is done for many must not fail for one: who cannot be planned (their zone may be unknown here) is told by id and left to the planner. */
function planned(
  { community, log, now }: Pick<Planning, 'community' | 'log' | 'now'>,
  as: Enrolment,
  plan: () => Enrolment,
): Enrolment {
  try {
    return plan();
  } catch (error) {
    log.error('plan.failed', error, { community: community.id, enrolment: as.id });
    // The slot it had may be none of the program any more.
    return putOff({ ...as, nextSlot: null }, now);
  }
}

/**
 * Enrols a member in a program their consent covers; somebody who was enrolled before goes on from the slot last planned, and at the pace they had chosen
 * unless they choose another now.
 */
export async function enrol(
  within: Planning,
  program: Program,
  member: Member,
  pace: number | null = null,
): Promise<Enrolment | null> {
  if (program.status === 'archived' || program.status === 'draft') return null;
  const { stores, community, now, random, calendar } = within;
  await learnDaysOff(calendar, now, community, member);
  const before = (await stores.enrolments.of(member.id)).find((one) => one.program === program.id);
  const chosenEvery = pace ?? before?.chosenEvery ?? 1;
  const enrolment: Enrolment = {
    id: before?.id ?? (random.id() as EnrolmentId),
    program: program.id,
    member: member.id,
    lastSlot: before?.lastSlot ?? null,
    status: 'active',
    every: chosenEvery,
    chosenEvery,
    ignoredInRow: 0,
    nextSlot: null,
    nextDueAt: null,
  };
  return stores.enrolments.put(
    planned(within, enrolment, () => {
      const anew = { ...enrolment, ...nextSlot({ ...within, program, member, enrolment }) };
      return withoutSurprise({ ...within, program, member, enrolment: anew }, null);
    }),
  );
}

/** What joining itself agrees to; every other kind is offered and agreed to by itself. */
export const COVERED_BY_JOINING = 'check-in';

/** Plans a member's enrolments anew after something about the member changed. */
export async function replanMember(within: Omit<Within, 'random'>, member: Member): Promise<void> {
  const { stores, community, now, calendar } = within;
  await learnDaysOff(calendar, now, community, member);
  const programs = new Map((await stores.programs.list()).map((program) => [program.id, program]));
  const changed = (await stores.enrolments.of(member.id)).flatMap((enrolment) => {
    const program = programs.get(enrolment.program);
    return program === undefined ? [] : [{ ...enrolment, ...replan({ ...within, program, member, enrolment }) }];
  });
  await stores.enrolments.save(changed);
}

/** Enrols everybody whose joining covers a program that begins. */
export async function enrolJoined(within: Planning, program: Program): Promise<void> {
  if (program.kind !== COVERED_BY_JOINING || program.status !== 'active') return;
  for (const member of await within.stores.members.joined()) await enrol(within, program, member);
}

/**
 * Plans all enrolments of a program anew after the program changed. What is planned and not begun is taken back first, so that the change holds
 * at once; a slot the program still has comes all the same, once.
 * @param edited a slot of today that only the edit made, and whose time has gone by, is left out; after a pause such a slot comes within its window
 */
export async function replanProgram(within: Omit<Planning, 'random'>, program: Program, edited = false): Promise<void> {
  const { stores, community, now, calendar } = within;
  const members = new Map((await stores.members.joined()).map((member) => [member.id, member]));
  await learnDaysOff(calendar, now, community, ...members.values());
  // Locked before their deliveries are looked for: a planner at work has either written all of them, or begins after us.
  const enrolments = await stores.enrolments.in(program.id);
  const withdrawn = new Map((await stores.deliveries.withdraw(program.id)).map((one) => [one.enrolment, one]));
  const changed = enrolments.flatMap((enrolment) => {
    const member = members.get(enrolment.member);
    if (member === undefined) return [];
    const back = withdrawn.get(enrolment.id);
    const before = back === undefined ? enrolment : { ...enrolment, nextSlot: back.slot, nextDueAt: back.dueAt };
    // What was taken back is nothing that was planned.
    const unsure = back === undefined ? enrolment : { ...enrolment, lastSlot: dayBefore(back.slot) };
    const anew = planned(within, unsure, () => {
      const planning = { ...within, program, member, enrolment };
      const next = back === undefined ? { ...enrolment, ...replan(planning) } : unplanned(planning, back);
      return edited ? withoutSurprise({ ...planning, enrolment: next }, before.nextSlot) : next;
    });
    return [anew];
  });
  await stores.enrolments.save(changed);
}

/** Somebody says that they are back: everything they agreed to goes on at the pace they chose, what had gone quiet as well. */
export async function comeBack(within: Within, member: Member): Promise<void> {
  const { enrolments } = within.stores;
  const slowed = (await enrolments.of(member.id)).filter(
    ({ status, ignoredInRow }) => status === 'active' && ignoredInRow > 0,
  );
  await enrolments.save(
    slowed.map((one) => {
      const { every, ignoredInRow } = afterReply(one.chosenEvery);
      return { ...one, every, ignoredInRow };
    }),
  );
  await wake(within, member);
  await replanMember(within, member);
}

/** Wakes what had gone quiet after the goodbye: the member is back, and is asked from the next slot on, not at once. */
export async function wake(within: Omit<Within, 'random'>, member: Member): Promise<void> {
  const { stores, community, now, calendar } = within;
  const quiet = (await stores.enrolments.of(member.id)).filter((one) => one.status === 'quiet');
  if (quiet.length === 0) return;
  await learnDaysOff(calendar, now, community, member);
  const programs = new Map((await stores.programs.list()).map((program) => [program.id, program]));
  const awake = quiet.flatMap((one): readonly Enrolment[] => {
    const program = programs.get(one.program);
    if (program === undefined) return [];
    const back = { ...one, every: one.chosenEvery, ignoredInRow: 0, status: 'active' as const };
    const anew = { ...back, ...nextSlot({ ...within, program, member, enrolment: back }) };
    return [withoutSurprise({ ...within, program, member, enrolment: anew }, null)];
  });
  await stores.enrolments.save(awake);
}
