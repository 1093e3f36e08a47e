import { setTimeout as after } from 'node:timers/promises';
import { type Job, Worker } from 'bullmq';
import type { Log } from '../src/engine/ports/log.ts';
import type { AnyWorker, OpenBackend } from './backends/backend.ts';
import type { Trouble } from './trouble.ts';

/** A finished or broken-off job is forgotten at once: a retained id would silently swallow the next job with it. */
export const forgotten = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;

/** How long a worker waits before it asks a lost store again; BullMQ's own 15 s would be felt. */
const retryAfterMs = 1_000;

/** How long a worker may take until it has its connections (ms). */
const readyDeadlineMs = 5_000;

/** Time for BullMQ to write down how the last jobs ended, and to close a queue: with its store gone it would wait for ever. */
export const closeDeadlineMs = 2_000;

/** Nobody reads BullMQ's stream of events; it cannot be turned off, only kept short. */
export const streams = { events: { maxLen: 100 } };

export interface WorkerSettings {
  readonly queue: string;
  readonly concurrency: number;
  /** How long a worker that fell silent keeps its jobs, in milliseconds; then others take them. */
  readonly lockMs: number;
  readonly log: Log;
  readonly trouble: Trouble;
  run(job: Job<unknown>, token: string | undefined): Promise<void>;
  /** A job has ended one way or another. */
  changed(): void;
}

export interface RunningWorker {
  /** Makes it look for jobs now. */
  wake(): Promise<void>;
  /** Takes no more jobs and waits for those at work, but not much longer than `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** Starts a worker. A job that throws is logged, and gone unless it has tries left; what is still to be done, the sweep brings back. */
export async function startWorker(backend: OpenBackend, settings: WorkerSettings): Promise<RunningWorker> {
  const { queue, log, trouble, concurrency, lockMs } = settings;
  const atWork = new Set<Promise<void>>();
  const run = async (job: Job<unknown>, token?: string) => {
    const work = settings.run(job, token);
    atWork.add(work);
    await work.finally(() => atWork.delete(work));
  };
  const consuming = backend.consuming();
  const options = {
    ...consuming.options,
    concurrency,
    lockDuration: lockMs,
    stalledInterval: lockMs / 2,
    runRetryDelay: retryAfterMs,
  };
  const worker: AnyWorker = new Worker(queue, run, options, backend.factory);
  worker.on('error', (error) => trouble(`worker ${queue}`, error));
  worker.on('failed', (job, error) => log.error('jobs.failed', error, { queue, job: job?.name, id: job?.id }));
  for (const event of ['completed', 'failed', 'drained'] as const) worker.on(event, () => settings.changed());
  const close = async (force: boolean) => {
    await within(closeDeadlineMs, () => worker.close(force));
    consuming.close();
  };
  await untilReady(worker).catch(async (error: unknown) => {
    await close(true);
    throw error;
  });
  return {
    async wake() {
      await worker.getBackend().disconnectBlocking();
      await worker.getBackend().reconnectBlocking();
    },
    async stop(graceMs) {
      await worker.pause(true);
      const quiet = await within(graceMs, async () => {
        while (atWork.size > 0) await Promise.allSettled(atWork);
      });
      // Forced, it leaves the jobs behind: their locks run out and another worker takes them.
      await close(!quiet);
    },
  };
}

/** A command to a node that is just leaving a cluster was seen to get no answer at all, not even that it failed. */
async function untilReady(worker: AnyWorker): Promise<void> {
  const isReady = await within(readyDeadlineMs, () => worker.waitUntilReady());
  if (!isReady) throw new Error(`The worker of the queue ${worker.name} was not ready within ${readyDeadlineMs} ms.`);
}

/** Whether the work ended in time. */
export async function within(deadlineMs: number, work: () => Promise<void>): Promise<boolean> {
  const timer = new AbortController();
  const late = after(deadlineMs, false, { signal: timer.signal }).catch(() => false);
  try {
    return await Promise.race([work().then(() => true), late]);
  } finally {
    timer.abort();
  }
}
