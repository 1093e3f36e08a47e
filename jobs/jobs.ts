import type { Clock } from '../src/engine/ports/clock.ts';
import type { Log } from '../src/engine/ports/log.ts';
import type { Scheduler } from '../src/engine/ports/scheduler.ts';
import type { OpenBackend, QueueBackend } from './backends/backend.ts';
import { openPostgres } from './backends/postgres.ts';
import { openRedis } from './backends/redis.ts';
import { type Depth, openDeliveries } from './deliveries.ts';
import { recurringJobs } from './index.ts';
import type { RecurringName, Work } from './job.ts';
import { type Recurring, startRecurring } from './recurring.ts';
import { type Trouble, troubleLog } from './trouble.ts';

export type { QueueBackend } from './backends/backend.ts';
export type { Work } from './job.ts';

export interface Jobs {
  /** Wakes deliveries, at real time: `at` minus the clock's now. Rejects within seconds when the queue's store is away. */
  readonly scheduler: Scheduler;
  /** Starts the workers of this process: deliveries and the recurring jobs. */
  start(work: Work): Promise<void>;
  /** After the clock was moved: wakes every delivery now. One that is still early says so and waits on. */
  promote(): Promise<void>;
  /** Resolves once no delivery is at work or waiting to be. @throws Error when that takes longer than `timeoutMs` (25 s). */
  idle(timeoutMs?: number): Promise<void>;
  /** Forgets every delivery; the sweep puts back those still wanted. */
  flush(): Promise<void>;
  /** How many deliveries the queue holds, by what they wait for. @throws Error when the queue's store does not answer. */
  depth(): Promise<Depth>;
  /** @throws Error when the queue's store does not answer. */
  ping(): Promise<void>;
  /** Takes no new jobs and gives those at work ten seconds to end. Others can still be scheduled. */
  drain(): Promise<void>;
  /** Drains, and closes all connections. */
  stop(): Promise<void>;
}

export interface JobsOptions {
  readonly backend: QueueBackend;
  readonly clock: Clock;
  readonly log: Log;
  /** Deliveries at work at once in this process; 10 unless told. */
  readonly concurrency?: number;
  /** Other intervals for the recurring jobs, in milliseconds. */
  readonly every?: Partial<Record<RecurringName, number>>;
  /** How long a worker that fell silent keeps its jobs before others take them, in milliseconds; 30 s unless told. */
  readonly lockMs?: number;
  /** How long `drain` waits for jobs at work, in milliseconds; 10 s unless told. */
  readonly graceMs?: number;
  /** Intervals and locks that are not told are divided by this; 1 unless told. */
  readonly haste?: number;
}

const idleTimeoutMs = 25_000;

/** Opens the queues. @throws Error within a few seconds when their store cannot be reached. */
export async function openJobs(options: JobsOptions): Promise<Jobs> {
  const { clock, log, concurrency = 10, graceMs = 10_000, haste = 1 } = options;
  const { lockMs = 30_000 / haste } = options;
  const every = { ...roundsOf(haste), ...options.every };
  const trouble = troubleLog(log);
  const backend = await openBackend(options.backend, log, trouble);
  const deliveries = openDeliveries(backend, { clock, log, trouble, concurrency, lockMs });
  let recurring: Recurring | undefined;
  let draining: Promise<unknown> | undefined;
  let stopping: Promise<void> | undefined;
  const drain = async () => {
    draining ??= Promise.all([recurring?.drain(graceMs), deliveries.drain(graceMs)]);
    await draining;
  };
  return {
    scheduler: deliveries.scheduler,
    async start(work) {
      await deliveries.start(work);
      recurring = await startRecurring(backend, work, { log, trouble, lockMs, every });
    },
    promote: () => deliveries.promote(),
    idle: (timeoutMs = idleTimeoutMs) => deliveries.idle(timeoutMs),
    flush: () => deliveries.flush(),
    depth: () => deliveries.depth(),
    ping: () => backend.ping(),
    drain,
    stop() {
      stopping ??= (async () => {
        await drain();
        await Promise.all([recurring?.close(), deliveries.close()]);
        await backend.close();
      })();
      return stopping;
    },
  };
}

function roundsOf(haste: number): Partial<Record<RecurringName, number>> {
  return Object.fromEntries(recurringJobs.map(({ name, everyMs }) => [name, everyMs / haste]));
}

function openBackend(at: QueueBackend, log: Log, trouble: Trouble): Promise<OpenBackend> {
  switch (at.kind) {
    case 'redis':
      return openRedis(at, log, trouble);
    case 'postgres':
      return openPostgres(at, trouble);
    default:
      return at satisfies never;
  }
}
