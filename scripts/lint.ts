import { join } from 'node:path';
import { type ProgramResult, runProgram } from './program.ts';

/**
 * Oxlint, with types, over the tree under `root` and by the `.oxlintrc.json` in it: promises nobody awaits, an engine
 * that reads the clock or the network, a reader of the environment other than src/config.ts.
 * It says a line for each, the same on a terminal, in a pipe and in CI.
 */
export function lint(root: string): Promise<ProgramResult> {
  return runProgram(join(root, 'node_modules/.bin/oxlint'), ['--format', 'unix'], root);
}
