import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const documents = [...globSync('docs/**/*.md'), 'README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
/** A path of ours between backticks. */
const OURS = /`((?:src|adapters|jobs|playground|bench|chaos|scripts|test|docs)\/[\w./-]+)`/g;
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, one = '']) => one);

it.each(documents)('%s names files that are there, and its links lead somewhere', (document) => {
  const text = readFileSync(document, 'utf8');
  const links = found(text, /\]\(([^)#:]+)(?:#[^)]*)?\)/g).map((link) => join(dirname(document), link));
  expect([...links, ...found(text, OURS)].filter((path) => !existsSync(path))).toEqual([]);
});

it('docs/architecture.md has a row for each room of the engine, and names files that are in them', () => {
  const text = readFileSync('docs/architecture.md', 'utf8');
  const rooms = text.split('## Rooms of the engine')[1]?.split('## ')[0] ?? '';
  const folders = readdirSync('src/engine', { withFileTypes: true }).filter((one) => one.isDirectory());
  expect(new Set(found(rooms, /`(\w+)\/`/g))).toEqual(new Set(folders.map(({ name }) => name)));
  expect(found(rooms, /`([\w-]+\.ts)`/g).filter((file) => !existsSync(join('src/engine', file)))).toEqual([]);
  const inRooms = found(text, /`(\w+\/[\w-]+\.ts)`/g).filter((file) => !/^(src|adapters|jobs)\//.test(file));
  expect(inRooms.filter((file) => !existsSync(join('src/engine', file)))).toEqual([]);
});

it('the index of decisions names each of them, by its title', () => {
  const index = readFileSync('docs/decisions/README.md', 'utf8');
  const files = readdirSync('docs/decisions').filter((file) => file !== 'README.md');
  const lines = files.map((file) => {
    const [title = ''] = found(readFileSync(join('docs/decisions', file), 'utf8'), /^# (.+)$/gm);
    return `- [${title}](${file})`;
  });
  expect(index.match(/^- .*$/gm)?.toSorted()).toEqual(lines.toSorted());
});
