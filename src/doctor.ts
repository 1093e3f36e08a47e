import { type Config, ConfigError, loadConfig } from './config.ts';
import { problemFindings } from './doctor/environment.ts';
import { type Finding, lineOf, summaryOf } from './doctor/findings.ts';
import { examine } from './doctor-checks.ts';

/** `npm run doctor`: one line for each thing that was looked at, with its cure; the exit code is 1 when something is wrong. */
const findings = await diagnose();
for (const finding of findings) say(lineOf(finding));
say(summaryOf(findings));
process.exit(findings.some(({ level }) => level === 'wrong') ? 1 : 0);

async function diagnose(): Promise<readonly Finding[]> {
  let config: Config;
  try {
    config = loadConfig();
  } catch (error) {
    if (error instanceof ConfigError) return problemFindings(error.problems);
    throw error;
  }
  return examine(config);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
