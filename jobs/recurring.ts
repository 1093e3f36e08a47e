import { type Job, Queue } from 'bullmq';
import type { Log } from '../src/engine/ports/log.ts';
import type { AnyQueue, OpenBackend } from './backends/backend.ts';
import { recurringJobs } from './index.ts';
import type { RecurringName, Work } from './job.ts';
import type { Trouble } from './trouble.ts';
import { startWatchedWorker } from './watched-worker.ts';
import { closeDeadlineMs, forgotten, streams, within } from './worker.ts';

const name = 'recurring';
/**
 * How long a process that fell silent keeps one of these jobs (ms). Others look twice in that time who did, so that a killed planner is followed within
 * eight seconds. Whoever only was slow works beside its follower: the rows that one of them has locked, the other leaves alone.
 */
const longestLockMs = 4_000;
/** How often to look whether the schedules are still there: a flushed Redis has lost the sweep, too. */
const longestWatchMs = 60_000;

export interface Recurring {
  drain(graceMs: number): Promise<void>;
  close(): Promise<unknown>;
}

export interface RecurringSettings {
  readonly log: Log;
  readonly trouble: Trouble;
  readonly lockMs: number;
  /** Other intervals than the jobs' own, in milliseconds. */
  readonly every: Partial<Record<RecurringName, number>>;
}

/** Starts the jobs that wake by themselves, and has one sweep done now: what an earlier life left behind need not wait. */
export async function startRecurring(
  backend: OpenBackend,
  work: Work,
  settings: RecurringSettings,
): Promise<Recurring> {
  const { trouble } = settings;
  const queue: AnyQueue = new Queue(name, { ...backend.producing, streams }, backend.factory);
  queue.on('error', (error) => trouble(`queue ${name}`, error));
  const wanted = recurringJobs.map((kind) => ({ ...kind, everyMs: settings.every[kind.name] ?? kind.everyMs }));

  const keep = async () => {
    const known = new Map((await queue.getJobSchedulers()).map((one) => [one.key, one]));
    for (const { name: job, everyMs } of wanted) {
      const { every, next = 0 } = known.get(job) ?? {};
      if (every === everyMs && next > Date.now() - 2 * everyMs) continue;
      await queue.upsertJobScheduler(job, { every: everyMs }, { name: job, data: {}, opts: forgotten });
    }
  };
  await keep();
  await queue.add('sweep', {}, { ...forgotten, jobId: 'sweep-at-start' });
  const worker = await startWatchedWorker(backend, queue, {
    ...settings,
    queue: name,
    lockMs: Math.min(settings.lockMs, longestLockMs),
    concurrency: recurringJobs.length,
    run: (job) => runRecurring(work, job),
    changed: () => undefined,
  });
  const watch = setInterval(
    () => void keep().catch((error) => trouble('schedules', error)),
    Math.min(longestWatchMs, ...wanted.map((kind) => kind.everyMs)),
  );
  return {
    async drain(graceMs) {
      clearInterval(watch);
      await worker.stop(graceMs);
    },
    close: () => within(closeDeadlineMs, () => queue.close()),
  };
}

async function runRecurring(work: Work, job: Job<unknown>): Promise<void> {
  const kind = recurringJobs.find((one) => one.name === job.name);
  if (!kind) throw new Error(`There is no recurring job of this name.`);
  // Somebody was killed over it, perhaps with rows committed that the queue had not been told of yet.
  if (job.stalledCounter > 0) await work.sweep();
  await kind.run(work, job.data);
}
