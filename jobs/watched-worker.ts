import type { AnyQueue, OpenBackend } from './backends/backend.ts';
import { type RunningWorker, startWorker, type WorkerSettings } from './worker.ts';

/** How often to look whether the worker has fallen asleep over jobs that are due, and how late they have to be (ms). */
const lookEveryMs = 5_000;
const overdueMs = 1_000;

/**
 * Starts a worker, and another in its place when jobs are due and nobody takes any. One that waited on a node of a Redis Cluster when that
 * was lost was seen to wait for ever: nobody answers it, and it is not told.
 */
export async function startWatchedWorker(
  backend: OpenBackend,
  queue: AnyQueue,
  settings: WorkerSettings,
): Promise<RunningWorker> {
  let changes = 0;
  const begin = () =>
    startWorker(backend, {
      ...settings,
      changed: () => {
        changes += 1;
        settings.changed();
      },
    });
  let worker = await begin();
  let stopped = false;
  let looking = false;
  let changesBefore = -1;

  async function look(): Promise<void> {
    const overdue = await queue.getDelayedCount(Date.now() - overdueMs);
    const { active = 0, waiting = 0 } = await queue.getJobCounts('active', 'waiting');
    const stuck = overdue + waiting > 0 && active === 0 && changes === changesBefore;
    changesBefore = changes;
    if (!stuck || stopped) return;
    const [asleep, fresh] = [worker, await begin()];
    if (!stopped) worker = fresh;
    await (stopped ? fresh : asleep).stop(0);
  }

  const watch = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch((error: Error) => settings.trouble(`queue ${settings.queue}`, error))
      .finally(() => {
        looking = false;
      });
  }, lookEveryMs);
  return {
    wake: () => worker.wake(),
    async stop(graceMs) {
      stopped = true;
      clearInterval(watch);
      await worker.stop(graceMs);
    },
  };
}
