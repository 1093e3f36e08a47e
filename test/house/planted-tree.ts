import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

const rules = ['package.json', 'tsconfig.json', '.dependency-cruiser.json', '.oxlintrc.json'];

/** A small tree under the project's own rules, with the files given by path and text; gone after the test, or when `finished` says so. */
export function plantedTree(
  files: Readonly<Record<string, string>>,
  finished: (remove: () => void) => void = onTestFinished,
): string {
  const root = mkdtempSync(join(tmpdir(), 'kith-planted-'));
  finished(() => rmSync(root, { recursive: true }));
  for (const rule of rules) cpSync(resolve(rule), join(root, rule));
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
