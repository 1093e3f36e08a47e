import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { tmpdir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Hurry } from './hurry.ts';
import type { Seeded } from './seeded.ts';
import type { Passing } from './storm.ts';

const program = fileURLToPath(new URL('worker.ts', import.meta.url));
const nodeVersion = fileURLToPath(new URL('../scripts/node-version.cjs', import.meta.url));
const compileCache = fileURLToPath(new URL('../scripts/compile-cache.cjs', import.meta.url));

/** Moments of a worker's life at which it is killed; the first needs nothing to be seen. */
export const points = ['any moment', 'planned', 'taken', 'asked', 'arrived', 'answered', 'sent', 'acting'] as const;
export type Point = (typeof points)[number];

/** What a line of its log says of where a worker is: rows planned and not all enqueued, a delivery taken, a receipt stored. */
const signs = [
  ['planned', '"event":"delivery.scheduled"'],
  ['taken', '"event":"delivery.taken"'],
  ['sent', '"event":"delivery.sent"'],
] as const;

/** How long a killing waits for its point, after which any moment is good (ms). */
const patienceMs = 15_000;

interface Post {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  child: ChildProcess | undefined;
}

/** Processes of Kith that are started again whenever they end, as an orchestrator would. */
export class Crew {
  readonly #hurry: Hurry;
  readonly #posts: Post[] = [];
  readonly #seen = new EventEmitter();
  #leaving = false;
  /** How processes ended without being killed. */
  readonly fallen: string[] = [];
  /** Errors in their logs, by event. */
  readonly errors = new Map<string, number>();

  constructor(hurry: Hurry) {
    this.#hurry = hurry;
    this.#seen.setMaxListeners(0);
  }

  /** Starts one more; resolves when it is at work. */
  async add(name: string, environment: Readonly<Record<string, string>>): Promise<void> {
    const post: Post = { name, environment, child: undefined };
    this.#posts.push(post);
    this.#start(post);
    await once(this.#seen, `ready ${name}`, { signal: AbortSignal.timeout(60_000) });
  }

  /** What is seen of a process from outside. */
  passed(where: Passing | 'acting', caller: string): void {
    this.#seen.emit(where, caller);
  }

  /** Kills one at such a point, or a little after; says where it was. */
  async kill(point: Point, chance: Seeded): Promise<string> {
    const name = point === 'any moment' ? undefined : await this.#sighting(point);
    await wait(chance.below(8));
    const living = this.#posts.filter(({ child }) => child !== undefined);
    const post = living.find((one) => one.name === name) ?? (living.length > 0 ? chance.pick(living) : undefined);
    if (!post?.child) return 'nobody was there';
    const { child } = post;
    post.child = undefined;
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    setTimeout(() => this.#start(post), chance.below(1_000));
    return `${post.name}, ${name === undefined ? 'at any moment' : point}`;
  }

  /** One stands still for so long, as a machine that is paused, and goes on where it was unless it is killed meanwhile; says which. */
  async suspend(ms: number, chance: Seeded): Promise<string> {
    const living = this.#posts.filter(({ child }) => child !== undefined);
    const post = living.length > 0 ? chance.pick(living) : undefined;
    if (!post?.child) return 'nobody was there';
    const { child, name } = post;
    child.kill('SIGSTOP');
    await wait(ms);
    child.kill('SIGCONT');
    return `${name}, for ${Math.round(ms / 1000)} s`;
  }

  async stop(): Promise<void> {
    this.#leaving = true;
    const ending = this.#posts.flatMap(({ child }) => (child ? [child] : []));
    await Promise.all(
      ending.map(async (child) => {
        child.kill('SIGKILL');
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      }),
    );
  }

  async #sighting(point: Point): Promise<string | undefined> {
    const [name] = await once(this.#seen, point, { signal: AbortSignal.timeout(patienceMs) }).catch(() => []);
    return name as string | undefined;
  }

  #start(post: Post): void {
    if (this.#leaving) return;
    const child = spawn(
      process.execPath,
      ['-r', nodeVersion, '-r', compileCache, program, JSON.stringify(this.#hurry)],
      {
        cwd: tmpdir(),
        env: {
          PATH: process.env.PATH,
          KITH_HOST: '127.0.0.1',
          PORT: '0',
          LOG_LEVEL: 'info',
          ...post.environment,
        },
        // Its input ends with us, and it with that: nobody is left behind.
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
    post.child = child;
    let complaint = '';
    child.stdout?.on('data', (some: Buffer) => this.#read(some.toString(), post.name));
    child.stderr?.on('data', (some: Buffer) => {
      complaint = `${complaint}${some}`.slice(-2_000);
    });
    child.once('exit', (code, signal) => {
      if (this.#leaving || post.child !== child) return;
      const why = /^.*(?:Error: |cannot ).*$/m.exec(complaint)?.[0] ?? complaint.trim();
      this.fallen.push(`${post.name} ended by itself (${signal ?? code}): ${why}`);
      post.child = undefined;
      setTimeout(() => this.#start(post), 500);
    });
  }

  #read(lines: string, name: string): void {
    for (const [point, sign] of signs) if (lines.includes(sign)) this.#seen.emit(point, name);
    if (lines.includes('"event":"kith.started"')) this.#seen.emit(`ready ${name}`);
    if (!lines.includes('"level":50')) return;
    for (const [, event = ''] of lines.matchAll(/"level":50,[^\n]*?"event":"([\w.]+)"/g)) {
      this.errors.set(event, (this.errors.get(event) ?? 0) + 1);
    }
  }
}
