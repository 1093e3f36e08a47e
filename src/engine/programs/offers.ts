import { button, buttons, text } from '../card/build.ts';
import type { Block } from '../card/card.ts';
import { token } from '../card/token.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import type { ProgramId } from '../ids.ts';
import type { Member } from '../records/member.ts';
import type { Program, ProgramKind } from '../records/program.ts';
import { COVERED_BY_JOINING, enrol } from './enrolling.ts';
import { cadenceFor } from './schedule.ts';
import { wordWhen } from './word-cadence.ts';

type Offered = Program & { readonly kind: Exclude<ProgramKind, typeof COVERED_BY_JOINING> };
const isOffered = (program: Program): program is Offered => program.kind !== COVERED_BY_JOINING;

/** For the home card: the newest program the member has neither taken up nor declined. It is offered there; *What I agreed to* has it at any time. */
export async function offers({ texts, stores, community }: Handling, member: Member): Promise<readonly Block[]> {
  const known = new Set((await stores.enrolments.of(member.id)).map((enrolment) => enrolment.program));
  const program = (await stores.programs.list())
    .filter(isOffered)
    .findLast((one) => one.status === 'active' && !known.has(one.id));
  if (program === undefined) return [];
  const cadence = wordWhen(texts, cadenceFor(community, program, member), member.zone);
  return [
    text(texts.say(`offer.${program.kind}`, { program: program.name, cadence })),
    buttons(
      button(texts.say('offer.yes'), token('offer.answer', program.id, 'yes'), 'primary'),
      button(texts.say('join.no'), token('offer.answer', program.id, 'no')),
    ),
  ];
}

/**
 * A member's yes or no to one program, at any time: *yes* is to each time it comes, also after *Less often*; *no* stops it at once, also what is not sent yet.
 * @throws UserError when it is archived or of another community
 */
export async function decide(handling: Handling, member: Member, id: ProgramId, yes: boolean): Promise<Program> {
  const { stores } = handling;
  const program = await stores.programs.get(id);
  const enrolment = program === null ? null : await enrol(handling, program, member, yes ? 1 : null);
  if (program === null || enrolment === null) throw new UserError('program.gone');
  if (!yes) {
    await stores.enrolments.save([{ ...enrolment, status: 'ended', nextSlot: null, nextDueAt: null }]);
    await stores.occurrences.miss({ enrolment: enrolment.id });
  }
  return program;
}
