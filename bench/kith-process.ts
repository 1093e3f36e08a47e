import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '../test/servers/private-server.ts';

const root = new URL('../', import.meta.url);
const warm = fileURLToPath(new URL('scripts/warm.ts', root));
const readyDeadlineMs = 60_000;

/** A program of ours in a process of its own. */
export interface KithProcess {
  readonly address: string;
  /** Everything it printed until now. */
  printed(): string;
  /** Resident memory in MB (10⁶ bytes); `NaN` where there is no /proc. */
  residentMb(): number;
  stop(): Promise<void>;
}

/**
 * Starts a program under the root folder, with nothing of this process's environment but the path, and waits until it is ready.
 * It runs in the temporary folder, so that no `.env` of the repository counts.
 */
export async function startProcess(
  file: string,
  environment: Readonly<Record<string, string>>,
  ready: (address: string, printed: string) => Promise<boolean>,
): Promise<KithProcess> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const isWorker = environment.KITH_ROLE === 'worker';
  // As npm does before `npm run worker`.
  if (isWorker) await promisify(execFile)(process.execPath, [...startedLike('preworker').flags, warm]);
  const { flags, variables } = startedLike(isWorker ? 'worker' : 'start');
  const child = spawn(process.execPath, [...flags, fileURLToPath(new URL(file, root))], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, PORT: String(port), LOG_LEVEL: 'warn', ...variables, ...environment },
  });
  process.once('exit', () => child.kill('SIGKILL'));
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (some: Buffer) => {
      printed += some.toString();
    });
  const stop = () => end(child);
  const deadline = performance.now() + readyDeadlineMs;
  while (!(await ready(address, printed))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      await stop();
      throw new Error(`${file} did not become ready:\n${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { address, printed: () => printed, residentMb: () => residentMb(child), stop };
}

/** What `npm start`, or `npm run worker`, gives to Node beside the program, and sets for it. */
function startedLike(script: 'start' | 'preworker' | 'worker') {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const words = String(scripts[script]).split(' ');
  const command = words.indexOf('node');
  return {
    flags: words
      .slice(command + 1, -1)
      .map((word) => (word.startsWith('./') ? fileURLToPath(new URL(word, root)) : word)),
    variables: Object.fromEntries(words.slice(0, command).map((word) => word.split('='))),
  };
}

/** Whether an address answers with success. */
export async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await once(child, 'exit');
  clearTimeout(late);
}

function residentMb(child: ChildProcess): number {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return (Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024) / 1e6;
  } catch {
    return Number.NaN;
  }
}
