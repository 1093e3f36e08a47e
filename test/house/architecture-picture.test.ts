import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** The room of the picture that a file belongs to. */
function roomOf(path: string): string | null {
  const [top, second] = path.split('/');
  if (top === 'src') return second === 'engine' ? 'engine' : 'composition';
  if (top === 'adapters') return second ?? null;
  return top === 'jobs' || top === 'playground' ? top : null;
}

function files(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith('.ts') && statSync(join(root, path)).isFile());
}

function imports(path: string): readonly string[] {
  const text = readFileSync(join(root, path), 'utf8');
  return [...text.matchAll(/from '(\.[^']+)'/g)].map(([, to = '']) => relative(root, resolve(root, path, '..', to)));
}

it('the picture in docs/architecture.md shows exactly the imports there are', () => {
  const drawn = new Set(
    [...readFileSync(join(root, 'docs/architecture.md'), 'utf8').matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map(
      ([, from, to]) => `${from} -> ${to}`,
    ),
  );
  const found = new Set<string>();
  for (const path of ['src', 'adapters', 'jobs', 'playground'].flatMap(files)) {
    for (const target of imports(path)) {
      const [from, to] = [roomOf(path), roomOf(target)];
      if (from !== null && to !== null && from !== to) found.add(`${from} -> ${to}`);
    }
  }
  expect([...drawn].toSorted()).toEqual([...found].toSorted());
});
