import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface Seen {
  /** Messages posted since the start. */
  readonly posted: number;
  /** Conversations opened since the start. */
  readonly opened: number;
  /** The form of the last message. */
  readonly lastBody: string;
  /** When something was posted to each response address since the last look, in milliseconds of `process.hrtime`. */
  readonly responses: ReadonlyMap<string, number>;
}

/**
 * A server that answers like Slack's Web API and checks nothing, in a thread of its own: the validating local Slack of the tests would
 * cost more than what is measured.
 */
export interface FastSlack {
  readonly apiUrl: string;
  /** Where interactions are answered: this and a name. */
  readonly responseUrl: string;
  seen(): Promise<Seen>;
  stop(): Promise<void>;
}

export async function startFastSlack(): Promise<FastSlack> {
  const thread = new Worker(new URL('./fast-slack.worker.ts', import.meta.url));
  const [{ port }] = (await once(thread, 'message')) as [{ readonly port: number }];
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    responseUrl: `http://127.0.0.1:${port}/response/`,
    async seen() {
      thread.postMessage('seen');
      const [seen] = (await once(thread, 'message')) as [Seen];
      return seen;
    },
    async stop() {
      await thread.terminate();
    },
  };
}
