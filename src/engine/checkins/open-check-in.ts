import { afterReply } from '../cadence/ladder.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import type { OccurrenceId } from '../ids.ts';
import { joined } from '../members/membership.ts';
import { replanMember, wake } from '../programs/enrolling.ts';
import { promptCard } from '../programs/prompt-card.ts';
import type { Member } from '../records/member.ts';
import type { Enrolment, Occurrence, Program } from '../records/program.ts';
import type { Reply } from '../reply.ts';
import { type Asked, ask, markShown } from './asking.ts';

/** A prompt that its member may still answer. */
export interface Open {
  readonly member: Member;
  readonly program: Program;
  readonly enrolment: Enrolment;
  readonly asked: Asked;
}

/**
 * One's own check-in that may still be answered, and that nobody else changes until the transaction ends: what two devices bring at
 * once comes one after the other.
 * @throws UserError when it is not there (another community, another person, erased), or a newer one has taken its place.
 */
export async function openCheckIn(handling: Handling, id: string): Promise<Open> {
  const member = joined(handling);
  const { stores, now } = handling;
  const held = await stores.occurrences.hold(id as OccurrenceId);
  if (held?.occurrence.member !== member.id) throw new UserError('checkin.not-here');
  const { occurrence, enrolment } = held;
  if ((await successor(handling, occurrence)) !== null) throw new UserError('checkin.closed');
  const program = await stores.programs.get(occurrence.program);
  if (program === null || program.status === 'archived') throw new UserError('checkin.closed');
  const asked = await ask(stores, program, member, occurrence, now);
  if (asked === null) throw new UserError('checkin.resting');
  return { member, program, enrolment, asked: { ...asked, occurrence: await markShown(stores, asked.occurrence) } };
}

/** The newer one that has taken a check-in's place; `null` as long as it may be answered itself. */
export async function successor(
  { stores, now }: Pick<Handling, 'stores' | 'now'>,
  { enrolment, slot }: Occurrence,
): Promise<Occurrence | null> {
  const newest = await stores.occurrences.newest(enrolment);
  return newest !== null && newest.slot > slot && newest.dueAt <= now ? newest : null;
}

/** Shows a check-in privately. */
export async function show(handling: Handling, id: string, kind: 'private' | 'update'): Promise<Reply> {
  const { member, program, asked } = await openCheckIn(handling, id);
  const shown = await promptCard(handling.stores, handling.texts, member, program, asked, handling.now);
  if (shown === null) throw new UserError('reachout.nobody-due');
  return { kind, card: shown };
}

/** Somebody answered in any way: back to the pace they chose, and from the quiet after a goodbye with all that went quiet. */
export async function signOfLife(handling: Handling, { enrolment }: Open): Promise<void> {
  const { stores } = handling;
  if (enrolment.every === enrolment.chosenEvery && enrolment.ignoredInRow === 0) return;
  const { every, ignoredInRow } = afterReply(enrolment.chosenEvery);
  const member = joined(handling);
  const returned = enrolment.status === 'quiet';
  await stores.enrolments.save([{ ...enrolment, every, ignoredInRow, status: returned ? 'active' : enrolment.status }]);
  if (returned) await wake(handling, member);
  await replanMember(handling, member);
}
