import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

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
