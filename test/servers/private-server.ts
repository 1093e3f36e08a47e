import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
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
  /** Ends it in good order. It can be started again. */
  halt(): Promise<void>;
}

export interface ServerProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: SpawnOptions;
  /** What the program prints once it takes connections. */
  readonly ready: RegExp;
}

const startDeadlineMs = 30_000;
const stopDeadlineMs = 10_000;

/**
 * Outlives this process, even a killed one: when the pipe from it closes, the guard ends the server whose process id it
 * was told last and removes the folder. It waits 5 s at most, because a dead server nobody collects still has an id.
 */
const guardScript = `
pid=
while read -r line; do pid=$line; done
if [ -n "$pid" ]; then kill -s "$2" "$pid"; fi
for i in 1 2 3 4 5 6 7 8 9 10; do
  if [ -z "$pid" ] || ! kill -0 "$pid" 2>/dev/null; then break; fi
  sleep 0.5
done
rm -rf "$1"`;

/** The folder a private server lives in, and the guard that removes it. */
export interface PrivateFolder {
  readonly path: string;
  /** What ends the server at once, as a crash would. */
  readonly crashSignal: 'KILL' | 'QUIT';
  /** Says which process to end with the folder, if any. */
  guards(server: ChildProcess | undefined): void;
  /** Resolves when the folder is gone. */
  remove(): Promise<void>;
}

/** Makes a temporary folder that goes away at the latest when this process does. */
export function privateFolder(name: string, crashSignal: 'KILL' | 'QUIT'): PrivateFolder {
  // As root the server may run as another user, who must be able to reach the folder: $TMPDIR may be root's own.
  const base = process.getuid?.() === 0 ? '/tmp' : tmpdir();
  const path = mkdtempSync(join(base, `kith-test-${name}-`));
  const guard = spawn('sh', ['-c', guardScript, 'guard', path, crashSignal], {
    detached: true, // Ctrl-C ends all processes of the terminal's group; the guard has still to work then.
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  return {
    path,
    crashSignal,
    guards: (server) => void guard.stdin.write(`${server?.pid ?? ''}\n`),
    async remove() {
      guard.ref();
      guard.stdin.end();
      if (guard.exitCode === null) await once(guard, 'exit');
    },
  };
}

/** Below the ports that systems give to whoever names none: between looking and listening, or while a server is away, nobody gets it by chance. */
const PORTS = { from: 20_000, to: 32_000 } as const;

/** A port of 127.0.0.1 that nobody listens on right now. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(PORTS.from, PORTS.to);
    const probe = createServer();
    const listens = new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!(await listens)) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
  throw new Error(`No port between ${PORTS.from} and ${PORTS.to} is free.`);
}

/** A server run from a program; `folder` comes from `privateFolder`. */
export function privateServer(url: string, folder: PrivateFolder, program: ServerProgram): PrivateServer {
  let child: ChildProcess | undefined;

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const late = setTimeout(() => ending.kill('SIGKILL'), stopDeadlineMs);
    ending.kill(signal);
    await once(ending, 'exit');
    clearTimeout(late);
    folder.guards(undefined);
  }

  // Postgres reads SIGINT as "stop now, in good order"; SIGTERM would wait for every client to leave.
  const halt = () => end('SIGINT');

  return {
    url,
    async start() {
      if (child !== undefined) throw new Error(`${program.command} is already running.`);
      child = spawn(program.command, program.args, { ...program.options, stdio: ['ignore', 'pipe', 'pipe'] });
      folder.guards(child);
      try {
        await untilReady(child, program);
      } catch (error) {
        await end('SIGKILL');
        throw error;
      }
    },
    async stop() {
      await halt();
      await folder.remove();
    },
    kill: () => end(`SIG${folder.crashSignal}`),
    halt,
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
