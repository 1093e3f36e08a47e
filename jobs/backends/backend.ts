import type { BackendFactory, IQueueBackend, JobProgress, Queue, QueueOptions, Worker, WorkerOptions } from 'bullmq';

/** Where queues live. */
export type QueueBackend =
  | { readonly kind: 'redis'; readonly url: string; readonly prefix: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly embedded: boolean };

/** BullMQ's classes are typed by their connection; which one it is matters only to the backend that made it. */
export type AnyQueue = Queue<unknown, void, string, unknown, void, string, IQueueBackend, unknown>;
export type AnyWorker = Worker<unknown, void, string, IQueueBackend, JobProgress, unknown>;

/** What one worker takes its jobs by; nobody else's. */
export interface Consuming {
  readonly options: Pick<WorkerOptions<unknown>, 'connection' | 'prefix' | 'drainDelay'>;
  /** Once the worker is closed, which leaves it open. */
  close(): void;
}

/** An open connection to the store of the queues. */
export interface OpenBackend {
  readonly factory: BackendFactory<IQueueBackend, unknown>;
  /** For those who add jobs: it fails quickly instead of waiting for a store that is away. */
  readonly producing: Pick<QueueOptions<unknown>, 'connection' | 'prefix' | 'skipVersionCheck'>;
  /** For one worker, which waits for jobs: it waits out a store that is away. */
  consuming(): Consuming;
  /** Nobody tells a waiting worker about new jobs by itself: it has to be woken in this process. */
  readonly needsWaking: boolean;
  /** @throws Error when the store does not answer. */
  ping(): Promise<void>;
  /** Closes all connections, at once and whatever still uses them. */
  close(): Promise<void>;
}
