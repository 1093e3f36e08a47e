import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { startGround } from './ground.ts';
import { readOptions, usage } from './options.ts';
import type { Measured } from './scenario.ts';
import { scenarios } from './scenarios.ts';
import { asJson, table } from './table.ts';

const tell = (line: string) => void process.stdout.write(`${line}\n`);

/** `npm run bench`: each scenario beside the least that could do the same, on servers of its own. A target missed is said, not an error. */
async function main(): Promise<void> {
  if (process.argv.includes('--help')) return tell(usage);
  const options = readOptions(process.argv.slice(2));
  const chosen = scenarios.filter(({ name }) => options.only?.includes(name) ?? true);
  const unknown = options.only?.filter((name) => !scenarios.some((one) => one.name === name)) ?? [];
  if (unknown.length > 0) throw new Error(`--only: there is no ${unknown.join(', ')}; there are ${names()}.`);
  const ground = await startGround(tell);
  const measured: Measured[] = [];
  try {
    tell(
      `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}, load ${loadavg()[0]?.toFixed(1)}`,
    );
    tell(ground.about);
    for (const { name, about, run } of chosen) {
      tell(`\n${name}: ${about}`);
      const found = await run(ground, options);
      measured.push(...found);
      tell(table(found));
    }
  } finally {
    await ground.stop();
  }
  tell(`\nAll of it (load ${loadavg()[0]?.toFixed(1)} by now):\n${table(measured)}`);
  if (options.json !== undefined) writeFileSync(options.json, asJson(measured));
}

function names(): string {
  return scenarios.map(({ name }) => name).join(', ');
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
