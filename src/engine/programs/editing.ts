import { z } from 'zod';
import { action, idArg } from '../action.ts';
import { dateIn } from '../cadence/slots.ts';
import { communityZone } from '../cadence/zones.ts';
import { fields, text } from '../card/build.ts';
import type { Block, Inline, Input, Modal } from '../card/card.ts';
import type { Texts } from '../content/texts.ts';
import type { Handling } from '../handling.ts';
import { invalid } from '../invalid.ts';
import type { Program } from '../records/program.ts';
import type { Reply } from '../reply.ts';
import { enrolJoined, replanProgram } from './enrolling.ts';
import { marksOf, merge, type Typed } from './merging.ts';
import { programCard } from './program-cards.ts';
import type { Problems } from './program-modal.ts';
import { note, standing } from './standing.ts';
import { readWhat, typedWhat, WHAT, whatFields, whatModal } from './what-modal.ts';
import { readWhen, typedWhen, WHEN, whenFields, whenModal } from './when-modal.ts';

const marksArg = z.string().regex(/^[0-9a-z]{35}$/);

/** One of the two modals in which a program is edited. */
interface Half<Name extends string> {
  readonly names: readonly Name[];
  readonly draw: (texts: Texts, program: Program, typed: Typed<Name>, marks: string) => Modal;
  readonly fieldsOf: (program: Program) => Typed<Name>;
  readonly read: (
    handling: Handling,
    program: Program,
    typed: Typed<Name>,
  ) => { readonly program: Program } | { readonly problems: Problems };
}

const what: Half<(typeof WHAT)[number]> = {
  names: WHAT,
  draw: whatModal,
  fieldsOf: whatFields,
  read: ({ texts }, program, typed) => readWhat(texts, program, typed),
};

const when: Half<(typeof WHEN)[number]> = {
  names: WHEN,
  draw: whenModal,
  fieldsOf: whenFields,
  read: ({ texts, community, now }, program, typed) =>
    readWhen(texts, program, typed, dateIn(communityZone(community), now)),
};

async function open<Name extends string>(handling: Handling, id: string, half: Half<Name>): Promise<Reply> {
  const program = await standing(handling, id);
  const standingNow = half.fieldsOf(program);
  const marks = marksOf(half.names, standingNow);
  return { kind: 'modal', modal: half.draw(handling.texts, program, standingNow, marks) };
}

/** Takes an edit at once for all that is not sent yet. What another organizer changed meanwhile stays, but where both changed the same. */
async function save<Name extends string>(
  handling: Handling,
  id: string,
  marks: string,
  half: Half<Name>,
  typed: Typed<Name>,
): Promise<Reply> {
  const { texts, stores } = handling;
  const before = await standing(handling, id);
  const theirs = half.fieldsOf(before);
  const { merged, overruled } = merge(half.names, typed, marks, theirs);
  const read = half.read(handling, before, merged);
  if ('problems' in read) return invalid(texts, half.draw(texts, before, merged, marks), read.problems);
  const { program } = read;
  await stores.programs.save(program);
  await replanProgram(handling, program, true);
  if (before.status === 'draft') await enrolJoined(handling, program);
  await note(handling, 'program.edit', program);
  const said = text(texts.say(before.status === program.status ? 'program.saved' : 'program.created'));
  const lost = overruled.length === 0 ? [] : theirsWas(texts, half.draw(texts, before, theirs, ''), overruled);
  return { kind: 'update', card: await programCard(handling, program, said, ...lost) };
}

/** What another organizer had said, as their modal would show it. */
function theirsWas(texts: Texts, { inputs }: Modal, names: readonly string[]): readonly Block[] {
  const rows = inputs.filter(({ name }) => names.includes(name)).map((input) => [input.label, shownIn(input)] as const);
  return [text(texts.say('program.saved.overruled')), fields(...rows)];
}

function shownIn(input: Input): Inline {
  if (input.kind === 'text') return input.initial || '–';
  const { choice } = input;
  if (choice.kind === 'channel') return choice.chosen === null ? '–' : { kind: 'channel', id: choice.chosen };
  return choice.kind === 'options' ? (choice.options.find(({ value }) => value === choice.chosen)?.label ?? '–') : '–';
}

const openWhat = action({
  name: 'program.edit',
  answer: 'modal',
  who: 'organizer',
  args: z.tuple([idArg]),
  run: (handling, [id]) => open(handling, id, what),
});

const openWhen = action({
  name: 'program.timing',
  answer: 'modal',
  who: 'organizer',
  args: z.tuple([idArg]),
  run: (handling, [id]) => open(handling, id, when),
});

const saveWhat = action({
  name: 'program.what',
  answer: 'update',
  who: 'organizer',
  args: z.tuple([idArg, marksArg]),
  run: (handling, [id, marks], pressed) => save(handling, id, marks, what, typedWhat(pressed.fields)),
});

const saveWhen = action({
  name: 'program.when',
  answer: 'update',
  who: 'organizer',
  args: z.tuple([idArg, marksArg]),
  run: (handling, [id, marks], pressed) => save(handling, id, marks, when, typedWhen(pressed.fields)),
});

export const editingActions = [openWhat, openWhen, saveWhat, saveWhen];
