import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Engine } from './engine/engine.ts';
import type { Log } from './engine/ports/log.ts';

/**
 * What `/metrics` tells. Labels are words of our own code (kinds, outcomes, names of jobs and log events), never the id or name of a
 * person, community or delivery: their number is bounded, and nothing in them is about anybody.
 */

/** An empty registry of this Kith's own, with what is known of its process: memory, event loop, garbage. */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'kith_' });
  return registry;
}

/** Seconds: from a database round trip to the platforms' three-second limit and beyond. */
const HANDLING_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5];
/** Seconds: rounds of the recurring jobs take longer, when much is due. */
const JOB_BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60];
/** Seconds beyond the due time: what is held up by a platform's pace, then what an outage did. */
const LATENESS_BUCKETS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 21_600];

/** The engine, with everything that enters it counted and timed. It does exactly what the given one does. */
export function instrument(engine: Engine, registry: Registry): Engine {
  const registers = [registry];
  const events = new Counter({
    name: 'kith_events_total',
    help: 'What people did, by kind, and how it was answered (`rejected`: not at all)',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const handling = new Histogram({
    name: 'kith_event_seconds',
    help: 'How long handling took, from event to reply',
    labelNames: ['kind'],
    buckets: HANDLING_BUCKETS,
    registers,
  });
  const job = jobMeter(registry);
  return {
    answerMode: (event) => engine.answerMode(event),
    complete: (event, reply) => engine.complete(event, reply),
    nextAt: () => engine.nextAt(),
    async handle(event) {
      const { kind } = event;
      const end = handling.startTimer({ kind });
      try {
        const reply = await engine.handle(event);
        events.inc({ kind, outcome: reply.kind });
        return reply;
      } catch (error) {
        events.inc({ kind, outcome: 'rejected' });
        throw error;
      } finally {
        end();
      }
    },
    deliver: (id) => job('deliver', () => engine.deliver(id)),
    plan: () => job('plan', () => engine.plan()),
    expire: () => job('expire', () => engine.expire()),
    sweep: () => job('sweep', () => engine.sweep()),
    lookUp: () => job('look-up', () => engine.lookUp()),
    askAbsences: () => job('absences', () => engine.askAbsences()),
    purge: () => job('purge', () => engine.purge()),
  };
}

/** Counts and times one kind of background work; a delivery that is to be woken once more ends as `again`. */
function jobMeter(registry: Registry) {
  const registers = [registry];
  const jobs = new Counter({
    name: 'kith_jobs_total',
    help: 'Background work, by job and how it ended (`again`: it waits for its turn)',
    labelNames: ['job', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'kith_job_seconds',
    help: 'How long background work took',
    labelNames: ['job'],
    buckets: JOB_BUCKETS,
    registers,
  });
  return async <T>(job: string, work: () => Promise<T>): Promise<T> => {
    const end = seconds.startTimer({ job });
    try {
      const result = await work();
      const again = typeof result === 'object' && result !== null && 'againInMs' in result;
      jobs.inc({ job, outcome: again ? 'again' : 'done' });
      return result;
    } catch (error) {
      jobs.inc({ job, outcome: 'failed' });
      throw error;
    } finally {
      end();
    }
  };
}

/** How a delivery may end: each is a log event `delivery.<outcome>`. */
const ENDS = ['sent', 'dropped', 'failed', 'unknown'] as const;

/** The log, with the ends of deliveries and everything that went wrong counted from its events. */
export function counting(log: Log, registry: Registry): Log {
  const registers = [registry];
  const deliveries = new Counter({
    name: 'kith_deliveries_total',
    help: 'Deliveries by how they ended',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of ENDS) deliveries.inc({ outcome }, 0);
  const lateness = new Histogram({
    name: 'kith_delivery_lateness_seconds',
    help: 'How long after its due time a delivery arrived',
    buckets: LATENESS_BUCKETS,
    registers,
  });
  const behind = new Histogram({
    name: 'kith_delivery_behind_seconds',
    help: 'Of that, how long after the turn it was planned for: without the spreading of what is due at once',
    buckets: LATENESS_BUCKETS,
    registers,
  });
  const troubles = new Counter({
    name: 'kith_troubles_total',
    help: 'Warnings and errors in the log, by event',
    labelNames: ['level', 'event'],
    registers,
  });
  const hear = (event: string, fields: Readonly<Record<string, unknown>> = {}) => {
    const outcome = ENDS.find((end) => event === `delivery.${end}`);
    if (outcome !== undefined) deliveries.inc({ outcome });
    if (typeof fields.lateMs === 'number') lateness.observe(Math.max(0, fields.lateMs / 1000));
    if (typeof fields.behindMs === 'number') behind.observe(Math.max(0, fields.behindMs / 1000));
  };
  return {
    info(event, fields) {
      hear(event, fields);
      log.info(event, fields);
    },
    warn(event, fields) {
      hear(event, fields);
      troubles.inc({ level: 'warn', event });
      log.warn(event, fields);
    },
    error(event, cause, fields) {
      hear(event, fields);
      troubles.inc({ level: 'error', event });
      log.error(event, cause, fields);
    },
  };
}
