import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import type { ProgramId } from '../ids.ts';
import type { Program } from '../records/program.ts';
import { replanProgram } from './enrolling.ts';

/**
 * A program that is not archived, locked until this event is handled: of two organizers at once, the later sees what the earlier did.
 * @throws UserError when this community has no such program.
 */
export async function standing({ stores }: Handling, id: string): Promise<Program> {
  const program = await stores.programs.lock(id as ProgramId);
  if (program === null || program.status === 'archived') throw new UserError('program.gone');
  return program;
}

/**
 * Pauses, resumes or archives, at once for everything that is not sent. What a pause took back still comes, once, when the pause ends within
 * its window.
 * @throws UserError for a draft, which has nothing to pause or resume.
 */
export async function changeStatus(
  handling: Handling,
  before: Program,
  status: 'active' | 'paused' | 'archived',
): Promise<Program> {
  if (before.status === 'draft' && status !== 'archived') throw new UserError('program.draft.first');
  const { stores } = handling;
  const program = { ...before, status };
  await stores.programs.save(program);
  if (status === 'archived') await stores.deliveries.drop({ program: program.id }, status);
  await replanProgram(handling, program);
  if (status !== 'active') {
    // What was begun and got no answer is not taken back: it may have arrived.
    await stores.deliveries.drop({ program: program.id }, status);
    await stores.occurrences.miss({ program: program.id });
  }
  await note(handling, `program.${status}`, program);
  return program;
}

/** Enters into the audit what an organizer did to a program. */
export async function note({ stores, origin, now }: Handling, action: string, program: Program): Promise<void> {
  await stores.audit.add({ actor: origin.person.externalId, action, target: program.id, at: now });
}
