import { parseCLI, startVitest, type TestModule } from 'vitest/node';
import { findOrInstallPrograms } from './servers/install-programs.ts';

/**
 * `npm test`: the whole suite, or what the arguments choose (they are Vitest's). The servers come from
 * test/servers/global-setup.ts. Ends with one plain line, and fails when a test was skipped: nothing is left out silently.
 */
try {
  findOrInstallPrograms((line) => void process.stdout.write(`${line}\n`));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
const vitest = await startVitest(filter, { ...options, watch: false, run: true });
const counts = count(vitest.state.getTestModules());
// Errors outside of any test, such as a promise nobody awaited.
counts.failed += vitest.state.getUnhandledErrors().length;
await vitest.close();

// Choosing tests by name leaves the others out on purpose.
if (counts.skipped > 0 && !options.testNamePattern) {
  process.stdout.write(`${counts.skipped} skipped, which counts as a failure: repair them or remove them.\n`);
  process.exitCode = 1;
}
if (counts.failed > 0) process.exitCode = 1;
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);

function count(modules: readonly TestModule[]): { passed: number; failed: number; skipped: number } {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const states = tests.map((test) => test.result().state);
  // A file that does not load, or whose hooks fail, has failed even when no test of it has.
  const broken = modules.filter(
    (module) => module.state() === 'failed' && module.children.allTests('failed').next().done,
  );
  return {
    passed: states.filter((state) => state === 'passed').length,
    failed: states.filter((state) => state === 'failed').length + broken.length,
    skipped: states.filter((state) => state === 'skipped' || state === 'pending').length,
  };
}
