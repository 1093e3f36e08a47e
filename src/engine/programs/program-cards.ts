import { dateIn, dayBefore, slotAfter } from '../cadence/slots.ts';
import { clocks, communityZone } from '../cadence/zones.ts';
import { button, buttons, card, context, fields, numbered, options, select, text } from '../card/build.ts';
import type { Block, Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import { promptsOf } from '../content/prompts.ts';
import type { Handling } from '../handling.ts';
import type { EnrolmentId, LocalDate, MemberId, OccurrenceId, TieId } from '../ids.ts';
import type { Member } from '../records/member.ts';
import type { Program } from '../records/program.ts';
import { wordCrowding } from './crowding.ts';
import { COVERED_BY_JOINING } from './enrolling.ts';
import { drawPrompt } from './prompt-card.ts';
import { wordCadence } from './word-cadence.ts';

/** As many rows of buttons as a card holds, less one for a new one and the next page. */
const A_PAGE = 4;

/** Every program with what can be done to it, newest first, page by page. */
export async function programList(handling: Handling, page = 0): Promise<Card> {
  const { texts, stores } = handling;
  const programs = (await stores.programs.list()).filter((program) => program.status !== 'archived');
  const anew = button(texts.say('program.new'), token('program.new'), programs.length === 0 ? 'primary' : 'plain');
  if (programs.length === 0) return card(texts.say('card.neutral'), text(texts.say('program.none')), buttons(anew));
  const shown = programs.toReversed().slice(page * A_PAGE, (page + 1) * A_PAGE);
  const more = programs.length > (page + 1) * A_PAGE;
  return card(
    texts.say('card.neutral'),
    ...shown.flatMap((program, index) => programBlocks(handling, program, programs, numbered(index, shown.length))),
    buttons(anew, ...(more ? [button(texts.say('jar.older'), token('program.page', String(page + 1)))] : [])),
  );
}

const statusButton = ({ texts }: Handling, { id }: Program, to: 'active' | 'paused', number = '') =>
  button(
    `${number}${texts.say(to === 'active' ? 'program.resume' : 'program.pause')}`,
    token('program.status', id, to),
  );

function programBlocks(handling: Handling, program: Program, all: readonly Program[], number = ''): readonly Block[] {
  const { texts, community, now } = handling;
  const today = dateIn(communityZone(community), now);
  const { id, status, cadence, channel } = program;
  const over = status === 'active' && slotAfter(cadence, dayBefore(today)) === null;
  const often = status === 'draft' ? texts.say('program.status.draft') : wordCadence(texts, cadence);
  const set = (to: 'active' | 'paused') => statusButton(handling, program, to, number);
  return [
    text([{ kind: 'bold', text: `${number}${program.name}` }]),
    fields(
      [texts.say('program.often'), often],
      [
        texts.say('program.channel'),
        channel === null ? texts.say('program.channel.none') : { kind: 'channel', id: channel },
      ],
      [texts.say('program.status'), texts.say(over ? 'program.status.over' : `program.status.${status}`)],
    ),
    ...wordCrowding(texts, program, all, today),
    buttons(
      button(`${number}${texts.say('program.preview')}`, token('program.preview', id)),
      button(`${number}${texts.say('program.edit')}`, token('program.edit', id)),
      button(
        `${number}${texts.say('program.when')}`,
        token('program.timing', id),
        status === 'draft' ? 'primary' : 'plain',
      ),
      ...(status === 'active' ? [set('paused')] : status === 'paused' ? [set('active')] : []),
      button(`${number}${texts.say('program.archive')}`, token('program.ending', id)),
    ),
  ];
}

/** One program as it stands, after something was done to it: first what that was. An archived one leaves nothing to do. */
export async function programCard(handling: Handling, program: Program, ...said: readonly Block[]): Promise<Card> {
  const { texts, stores } = handling;
  return card(
    texts.say('card.neutral'),
    ...said,
    ...(program.status === 'archived'
      ? [text([{ kind: 'bold', text: program.name }])]
      : programBlocks(handling, program, await stores.programs.list())),
    buttons(button(texts.say('program.all'), token('program.page', '0'))),
  );
}

/** Asks before a program ends for good, since that cannot be undone. */
export function endingCard(handling: Handling, program: Program): Card {
  const { texts } = handling;
  return card(
    texts.say('card.neutral'),
    text([{ kind: 'bold', text: program.name }]),
    text(texts.say('program.ending')),
    buttons(
      button(texts.say('program.ending.yes'), token('program.status', program.id, 'archived'), 'danger'),
      ...(program.status === 'active' ? [statusButton(handling, program, 'paused')] : []),
      button(texts.say('program.all'), token('program.page', '0')),
    ),
  );
}

/** Said once the program stands: never how many will get it, since who joined is nobody's business. */
export async function createdCard(handling: Handling, program: Program): Promise<Card> {
  const { texts, stores, community, now } = handling;
  const askZone = program.channel !== null && community.zone === null;
  return card(
    texts.say('card.neutral'),
    text(texts.say(program.status === 'draft' ? 'program.draft' : 'program.created')),
    ...programBlocks(handling, program, await stores.programs.list()),
    askZone ? text(texts.say('program.which-clock')) : null,
    askZone ? select(texts.say('join.which-clock'), token('program.zone'), options(clocks(now))) : null,
    context(texts.say(program.kind === COVERED_BY_JOINING ? 'program.who' : 'program.who.offered')),
  );
}

/** The card as a member would get it; its buttons lead nowhere, since it belongs to no occurrence. */
export async function previewCard(
  { texts, origin, stores, community, now }: Handling,
  program: Program,
): Promise<Card> {
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
  const today = dateIn(communityZone(community), now);
  const crowded = wordCrowding(texts, program, await stores.programs.list(), today);
  return {
    ...shown,
    blocks: [text(texts.say('program.preview.note')), ...crowded, { kind: 'divider' }, ...shown.blocks],
  };
}
