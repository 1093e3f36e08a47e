import { expect, test } from 'vitest';
import { recipe } from './contributing.ts';
import { Copy } from './copy.ts';

const tried = new URL('tries/greet.ts', import.meta.url);

const greet = `
import { z } from 'zod';
import { card, text } from '../card/build.ts';
import { command } from './spec.ts';

export const greet = command({
  under: 'kith',
  name: 'greet',
  answer: 'private',
  who: 'anyone',
  options: { person: { kind: 'person', required: true, choices: [], maxLength: 40 } },
  input: z.strictObject({ person: z.string().min(1) }),
  run: async ({ texts }, { person }) => ({
    kind: 'private',
    card: card(texts.say('card.neutral'), text(texts.rich('greet.words', { person: { kind: 'person', id: person } }))),
  }),
});
`;

const texts = {
  'greet.words': ['Say it to {person} in your own words: hello.', 'Díselo a {person} con tus palabras: hola.'],
  'command.kith greet': ['Words for a hello', 'Palabras para saludar'],
  'command.kith greet.example': ['/kith greet @Sam', '/kith greet @Sam'],
  'command.kith greet.person': ['Whom. They are not told.', 'A quién. No se entera.'],
} as const;

const index = 'src/engine/commands/index.ts';

/** Tests of the house, by file and name. */
const theIndex = { 'engine/commands': 'those in the index' };
const theManifest = { 'adapters/slack/manifest': 'slack-manifest.json is' };

function addFile(copy: Copy): void {
  copy.write('src/engine/commands/greet.ts', greet);
}

function addToIndex(copy: Copy): void {
  copy.insertBefore(index, "import { help } from './help.ts';\n", "import { greet } from './greet.ts';\n");
  copy.insertBefore(index, '  help,\n', '  greet,\n');
}

async function renewManifest(copy: Copy): Promise<void> {
  const { out } = await copy.run('adapters/slack/manifest.cli.ts');
  copy.write('slack-manifest.json', out);
}

test('a command added by the recipe works on both platforms, in every language, and all house rules are kept', async () => {
  const copy = new Copy();
  addFile(copy);
  addToIndex(copy);
  copy.addTexts(texts);
  await renewManifest(copy);

  expect(await copy.try(tried)).toMatchObject({
    summaries: ['Words for a hello', 'Palabras para saludar'],
    registered: {
      name: 'greet',
      description: 'Words for a hello',
      description_localizations: { 'es-ES': 'Palabras para saludar' },
      options: [{ name: 'person', required: true }],
    },
    hint: true,
    parsed: { command: 'kith greet', input: { person: 'U123' } },
    help: expect.stringContaining('/kith greet @Sam: Words for a hello'),
    reply: { kind: 'private', words: 'Say it to @ben in your own words: hello.' },
  });
  const rules = {
    'engine/commands': 'the commands',
    'engine/content/catalogues': 'the catalogue|the texts',
    ...theManifest,
  };
  expect(await copy.redTests(rules)).toEqual([]);
  const { unnamed, untouched } = recipe('A command');
  expect(unnamed(copy.changed)).toEqual([]);
  expect(untouched(copy.changed)).toEqual([]);
}, 120_000);

test('a command left out of the index is noticed', async () => {
  const copy = new Copy();
  addFile(copy);
  copy.addTexts(texts);
  expect(await copy.redTests(theIndex)).toEqual(['the commands in the folder are those in the index, each once']);
}, 120_000);

test('a text left out of a catalogue is noticed, and a manifest that was not renewed', async () => {
  const copy = new Copy();
  addFile(copy);
  addToIndex(copy);
  copy.addTexts(texts, ['en']);
  await expect(copy.try(tried)).rejects.toThrow('no text in the catalogue: es command.kith greet');
  expect(await copy.redTests(theManifest)).toEqual([
    'the Slack manifest slack-manifest.json is what `npm run slack:manifest` prints',
  ]);
}, 120_000);
