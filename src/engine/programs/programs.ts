import { z } from 'zod';
import { action } from '../action.ts';
import { clocks, zoneNamed } from '../cadence/zones.ts';
import { button, buttons, card, context, fields, options, select, text } from '../card/build.ts';
import type { Block, Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import { promptsOf } from '../content/prompts.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import type { EnrolmentId, LocalDate, MemberId, OccurrenceId, ProgramId, TieId, Zone } from '../ids.ts';
import { invalid } from '../invalid.ts';
import type { Member, Program } from '../records.ts';
import type { Reply } from '../reply.ts';
import { COVERED_BY_JOINING, enrol, replanProgram } from './enrolling.ts';
import { NEW_PROGRAM, programFields, programModal, readProgram } from './program-modal.ts';
import { drawPrompt } from './prompt-card.ts';
import { wordCadence } from './recurrences.ts';

/** Sent at the latest this long after its time (minutes). */
const WINDOW_MINUTES = 4 * 60;
/** Counts as unanswered after this (minutes). */
const EXPIRY_MINUTES = 24 * 60;

const idArg = z.string().regex(/^[0-9A-Za-z]{22}$/);

/** The empty modal of a new program. */
export function newProgram({ texts }: Handling): Reply {
  return { kind: 'modal', modal: programModal(texts, NEW_PROGRAM) };
}

/** As many rows of buttons as a card holds, less one for the next page. */
const A_PAGE = 4;

/** Every program with what can be done to it, newest first, page by page. */
export async function programList(handling: Handling, page = 0): Promise<Card> {
  const { texts, stores } = handling;
  const programs = (await stores.programs.list()).filter((program) => program.status !== 'archived');
  if (programs.length === 0) return card(texts.say('card.neutral'), text(texts.say('program.none')));
  const shown = programs.toReversed().slice(page * A_PAGE, (page + 1) * A_PAGE);
  const more = programs.length > (page + 1) * A_PAGE;
  return card(
    texts.say('card.neutral'),
    ...shown.flatMap((program) => programBlocks(handling, program)),
    more ? buttons(button(texts.say('jar.older'), token('program.page', String(page + 1)))) : null,
  );
}

function programBlocks({ texts }: Handling, program: Program): readonly Block[] {
  const paused = program.status === 'paused';
  return [
    text([{ kind: 'bold', text: program.name }]),
    fields(
      [texts.say('program.often'), wordCadence(texts, program.cadence)],
      [
        texts.say('program.channel'),
        program.channel === null ? texts.say('program.channel.none') : { kind: 'channel', id: program.channel },
      ],
      [texts.say('program.status'), texts.say(`program.status.${program.status}`)],
    ),
    buttons(
      button(texts.say('program.preview'), token('program.preview', program.id)),
      paused
        ? button(texts.say('program.resume'), token('program.status', program.id, 'active'))
        : button(texts.say('program.pause'), token('program.status', program.id, 'paused')),
      button(texts.say('program.archive'), token('program.status', program.id, 'archived'), 'danger'),
    ),
  ];
}

/** Said once the program stands: never how many will get it, since who joined is nobody's business. */
function createdCard(handling: Handling, program: Program): Card {
  const { texts, community, now } = handling;
  const askZone = program.channel !== null && community.zone === null;
  return card(
    texts.say('card.neutral'),
    text(texts.say('program.created')),
    ...programBlocks(handling, program),
    askZone ? text(texts.say('program.which-clock')) : null,
    askZone ? select(texts.say('join.which-clock'), token('program.zone'), options(clocks(now))) : null,
    context(texts.say('program.who')),
  );
}

const create = action({
  name: 'program.create',
  answer: 'private',
  who: 'organizer',
  args: z.tuple([]),
  run: async (handling, _args, pressed) => {
    const { texts, stores, now, random, community, origin } = handling;
    const typed = programFields(pressed.fields);
    const zone = community.zone ?? zoneNamed(origin.person.zone ?? '');
    const read = readProgram(texts, typed, now, zone ?? ('UTC' as Zone));
    if ('problems' in read) return invalid(texts, programModal(texts, typed), read.problems);
    const program: Program = {
      ...read.program,
      id: random.id() as ProgramId,
      windowMinutes: WINDOW_MINUTES,
      expiryMinutes: EXPIRY_MINUTES,
      status: 'active',
      createdAt: now,
    };
    const settled = { ...community, zone };
    if (zone !== community.zone) await handling.allStores.communities.save(settled);
    await stores.programs.add(program);
    const within = { ...handling, community: settled };
    if (program.kind === COVERED_BY_JOINING) {
      for (const member of await stores.members.joined()) await enrol(within, program, member);
    }
    await stores.audit.add({ actor: origin.person.externalId, action: 'program.create', target: program.id, at: now });
    return { kind: 'private', card: createdCard(within, program) };
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
    const community = { ...handling.community, zone: chosen };
    await handling.allStores.communities.save(community);
    for (const program of await handling.stores.programs.list())
      await replanProgram({ ...handling, community }, program);
    return { kind: 'update', card: await programList({ ...handling, community }) };
  },
});

async function find(handling: Handling, id: string): Promise<Program> {
  const program = await handling.stores.programs.get(id as ProgramId);
  if (program === null || program.status === 'archived') throw new UserError('program.gone');
  return program;
}

const setStatus = action({
  name: 'program.status',
  answer: 'update',
  who: 'organizer',
  args: z.tuple([idArg, z.enum(['active', 'paused', 'archived'])]),
  run: async (handling, [id, status]) => {
    const { stores, origin, now } = handling;
    const program = { ...(await find(handling, id)), status };
    await stores.programs.save(program);
    if (status !== 'active') {
      await stores.deliveries.drop({ program: program.id }, status);
      await stores.occurrences.miss({ program: program.id });
    }
    await replanProgram(handling, program);
    await stores.audit.add({
      actor: origin.person.externalId,
      action: `program.${status}`,
      target: program.id,
      at: now,
    });
    return { kind: 'update', card: await programList(handling) };
  },
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
  run: async (handling, [id]) => ({ kind: 'private', card: previewCard(handling, await find(handling, id)) }),
});

/** The card as a member would get it; its buttons lead nowhere, since it belongs to no occurrence. */
function previewCard({ texts, origin }: Handling, program: Program): Card {
  const nobody = '0'.repeat(22);
  const member = { name: origin.person.name, id: nobody as MemberId } as Member;
  const [prompt] = promptsOf(program.pack);
  if (prompt === undefined) throw new Error(`empty pack ${program.pack}`);
  const occurrence = {
    id: nobody as OccurrenceId,
    program: program.id,
    enrolment: nobody as EnrolmentId,
    member: member.id,
    slot: '2026-01-01' as LocalDate,
    dueAt: 0,
    expiresAt: 0,
    state: 'shown',
    prompt: prompt.key,
    question: texts.say(prompt.key),
  } as const;
  const shown = drawPrompt(texts, member, program, { occurrence, prompt }, null, nobody as TieId);
  return { ...shown, blocks: [text(texts.say('program.preview.note')), { kind: 'divider' }, ...shown.blocks] };
}

export const programActions = [create, zone, setStatus, nextPage, preview];
