import { expect, test } from 'vitest';
import { recipe } from './contributing.ts';
import { Copy } from './copy.ts';

const tried = new URL('tries/walked.ts', import.meta.url);

const walks = `
import { z } from 'zod';
import { action, idArg } from '../action.ts';
import { card, text } from '../card/build.ts';
import { openCheckIn, signOfLife } from '../checkins/open-check-in.ts';

const go = action({
  name: 'walk.go',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const opened = await openCheckIn(handling, id);
    const { texts, stores } = handling;
    await stores.occurrences.save({ ...opened.asked.occurrence, state: 'answered' });
    await signOfLife(handling, opened);
    return { kind: 'update', card: card(texts.say('card.neutral'), text(texts.say('walk.gone'))) };
  },
});

export const walkActions = [go];
`;

const looks = `    case 'walk':
      return nudge(texts, asked, occurrence.question, [
        button(texts.say('walk.go'), token('walk.go', occurrence.id), 'primary'),
      ]);
`;

const texts = {
  'walk.go': ['We’ll go', 'Vamos'],
  'walk.gone': ['Enjoy the air together.', 'Que disfrutéis del aire.'],
  'offer.walk': ['New here: “{program}”, {cadence}. It proposes a walk.', 'Nuevo: «{program}», {cadence}. Un paseo.'],
  'prompt.walk': ['Who would like a walk with you?', '¿Quién daría un paseo contigo?'],
  'pack.walks': ['Walks', 'Paseos'],
} as const;

const programs = 'src/engine/programs';

function nameKind(copy: Copy): void {
  copy.replace('src/engine/records/program.ts', "ProgramKind = 'check-in'", "ProgramKind = 'walk' | 'check-in'");
}

function draw(copy: Copy): void {
  copy.insertBefore(`${programs}/prompt-card.ts`, '    default:\n      return program.kind', looks);
}

function addActions(copy: Copy): void {
  copy.write(`${programs}/walks.ts`, walks);
  const index = 'src/engine/actions.ts';
  copy.insertBefore(index, 'import { balanceActions }', "import { walkActions } from './programs/walks.ts';\n");
  copy.insertBefore(index, '    ...offerActions,\n', '    ...walkActions,\n');
}

function addPack(copy: Copy): void {
  const prompts = 'src/engine/content/prompts.ts';
  const list = "const walks: readonly Prompt[] = [open('prompt.walk', 'company', 'any', 'playful')];\n\n";
  copy.insertBefore(prompts, 'export interface Pack {', list);
  copy.insertBefore(prompts, '} as const satisfies', "  walks: { kind: 'walk', prompts: walks },\n");
}

test('the compiler asks how a new kind looks and how it is offered, and is content when all steps are done: it is offered, sent and answered', async () => {
  const copy = new Copy();
  nameKind(copy);
  const errors = await copy.typeErrors();
  expect([...new Set(errors.map((error) => error.split('(')[0]))]).toEqual([
    `${programs}/offers.ts`,
    `${programs}/prompt-card.ts`,
  ]);
  expect(errors.join('\n')).toContain(`'"walk"' does not satisfy the expected type 'never'`);

  draw(copy);
  addActions(copy);
  addPack(copy);
  copy.addTexts(texts);
  expect(await copy.typeErrors()).toEqual([]);
  expect(await copy.try(tried)).toMatchObject({
    home: expect.stringContaining('New here: “The gentle week”, every Monday at 10:00. It proposes a walk.'),
    to: { kind: 'direct', person: 'ana' },
    prompt: expect.stringMatching(/^Who would like a walk with you\?\n\[We’ll go\] \[Not today\]/),
    answered: 'Enjoy the air together.',
    later: expect.not.stringContaining('[Answer]'),
  });
  expect(await copy.redTests({ 'engine/commands': 'the actions' })).toEqual([]);
  const kind = recipe('A program kind');
  expect(kind.text).toContain('A pack that belongs to it, by the recipe above.');
  const beyond = new Map([...copy.changed].filter(([path]) => kind.unnamed(copy.changed).includes(path)));
  expect(recipe('A prompt pack').unnamed(beyond)).toEqual([]);
  expect(kind.untouched(copy.changed)).toEqual([]);
}, 120_000);

test('actions left out of the list are noticed', async () => {
  const copy = new Copy();
  nameKind(copy);
  draw(copy);
  copy.write(`${programs}/walks.ts`, walks);
  copy.addTexts(texts);
  expect(await copy.redTests({ 'engine/commands': 'those in the index' })).toEqual([
    'the actions that any file exports are those in the index, no name twice',
  ]);
}, 120_000);
