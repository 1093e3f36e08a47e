import { createCalendar } from '../adapters/calendar/calendar.ts';
import { openJobs } from '../jobs/jobs.ts';
import { type MovableClock, movableClock, systemStopwatch } from '../src/clock.ts';
import { createEngine } from '../src/engine/engine.ts';
import type { CommunityId } from '../src/engine/ids.ts';
import type { Log } from '../src/engine/ports/log.ts';
import type { Platform } from '../src/engine/ports/platform.ts';
import type { Due, Scheduler } from '../src/engine/ports/scheduler.ts';
import { systemRandom } from '../src/random.ts';
import { forget } from './communities.ts';
import { counting } from './counting.ts';
import { DUE, quietLog, type Village } from './village.ts';

/** They are enqueued this long before they are due. */
const AHEAD_MS = 5_000;
/** Jobs at work at once in each worker: the default of a worker process. */
export const CONCURRENCY = 20;

export interface PacedRun {
  /** How long after its own time, and after its planned turn, each arrived (ms). */
  readonly lateMs: readonly number[];
  readonly behindMs: readonly number[];
  /** How often a delivery was woken and had to wait for its slot. */
  readonly waits: number;
  /** What the planner enqueued. */
  readonly planned: readonly Due[];
}

/**
 * Plans everything, has it delivered by as many workers as there are platforms given, until so many have arrived, and says how late each of them was;
 * of one community alone where one is named.
 */
export async function deliverAll(
  village: Village,
  redisUrl: string,
  platforms: readonly Platform[],
  expected: number,
  of?: CommunityId,
): Promise<PacedRun> {
  await forget(village);
  const clock: MovableClock = movableClock(DUE - AHEAD_MS);
  const lateMs: number[] = [];
  const behindMs: number[] = [];
  let waits = 0;
  const all = counting(expected);
  const log: Log = {
    ...quietLog,
    info(event, { community, lateMs: late, behindMs: behind } = {}) {
      if (event === 'delivery.paced') waits += 1;
      if (event !== 'delivery.sent' || (of !== undefined && community !== of)) return;
      lateMs.push(Number(late));
      behindMs.push(Number(behind));
      all.count();
    },
  };
  const planned: Due[] = [];
  const keep: Scheduler = { schedule: async (due) => void planned.push(...due) };
  const nothing = async () => 0;
  const workers = [];
  for (const platform of platforms) {
    const ports = {
      transactor: village.database.transactor,
      platforms: { of: () => platform, all: () => [] },
      scheduler: keep,
      clock,
      random: systemRandom,
      calendar: createCalendar(quietLog),
      stopwatch: systemStopwatch,
      log,
      operator: 'Bench',
    };
    const engine = createEngine(ports);
    const backend = { kind: 'redis', url: redisUrl, prefix: '{kith}' } as const;
    const jobs = await openJobs({ backend, clock, log: quietLog, concurrency: CONCURRENCY });
    workers.push({ engine, jobs });
  }
  const [first] = workers;
  if (first === undefined) throw new Error('nobody is to deliver');
  clock.moveTo(DUE - AHEAD_MS);
  await first.engine.plan();
  if (of === undefined && planned.length !== expected) throw new Error(`of ${expected} ${planned.length} were planned`);
  clock.moveTo(DUE - AHEAD_MS);
  await first.jobs.scheduler.schedule(planned);
  if (clock.now() > DUE) throw new Error('they were due before they were enqueued');
  for (const { engine, jobs } of workers)
    await jobs.start({
      deliver: (id) => engine.deliver(id),
      plan: nothing,
      expire: nothing,
      sweep: nothing,
      purge: nothing,
      askAbsences: nothing,
      lookUp: nothing,
    });
  try {
    await all.reached;
  } finally {
    for (const { jobs } of workers) await jobs.stop();
  }
  return { lateMs, behindMs, waits, planned };
}
