import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A server that belongs to one test run or one test: it listens on loopback and its files are in a temporary folder. */
export interface PrivateServer {
  /** The same before and after a restart. */
  readonly url: string;
  /** Starts it; the data of an earlier start are still there as far as the server kept them. */
  start(): Promise<void>;
  /** Ends it in good order and removes its folder. It cannot be started again. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. It can be started again. */
  kill(): Promise<void>;
}

export interface ServerProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: SpawnOptions;
  /** What the program prints once it takes connections. */
  readonly ready: RegExp;
  readonly crashSignal: NodeJS.Signals;
}

const startDeadlineMs = 30_000;
const stopDeadlineMs = 10_000;
const running = new Map<string, { child: ChildProcess; crashSignal: NodeJS.Signals } | undefined>();

/** Makes the folder a private server lives in; it is removed at the latest when this process ends. */
export function privateFolder(name: string): string {
  if (running.size === 0) removeEverythingAtTheEnd();
  // As root the server may run as another user, who must be able to reach the folder: $TMPDIR may be root's own.
  const base = process.getuid?.() === 0 ? '/tmp' : tmpdir();
  const folder = mkdtempSync(join(base, `kith-test-${name}-`));
  running.set(folder, undefined);
  return folder;
}

/** A port of 127.0.0.1 that nobody listens on right now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

/** A server run from a program; `folder` comes from `privateFolder`. */
export function privateServer(url: string, folder: string, program: ServerProgram): PrivateServer {
  let child: ChildProcess | undefined;

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    child = undefined;
    if (running.has(folder)) running.set(folder, undefined);
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const late = setTimeout(() => ending.kill('SIGKILL'), stopDeadlineMs);
    ending.kill(signal);
    await once(ending, 'exit');
    clearTimeout(late);
  }

  return {
    url,
    async start() {
      if (child !== undefined) throw new Error(`${program.command} is already running.`);
      child = spawn(program.command, program.args, { ...program.options, stdio: ['ignore', 'pipe', 'pipe'] });
      running.set(folder, { child, crashSignal: program.crashSignal });
      try {
        await untilReady(child, program);
      } catch (error) {
        await end('SIGKILL');
        throw error;
      }
    },
    async stop() {
      // Postgres reads SIGINT as "stop now, in good order"; SIGTERM would wait for every client to leave.
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      running.delete(folder);
    },
    kill: () => end(program.crashSignal),
  };
}

function untilReady(child: ChildProcess, program: ServerProgram): Promise<void> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(late);
      reject(new Error(`${program.command} ${why}\n${said.slice(-20).join('\n')}`));
    };
    const late = setTimeout(() => fail('was not ready in time.'), startDeadlineMs);
    for (const stream of [child.stdout, child.stderr]) {
      // Reading on after the start keeps the pipe from filling up and stalling the server.
      if (stream) {
        createInterface({ input: stream }).on('line', (line) => {
          said.push(line);
          if (said.length > 100) said.shift();
          if (!program.ready.test(line)) return;
          clearTimeout(late);
          resolve();
        });
      }
    }
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => fail(`ended at once (${signal ?? code}).`));
  });
}

function removeEverythingAtTheEnd(): void {
  process.once('exit', () => {
    for (const [folder, server] of running) {
      server?.child.kill(server.crashSignal);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  });
  // Without a listener these signals would end the process before it says 'exit'. 128 + the signal's number, as shells do.
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}
