import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished, type TestContext } from 'vitest';
import { compiled } from '../servers/node.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** Starting takes its time where cores are shared (ms). */
const startDeadlineMs = 60_000;

/** Kith in a process of its own. */
export interface KithProcess {
  readonly address: string;
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  /** Resolves when the log has a line of this event; an event that has been is heard again. */
  heard(event: string): Promise<void>;
  /** How it ended, and how long after the call (ms). */
  ended(): Promise<{ readonly code: number | null; readonly afterMs: number }>;
  ready(): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;
}

/** Starts one and waits until it has started; what is left of it ends with the test (`finished`: where several tests run at once, its own). */
export async function kithProcess(
  environment: Readonly<Record<string, string>>,
  finished: TestContext['onTestFinished'] = onTestFinished,
): Promise<KithProcess> {
  const child = spawn(process.execPath, [...compiled, main], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, LOG_LEVEL: 'info', ...environment, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  finished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  const exit = once(child, 'exit');
  reader.on('line', (line) => void lines.push(line));
  const heard = async (event: string) => {
    const signal = AbortSignal.timeout(startDeadlineMs);
    const sign = `"event":"${event}"`;
    while (!lines.some((line) => line.includes(sign))) {
      const gone = exit.then(() => Promise.reject(new Error(`it ended: ${lines.at(-1)}`)));
      await Promise.race([once(reader, 'line', { signal }), gone]);
    }
  };
  await heard('kith.started');
  const started = lines.find((line) => line.includes('"kith.started"')) ?? '{}';
  const address = `http://127.0.0.1:${(JSON.parse(started) as { port?: number }).port}`;
  return {
    address,
    child,
    lines,
    heard,
    async ended() {
      const asked = performance.now();
      const [code] = (await exit) as [number | null];
      return { code, afterMs: performance.now() - asked };
    },
    async ready() {
      const answer = await fetch(`${address}/readyz`);
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    },
  };
}
