import { z } from 'zod';
import { action } from '../action.ts';
import { card, options, select, text } from '../card/build.ts';
import type { Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import { letters } from '../content/letters.ts';
import { slips } from '../content/slips.ts';
import type { Texts } from '../content/texts.ts';
import type { Handling } from '../handling.ts';
import type { Program } from '../records/program.ts';
import { previewCard, programCard } from './program-cards.ts';
import { changeStatus, standing } from './standing.ts';
import { wordCadence } from './word-cadence.ts';

/** What can be done to a program that is named. */
const VERBS = ['edit', 'preview', 'pause', 'resume', 'archive'] as const;
export type Verb = (typeof VERBS)[number];

/** A select shows no more. */
const MOST_CHOICES = 25;
const MOST_LABEL = 75;

/** Does it to the program of that name, or asks which one is meant. */
export async function byName(handling: Handling, verb: Verb, name: string): Promise<Card> {
  const { texts, stores } = handling;
  const programs = (await stores.programs.list()).filter(({ status }) => status !== 'archived').toReversed();
  if (name.trim() === '')
    return choice(
      texts,
      verb,
      programs.filter((program) => fits(verb, program)),
    );
  const meant = named(programs, name);
  const [only] = meant;
  // What cannot be undone is not done on the first letters of a name.
  const certain = verb !== 'archive' || folded(only?.name ?? '') === folded(name);
  if (meant.length === 1 && only !== undefined && certain) return perform(handling, verb, only.id);
  if (meant.length > 0) return choice(texts, verb, meant);
  const fitting = programs.filter((program) => fits(verb, program));
  const nearest = nearestTo(fitting, name);
  const said = nearest === undefined ? 'program.unknown' : 'program.unknown.near';
  return choice(texts, verb, fitting, texts.say(said, { typed: name, nearest: nearest?.name ?? '' }));
}

function fits(verb: Verb, { status }: Program): boolean {
  switch (verb) {
    case 'pause':
      return status === 'active';
    case 'resume':
      return status === 'paused';
    case 'edit':
    case 'preview':
    case 'archive':
      return true;
    default:
      return verb satisfies never;
  }
}

const folded = (name: string) => name.normalize('NFKD').replace(/\p{M}/gu, '').trim().toLowerCase();

/** Those of exactly that name; where there is none, those whose name begins so. Case and accents do not matter. */
function named(programs: readonly Program[], name: string): readonly Program[] {
  const wanted = folded(name);
  const exact = programs.filter((program) => folded(program.name) === wanted);
  return exact.length > 0 ? exact : programs.filter((program) => folded(program.name).startsWith(wanted));
}

/** One whose name somebody may have meant: at most a third of the letters slipped. */
function nearestTo(programs: readonly Program[], name: string): Program | undefined {
  const wanted = folded(name);
  return programs
    .map((program) => ({ program, far: slips(wanted, folded(program.name)) }))
    .filter(({ far }) => far * 3 <= Math.max(wanted.length, 3))
    .toSorted((one, other) => one.far - other.far)[0]?.program;
}

function choice(texts: Texts, verb: Verb, programs: readonly Program[], said?: string): Card {
  if (programs.length === 0) return card(texts.say('card.neutral'), text(texts.say('program.nothing-to')));
  const list = programs
    .slice(0, MOST_CHOICES)
    .map((program) => ({ value: program.id, label: labelOf(texts, program) }));
  return card(
    texts.say('card.neutral'),
    said === undefined ? null : text(said),
    text(texts.say(`program.which.${verb}`)),
    select(texts.say('modal.choose'), token('program.pick', verb), options(list)),
  );
}

/** With its cadence, since two may have one name. */
function labelOf(texts: Texts, program: Program): string {
  const said = program.status === 'draft' ? texts.say('program.status.draft') : wordCadence(texts, program.cadence);
  return letters(`${program.name} · ${said}`).slice(0, MOST_LABEL).join('');
}

async function perform(handling: Handling, verb: Verb, id: string): Promise<Card> {
  const { texts } = handling;
  const program = await standing(handling, id);
  switch (verb) {
    case 'edit':
      return programCard(handling, program);
    case 'preview':
      return previewCard(handling, program);
    case 'pause':
      return programCard(
        handling,
        await changeStatus(handling, program, 'paused'),
        text(texts.say('program.done.pause')),
      );
    case 'resume':
      return programCard(
        handling,
        await changeStatus(handling, program, 'active'),
        text(texts.say('program.done.resume')),
      );
    case 'archive':
      return programCard(
        handling,
        await changeStatus(handling, program, 'archived'),
        text(texts.say('program.done.archive')),
      );
    default:
      return verb satisfies never;
  }
}

const pick = action({
  name: 'program.pick',
  answer: 'update',
  who: 'organizer',
  args: z.tuple([z.enum(VERBS)]),
  run: async (handling, [verb], { values }) => ({
    kind: 'update',
    card: await perform(handling, verb, values[0] ?? ''),
  }),
});

export const pickingActions = [pick];
