import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** What came since the last look. */
export interface Taken {
  /** When each call was taken, the opening of a direct channel too (ms by `process.hrtime`). */
  readonly taken: readonly number[];
  /** Calls answered with 429. */
  readonly refused: number;
}

/** Answers like Slack and like Discord, checks nothing, and takes no more than a limit; in a thread of its own. */
export interface StrictPlatform {
  readonly slackApiUrl: string;
  readonly discordApiUrl: string;
  look(): Promise<Taken>;
  stop(): Promise<void>;
}

/** At most `limit` calls in each window of `windowMs`. */
export async function startStrictPlatform(limit: number, windowMs: number): Promise<StrictPlatform> {
  const thread = new Worker(new URL('./strict-platform.worker.ts', import.meta.url), {
    workerData: { limit, windowMs },
  });
  const [{ port }] = (await once(thread, 'message')) as [{ readonly port: number }];
  return {
    slackApiUrl: `http://127.0.0.1:${port}/api/`,
    discordApiUrl: `http://127.0.0.1:${port}/api`,
    async look() {
      thread.postMessage('look');
      const [taken] = (await once(thread, 'message')) as [Taken];
      return taken;
    },
    async stop() {
      await thread.terminate();
    },
  };
}
