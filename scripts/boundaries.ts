import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';

/** The folders whose imports are checked; what is not there yet is passed over. */
const parts = ['src', 'adapters', 'jobs', 'playground', 'test', 'bench', 'chaos', 'scripts'];

export interface BoundaryReport {
  /** One line each: rule, file, what it imports. */
  readonly violations: readonly string[];
  /** TypeScript files whose imports were read. */
  readonly modules: number;
}

/**
 * Checks the imports of the tree under `root` against `.dependency-cruiser.json` in it.
 * Throws when the files that were read are not those on the disk: a checker that reads nothing finds nothing.
 */
export async function checkBoundaries(root: string): Promise<BoundaryReport> {
  const there = parts.filter((part) => existsSync(join(root, part)));
  const options = await extractOptions(join(root, '.dependency-cruiser.json'));
  const { output } = await cruise(there, { ...options, baseDir: root, validate: true, outputType: 'json' });
  const result: ICruiseResult = typeof output === 'string' ? JSON.parse(output) : output;
  const read = result.modules.map((module) => module.source).filter(isOurTypeScript);
  const onDisk = there.flatMap((part) => filesUnder(root, part)).filter(isOurTypeScript);
  const unread = onDisk.filter((file) => !read.includes(file));
  if (read.length === 0 || unread.length > 0) {
    throw new Error(`The boundaries of ${unread.length} of ${onDisk.length} files were not read: ${unread.join(', ')}`);
  }
  return {
    violations: result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
    modules: read.length,
  };
}

function isOurTypeScript(file: string): boolean {
  return /\.tsx?$/.test(file) && !file.includes('node_modules/');
}

function filesUnder(root: string, part: string): string[] {
  return readdirSync(join(root, part), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}
