import { z } from 'zod';
import { action, idArg } from '../action.ts';
import { UTC, zoneNamed } from '../cadence/zones.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import type { ProgramId } from '../ids.ts';
import { invalid } from '../invalid.ts';
import type { Program } from '../records/program.ts';
import type { Reply } from '../reply.ts';
import { enrolJoined, replanProgram } from './enrolling.ts';
import { takesOwnDay } from './own-day.ts';
import { createdCard, endingCard, previewCard, programList } from './program-cards.ts';
import { NEW_PROGRAM, programFields, programModal, readProgram } from './program-modal.ts';
import { changeStatus, standing } from './standing.ts';

/** Sent at the latest this long after its time (minutes). */
export const WINDOW_MINUTES = 4 * 60;
/** Counts as unanswered after this (minutes). */
export const EXPIRY_MINUTES = 24 * 60;

/** The empty modal of a new program. */
export function newProgram({ texts }: Handling): Reply {
  return { kind: 'modal', modal: programModal(texts, NEW_PROGRAM) };
}

const openNew = action({
  name: 'program.new',
  answer: 'modal',
  who: 'organizer',
  args: z.tuple([]),
  run: async (handling) => newProgram(handling),
});

const create = action({
  name: 'program.create',
  answer: 'private',
  who: 'organizer',
  args: z.tuple([]),
  run: async (handling, _args, pressed) => {
    const { texts, stores, now, random, community, origin } = handling;
    const typed = programFields(pressed.fields);
    const zone = community.zone ?? zoneNamed(origin.person.zone ?? '');
    const read = readProgram(texts, typed, now, zone ?? UTC);
    if ('problems' in read) return invalid(texts, programModal(texts, typed), read.problems);
    const program: Program = {
      ...read.program,
      id: random.id() as ProgramId,
      windowMinutes: WINDOW_MINUTES,
      expiryMinutes: EXPIRY_MINUTES,
      ownDay: takesOwnDay(read.program.kind, await stores.programs.list()),
      createdAt: now,
    };
    const settled = { ...community, zone };
    if (zone !== community.zone) await handling.allStores.communities.save(settled);
    await stores.programs.add(program);
    const within = { ...handling, community: settled };
    await enrolJoined(within, program);
    await stores.audit.add({ actor: origin.person.externalId, action: 'program.create', target: program.id, at: now });
    return { kind: 'private', card: await createdCard(within, program) };
  },
});

const zone = action({
  name: 'program.zone',
  answer: 'update',
  who: 'organizer',
  args: z.tuple([]),
  run: async (handling, _args, { values }) => {
    const chosen = zoneNamed(values[0] ?? '');
    if (chosen === null) throw new UserError('problem.zone');
    const { stores, origin, now } = handling;
    const community = { ...handling.community, zone: chosen };
    await handling.allStores.communities.save(community);
    await stores.audit.add({ actor: origin.person.externalId, action: 'setup', target: null, at: now });
    for (const program of await stores.programs.list()) await replanProgram({ ...handling, community }, program);
    return { kind: 'update', card: await programList({ ...handling, community }) };
  },
});

const setStatus = action({
  name: 'program.status',
  answer: 'update',
  who: 'organizer',
  args: z.tuple([idArg, z.enum(['active', 'paused', 'archived'])]),
  run: async (handling, [id, status]) => {
    await changeStatus(handling, await standing(handling, id), status);
    return { kind: 'update', card: await programList(handling) };
  },
});

const ending = action({
  name: 'program.ending',
  answer: 'update',
  who: 'organizer',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => ({ kind: 'update', card: endingCard(handling, await standing(handling, id)) }),
});

const nextPage = action({
  name: 'program.page',
  answer: 'update',
  who: 'organizer',
  args: z.tuple([z.string().regex(/^\d{1,2}$/)]),
  run: async (handling, [page]) => ({ kind: 'update', card: await programList(handling, Number(page)) }),
});

const preview = action({
  name: 'program.preview',
  answer: 'private',
  who: 'organizer',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => ({ kind: 'private', card: await previewCard(handling, await standing(handling, id)) }),
});

export const programActions = [openNew, create, zone, setStatus, ending, nextPage, preview];
