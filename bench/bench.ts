import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { crowdedGround } from './crowd.ts';
import { type Ground, startGround } from './ground.ts';
import { type Options, readOptions, usage } from './options.ts';
import { merged, type RunRecord, readRecord } from './record.ts';
import type { Failed, Measured, Scenario } from './scenario.ts';
import { scenarios, sized } from './scenarios.ts';
import { asJson, costs, table } from './table.ts';

const tell = (line: string) => void process.stdout.write(`${line}\n`);

/** Longer than any takes, so that a night's run ends. */
const DEADLINE_MS = 15 * 60_000;

function complain(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
}

/** Who hears of errors that nobody waited for: the scenario that runs. What one that failed leaves behind may still break later. */
let breaks: (error: unknown) => void = complain;

/** `npm run bench`: each scenario beside the least that could do the same, on servers of its own. A target missed is said, not an error. */
async function main(): Promise<void> {
  if (process.argv.includes('--help')) return tell(usage);
  const options = readOptions(process.argv.slice(2));
  const chosen = scenarios.filter(({ name }) => options.only?.includes(name) ?? true);
  const unknown = options.only?.filter((name) => !scenarios.some((one) => one.name === name)) ?? [];
  if (unknown.length > 0) throw new Error(`--only: there is no ${unknown.join(', ')}; there are ${names()}.`);
  const load = loadavg()[0] ?? 0;
  const ground = await startGround(tell);
  process.on('uncaughtException', (error) => breaks(error));
  const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}; ${ground.about}`;
  const rows: (Measured | Failed)[] = [];

  function keep(found: readonly (Measured | Failed)[]): void {
    if (found.length === 0) return;
    rows.push(...found);
    tell(table(found));
    if (options.json !== undefined) writeFileSync(options.json, asJson(rows));
    if (options.record !== undefined) {
      const at = new Date().toISOString().slice(0, 16);
      const run = { machine, amounts: amountsOf(options), rows: found.map((row) => ({ ...row, at, load })) };
      const record = merged(recordIn(options.record), run);
      writeFileSync(options.record, `${JSON.stringify(record, null, 2)}\n`);
    }
  }

  try {
    tell(`${machine}; load ${load.toFixed(1)}`);
    for (const among of options.sizes ?? []) {
      tell(`\nFounding communities of ${among} enrolments`);
      const those = chosen.filter((one) => sized.has(one));
      const crowded = await orFailed(() => crowdedGround(ground, among));
      if (typeof crowded === 'string') keep(those.map(({ name }) => ({ name, among, failed: crowded })));
      else for (const one of those) keep(await measured(one, crowded, options, among));
    }
    keep(costs(rows));
    const once = chosen.filter((one) => options.sizes === undefined || !sized.has(one));
    for (const one of once) keep(await measured(one, ground, options));
  } finally {
    await ground.stop();
  }
  tell(`\nAll of it (load ${loadavg()[0]?.toFixed(1)} by now):\n${table(rows)}`);
  if (rows.some((row) => 'failed' in row)) process.exitCode = 1;
}

/** What one finds, or that it failed: the others are measured all the same. */
async function measured(scenario: Scenario, ground: Ground, options: Options, among?: number) {
  const { name, about, run } = scenario;
  tell(`\n${name}${among === undefined ? '' : ` among ${among}`}: ${about}`);
  const found = await orFailed(() => run(ground, options));
  const size = among === undefined ? {} : { among };
  return typeof found === 'string' ? [{ name, ...size, failed: found }] : found.map((row) => ({ ...row, ...size }));
}

/** What it comes to; the words of the error when it fails, breaks in a place that nobody waits for, or does not end. */
async function orFailed<T extends object>(work: () => Promise<T>): Promise<T | string> {
  const { promise: broken, reject } = Promise.withResolvers<never>();
  const late = setTimeout(() => reject(new Error(`not done after ${DEADLINE_MS / 60_000} minutes`)), DEADLINE_MS);
  breaks = reject;
  try {
    return await Promise.race([work(), broken]);
  } catch (error) {
    complain(error);
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(late);
    breaks = complain;
  }
}

function recordIn(file: string): RunRecord | null {
  try {
    return readRecord(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function amountsOf({ rounds, due, deliveries, prompts }: Options): string {
  return `rounds ${rounds}, due at once ${due}, delivered ${deliveries}, due in one minute ${prompts}`;
}

function names(): string {
  return scenarios.map(({ name }) => name).join(', ');
}

await main().catch((error: unknown) => {
  complain(error);
  process.exitCode = 1;
});
// What a scenario that failed left running keeps nobody.
process.exit();
