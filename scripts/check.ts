import { checkBoundaries } from './boundaries.ts';
import { lint } from './lint.ts';
import { type ProgramResult, runProgram } from './program.ts';

/**
 * `npm run check`: everything about the code that can be known without running it. All checks run, also after a red one;
 * each says one line, and a red one what it found.
 */
const root = process.cwd();
const checks: readonly { readonly name: string; run(): Promise<ProgramResult> }[] = [
  { name: 'types', run: () => installed('tsc', '--noEmit', '--project', '.') },
  { name: 'format and lint', run: () => installed('biome', 'check', '--error-on-warnings', '.') },
  { name: 'promises, purity of the engine', run: () => lint(root) },
  { name: 'boundaries', run: boundaries },
  { name: 'nothing unused', run: () => installed('knip', '--no-config-hints') },
];

let red = 0;
for (const check of checks) {
  const began = performance.now();
  const { green, said } = await check.run().catch((error) => ({ green: false, said: String(error) }));
  if (!green) red += 1;
  process.stdout.write(
    `${green ? 'ok ' : 'RED'} ${check.name}, ${((performance.now() - began) / 1000).toFixed(1)} s\n`,
  );
  if (!green) process.stdout.write(`${said}\n`);
}
if (red > 0) process.exitCode = 1;
process.stdout.write(red === 0 ? 'All checks are green.\n' : `${red} of ${checks.length} checks are red.\n`);

function installed(name: string, ...args: string[]): Promise<ProgramResult> {
  return runProgram(`node_modules/.bin/${name}`, args, root);
}

async function boundaries(): Promise<ProgramResult> {
  const { violations } = await checkBoundaries(root);
  return { green: violations.length === 0, said: violations.join('\n') };
}
