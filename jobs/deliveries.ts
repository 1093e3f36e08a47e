import { EventEmitter, once } from 'node:events';
import { setImmediate as immediately } from 'node:timers/promises';
import { DelayedError, ErrorCode, type Job, Queue } from 'bullmq';
import type { Clock } from '../src/engine/ports/clock.ts';
import type { Log } from '../src/engine/ports/log.ts';
import type { Due, Scheduler } from '../src/engine/ports/scheduler.ts';
import type { AnyQueue, OpenBackend } from './backends/backend.ts';
import { type DeliverPayload, deliverJob } from './deliver.job.ts';
import type { Work } from './job.ts';
import type { Trouble } from './trouble.ts';
import { startWatchedWorker } from './watched-worker.ts';
import { closeDeadlineMs, forgotten, type RunningWorker, streams, within } from './worker.ts';

const name = 'deliver';
/** BullMQ's Redis scripts pack time and order into one double, which ends in 2039; who wakes early is told to come again. */
const longestDelayMs = 30 * 24 * 60 * 60_000;
/** A wish to be woken sooner than this would keep the worker busy with nothing else. */
const shortestAgainMs = 5;
/** A delivery that throws is tried so often, a lock's time apart; then it is the sweep's. */
const triesBeforeSweep = 10;
const batchSize = 100;
const promotedAtOnce = 50;
/** How often `idle` looks although nothing was heard: other processes work on the same queue. */
const lookAgainMs = 100;

/** Due and waiting for a worker, at work, and waiting for their time. */
export type Depth = Readonly<Record<'waiting' | 'active' | 'delayed', number>>;

export interface Deliveries {
  readonly scheduler: Scheduler;
  start(work: Work): Promise<void>;
  promote(): Promise<void>;
  idle(timeoutMs: number): Promise<void>;
  flush(): Promise<void>;
  depth(): Promise<Depth>;
  drain(graceMs: number): Promise<void>;
  close(): Promise<unknown>;
}

export interface DeliveriesSettings {
  readonly clock: Clock;
  readonly log: Log;
  readonly trouble: Trouble;
  readonly concurrency: number;
  readonly lockMs: number;
}

/** The queue of deliveries: one job each, with the delivery's id as its own. */
export function openDeliveries(backend: OpenBackend, settings: DeliveriesSettings): Deliveries {
  const { trouble } = settings;
  const queue: AnyQueue = new Queue(name, { ...backend.producing, streams }, backend.factory);
  queue.on('error', (error) => trouble(`queue ${name}`, error));
  const changes = new EventEmitter();
  let worker: RunningWorker | undefined;
  const wake = async () => {
    if (backend.needsWaking) await worker?.wake();
  };
  return {
    scheduler: {
      async schedule(due) {
        for (let from = 0; from < due.length; from += batchSize) {
          // Putting jobs together keeps the process busy: whoever has something to send, or waits for an answer, goes first.
          await immediately();
          await queue.addBulk(due.slice(from, from + batchSize).map((one) => jobFor(one, settings)));
        }
        if (due.length > 0) await wake();
      },
    },
    async start(work) {
      worker = await startWatchedWorker(backend, queue, {
        ...settings,
        queue: name,
        run: (job, token) => deliver(work, queue, job, token),
        changed: () => void changes.emit('change'),
      });
    },
    async promote() {
      // Not `promoteJobs`: on PostgreSQL it makes a job wait again that a worker has just taken, and it goes on until
      // nothing is delayed, which those who find they are early keep from happening.
      const delaying = queue.getBackend();
      const ids = (await delaying.getRanges(['delayed'], 0, -1, true)).flat();
      for (let from = 0; from < ids.length; from += promotedAtOnce) {
        const some = ids.slice(from, from + promotedAtOnce);
        await Promise.all(some.map((id) => delaying.changeDelay(id, 0).catch(unlessTaken)));
      }
      await wake();
    },
    idle: (timeoutMs) => untilIdle(queue, changes, timeoutMs),
    flush: () => queue.obliterate({ force: true }),
    async depth() {
      const { waiting = 0, active = 0, delayed = 0 } = await queue.getJobCounts('waiting', 'active', 'delayed');
      return { waiting, active, delayed };
    },
    async drain(graceMs) {
      await worker?.stop(graceMs);
    },
    close: () => within(closeDeadlineMs, () => queue.close()),
  };
}

function jobFor({ id, at }: Due, { clock, lockMs }: DeliveriesSettings) {
  const data: DeliverPayload = { id };
  const delay = Math.min(Math.max(0, Math.ceil(at - clock.now())), longestDelayMs);
  // What throws has usually lost the database for a moment: whatever was due meanwhile would wait for the sweep.
  const again = { attempts: triesBeforeSweep, backoff: { type: 'fixed', delay: lockMs } };
  return { name, data, opts: { ...forgotten, ...again, jobId: id, delay } };
}

async function deliver(work: Work, queue: AnyQueue, job: Job<unknown>, token: string | undefined): Promise<void> {
  const outcome = await deliverJob.run(work, job.data);
  if (outcome === 'done') return;
  const { againInMs, other } = outcome;
  if (other) await queue.getBackend().changeDelay(other.id, delayOf(other.inMs)).catch(unlessTaken);
  await job.moveToDelayed(Date.now() + delayOf(againInMs), token);
  // BullMQ's sign that the job was moved by its own processor.
  throw new DelayedError();
}

function delayOf(againInMs: number): number {
  return Math.min(Math.max(shortestAgainMs, Math.ceil(againInMs)), longestDelayMs);
}

/** Workers may take a job, or finish it, before its turn to be changed comes. */
function unlessTaken(error: Error & { readonly code?: unknown }): void {
  if (error.code !== ErrorCode.JobNotExist && error.code !== ErrorCode.JobNotInState) throw error;
}

async function untilIdle(queue: AnyQueue, changes: EventEmitter, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const changed = once(changes, 'change', { signal: AbortSignal.timeout(lookAgainMs) }).catch(() => undefined);
    // In the order in which jobs go from one to the next, so that none slips through between the two questions.
    const due = await queue.getDelayedCount(Date.now() + 1);
    const { active = 0, waiting = 0 } = await queue.getJobCounts('active', 'waiting');
    if (due + waiting + active === 0) return;
    if (Date.now() > deadline) {
      throw new Error(`Deliveries were not done within ${timeoutMs} ms: ${due + waiting} waiting, ${active} active.`);
    }
    await changed;
  }
}
