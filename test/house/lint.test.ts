import { beforeAll, expect, test } from 'vitest';
import { lint } from '../../scripts/lint.ts';
import { plantedTree } from './planted-tree.ts';

test('a lawful tree is green', async () => {
  const report = await lint(
    plantedTree({
      'src/engine/good.ts': 'export const Date2 = 1;\nexport const due = (clock: { now(): string }) => clock.now();\n',
      'src/config.ts': 'export const port = process.env.PORT;\n',
      'adapters/slack/good.ts': 'export const now = () => Date.now();\n',
    }),
  );
  expect(report).toMatchObject({ green: true });
});

const impure = [
  'Date.now()',
  'new Date()',
  'performance.now()',
  'Math.random()',
  'Temporal.Now.instant()',
  'setTimeout(() => {}, 1)',
  'crypto.randomUUID()',
  'process.cwd()',
  "fetch('http://127.0.0.1')",
  'globalThis.Date.now()',
];
const impureFile = (expression: string) => `src/engine/bad-${impure.indexOf(expression)}.ts`;
const temporal = "import { Temporal } from 'temporal-polyfill';\nexport type Instant = Temporal.Instant;\n";
const readers = ['src/main.ts', 'adapters/slack/bad.ts', 'jobs/bad.ts'];
const ask = 'const ask = async () => 1;\n';

/** What the linter says of an unlawful tree, for each thing it found: it is started once for all of them. */
let found: readonly string[];
beforeAll(async () => {
  let remove = () => {};
  const tree = plantedTree(
    {
      ...Object.fromEntries(
        impure.map((one) => [impureFile(one), `${temporal}export const bad = () => void ${one};\n`]),
      ),
      ...Object.fromEntries(
        readers.map((file) => [
          file,
          "import { env } from 'node:process';\nexport const one = env.PORT;\nexport const other = process.env.PORT;\n",
        ]),
      ),
      'src/bad.ts': `${ask}ask();\nexport {};\n`,
      'src/worse.ts': `${ask}export const bad = () => (ask() ? 1 : 2);\n`,
    },
    (undo) => {
      remove = undo;
    },
  );
  const { green, said } = await lint(tree);
  expect(green).toBe(false);
  found = said.split('\n');
  return remove;
});

function expectRed(file: string, rule: string): void {
  expect(found).toContainEqual(expect.stringMatching(new RegExp(`^${file}:.*${rule}`)));
}

test.each(impure)('the engine does not say %s', (expression) => {
  expectRed(impureFile(expression), 'no-restricted-');
});

test.each(readers)('%s does not read the environment', (file) => {
  expectRed(file, 'no-process-env');
  expectRed(file, 'no-restricted-imports');
});

test('a promise nobody awaits is found', () => {
  expectRed('src/bad.ts', 'no-floating-promises');
  expectRed('src/worse.ts', 'no-misused-promises');
});
