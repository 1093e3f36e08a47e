import { expect, test } from 'vitest';
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

test.each([
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
])('the engine does not say %s', async (expression) => {
  const imported = "import { Temporal } from 'temporal-polyfill';\nexport type Instant = Temporal.Instant;\n";
  await expectRed('src/engine/bad.ts', `${imported}export const bad = () => void ${expression};\n`, 'no-restricted-');
});

test.each(['src/main.ts', 'adapters/slack/bad.ts', 'jobs/bad.ts'])('%s does not read the environment', async (file) => {
  await expectRed(file, 'export const bad = process.env.PORT;\n', 'no-process-env');
  await expectRed(file, "import { env } from 'node:process';\nexport const bad = env.PORT;\n", 'no-restricted-imports');
});

test('a promise nobody awaits is found', async () => {
  const ask = 'const ask = async () => 1;\n';
  await expectRed('src/bad.ts', `${ask}ask();\nexport {};\n`, 'no-floating-promises');
  await expectRed('src/bad.ts', `${ask}export const bad = () => (ask() ? 1 : 2);\n`, 'no-misused-promises');
});

async function expectRed(file: string, text: string, rule: string): Promise<void> {
  const { green, said } = await lint(plantedTree({ [file]: text }));
  expect(said).toContain(rule);
  expect(said).toContain(file);
  expect(green).toBe(false);
}
