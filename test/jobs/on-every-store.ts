import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { type Jobs, type JobsOptions, openJobs, type QueueBackend } from '../../jobs/jobs.ts';
import { NotedLog } from './noted.ts';
import { type Store, stores } from './stores.ts';

/** What each test finds: an empty store, a clock that may be set ahead, a log to read. */
export class TestBed {
  readonly log = new NotedLog();
  readonly clock = { ahead: 0, now: () => Date.now() + this.clock.ahead };
  readonly backend: QueueBackend;
  readonly #opened: Jobs[] = [];

  constructor(backend: QueueBackend) {
    this.backend = backend;
  }

  /** Opens the queues, as one process of several may; they are stopped when the test ends. */
  async open(more: Partial<JobsOptions> = {}): Promise<Jobs> {
    const jobs = await openJobs({ backend: this.backend, clock: this.clock, log: this.log, ...more });
    this.#opened.push(jobs);
    return jobs;
  }

  async close(): Promise<void> {
    await Promise.all(this.#opened.map((jobs) => jobs.stop()));
  }
}

/** Declares the same tests for Redis, PostgreSQL and PGlite. Each asks for its own bed. */
export function onEveryStore(declare: (freshBed: () => TestBed) => void): void {
  describe.each(Object.entries(stores))('on %s', (_, openStore) => {
    let store: Store;
    let bed: TestBed;

    beforeAll(async () => {
      store = await openStore();
    });
    afterAll(() => store.close());

    beforeEach(async () => {
      bed = new TestBed(await store.fresh());
    });
    afterEach(() => bed.close());

    declare(() => bed);
  });
}
