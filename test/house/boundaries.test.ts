import { expect, test } from 'vitest';
import { checkBoundaries } from '../../scripts/boundaries.ts';
import { plantedTree } from './planted-tree.ts';

const part = 'export const part = 1;\n';
const lawful = {
  'src/engine/a.ts': "import { z } from 'zod';\nimport { b } from './b.ts';\nexport const a = z.literal(b);\n",
  'src/engine/b.ts': 'export const b = 1;\n',
  'src/main.ts': "import '../adapters/slack/x.ts';\nimport '../jobs/x.ts';\n",
  'src/config.ts': part,
  'adapters/slack/x.ts': "import '@slack/bolt';\nimport '../../src/engine/a.ts';\n",
  'adapters/discord/x.ts': part,
  'jobs/x.ts': "import 'bullmq';\nimport 'node:events';\nimport '../src/engine/a.ts';\n",
  'playground/x.ts': "import '@slack/types';\nimport 'node:http';\n",
  'test/x.ts': "import '../adapters/slack/x.ts';\n",
};

test('a lawful tree is green, and every file of it was read', async () => {
  const report = await checkBoundaries(plantedTree(lawful));
  expect(report).toEqual({ violations: [], modules: Object.keys(lawful).length });
});

test('the project itself keeps its boundaries', async () => {
  expect((await checkBoundaries(process.cwd())).violations).toEqual([]);
});

test.each([
  ['engine-stands-alone', 'src/engine/bad.ts', '../../adapters/slack/x.ts'],
  ['engine-stands-alone', 'src/engine/bad.ts', '../config.ts'],
  ['engine-stands-alone', 'src/engine/bad.ts', 'node:crypto'],
  ['engine-stands-alone', 'src/engine/bad.ts', 'pg'],
  ['engine-stands-alone', 'src/engine/deep/er/bad.ts', 'discord.js'],
  ['adapter-knows-only-the-engine', 'adapters/slack/bad.ts', '../discord/x.ts'],
  ['adapter-knows-only-the-engine', 'adapters/slack/bad.ts', '../../jobs/x.ts'],
  ['adapter-knows-only-the-engine', 'adapters/slack/bad.ts', '../../src/config.ts'],
  ['adapter-knows-only-the-engine', 'adapters/slack/bad.ts', '../../playground/x.ts'],
  ['jobs-know-only-the-engine-and-the-queue', 'jobs/bad.ts', '../adapters/slack/x.ts'],
  ['jobs-know-only-the-engine-and-the-queue', 'jobs/bad.ts', '@slack/web-api'],
  ['playground-is-a-stranger', 'playground/bad.ts', '../src/engine/a.ts'],
  ['playground-is-a-stranger', 'playground/bad.ts', '../adapters/slack/x.ts'],
  ['only-the-composition-knows-adapters-and-jobs', 'src/config.ts', '../adapters/slack/x.ts'],
  ['nothing-leans-on-tests', 'src/main.ts', '../test/x.ts'],
  ['production-needs-no-dev-dependency', 'src/main.ts', 'oceanic.js'],
  ['imports-resolve', 'src/main.ts', './not-there.ts'],
])('%s: %s may not import %s', async (rule, file, imported) => {
  const report = await checkBoundaries(plantedTree({ ...lawful, [file]: `import '${imported}';\n` }));
  expect(report.violations).toContainEqual(expect.stringMatching(`^${rule}: ${file} → `));
});

test('a type is an import too', async () => {
  const text = "import type { Part } from '../../adapters/slack/x.ts';\nexport type Same = Part;\n";
  const report = await checkBoundaries(plantedTree({ ...lawful, 'src/engine/bad.ts': text }));
  expect(report.violations).toContain('engine-stands-alone: src/engine/bad.ts → adapters/slack/x.ts');
});

test('no-cycles: running code may not wait for itself, types may', async () => {
  const values = await checkBoundaries(
    plantedTree({ ...lawful, 'src/engine/b.ts': "import './a.ts';\nexport const b = 1;\n" }),
  );
  expect(values.violations).toContainEqual(expect.stringMatching(/^no-cycles: /));
  const types = "import type { a } from './a.ts';\nexport const b = 1;\nexport type A = typeof a;\n";
  expect((await checkBoundaries(plantedTree({ ...lawful, 'src/engine/b.ts': types }))).violations).toEqual([]);
});

test('a tree of which nothing is read is an error, not a success', async () => {
  await expect(checkBoundaries(plantedTree({ 'src/readme.md': '' }))).rejects.toThrow('were not read');
});
