import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { compiled } from '../servers/node.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

/** Node's flags of a command that runs this program. V8 takes compiled code only from a process that had the same. */
const flagsOf = (words: readonly string[]) => words.filter((word) => word.startsWith('--'));
const script = (name: string) => flagsOf(JSON.parse(read('package.json')).scripts[name].split(' '));
const listed = (text: string, instruction: RegExp, program: string) =>
  text.split('\n').flatMap((line) => {
    const words: string[] = JSON.parse(instruction.exec(line)?.[1] ?? '[]');
    return words.at(-1) === program ? [flagsOf(words)] : [];
  });

test('what is compiled beforehand is of use to the starts that follow: it is compiled under their flags', () => {
  const image = read('Dockerfile');
  expect(script('preworker')).toEqual(script('worker'));
  expect(listed(image, /^CMD (\[.*\])$/, 'src/main.ts')).toEqual([script('start')]);
  expect(listed(image, /^RUN (\[.*\])$/, 'scripts/warm.ts')).toEqual([script('start'), script('worker')]);
  expect(listed(read('docker-compose.yml'), /command: (\[.*\])$/, 'src/main.ts')).toEqual([script('worker')]);
});

test('nothing that a start loads before it reads its settings is left to be compiled by it', async () => {
  const run = (path: string, environment: Readonly<Record<string, string>>) =>
    promisify(execFile)(process.execPath, [...compiled, fileURLToPath(new URL(path, root))], {
      cwd: tmpdir(),
      env: { PATH: process.env.PATH, ...environment },
      maxBuffer: 64 * 1024 * 1024,
    });
  await run('scripts/warm.ts', {});
  const start = run('src/main.ts', { PORT: 'none', NODE_DEBUG_NATIVE: 'COMPILE_CACHE' });
  const told: string = await start.then(
    () => '',
    ({ stdout, stderr }) => stdout + stderr,
  );
  expect(told).toContain('PORT');
  const found = (how: string) => told.split('\n').filter((line) => line.includes(how) && line.includes('/src/'));
  expect(found('retrieving transpile cache').length).toBeGreaterThan(100);
  expect(found('no transpile cache')).toEqual([]);
}, 90_000);
