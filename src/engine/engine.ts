import { askAbsences, hearAbsence } from './away/absences.ts';
import { deliver } from './deliveries/deliver.ts';
import type { Delivered } from './deliveries/delivering.ts';
import { expireBatch } from './deliveries/expire.ts';
import { HORIZON_MS, planDue, type Written } from './deliveries/plan-due.ts';
import type { InboundEvent } from './event.ts';
import { answerModeOf } from './handle.ts';
import type { DeliveryId, EpochMs } from './ids.ts';
import { lookUpRound } from './members/looking-up.ts';
import type { Calendar } from './ports/calendar.ts';
import type { Clock, Stopwatch } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { Platforms } from './ports/platform.ts';
import type { Random } from './ports/random.ts';
import type { Due, Scheduler } from './ports/scheduler.ts';
import type { Transactor } from './ports/stores.ts';
import { purge } from './purge.ts';
import { receive, remove } from './receive.ts';
import type { Delivery } from './records/delivery.ts';
import type { AnswerMode, Reply } from './reply.ts';
import { withChannelLookedAt } from './troubles/chosen-channel.ts';
import { hearInstalled } from './troubles/looking.ts';

export interface Ports {
  readonly transactor: Transactor;
  readonly platforms: Platforms;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly stopwatch: Stopwatch;
  readonly calendar: Calendar;
  readonly random: Random;
  readonly log: Log;
  /** Who hosts this Kith, as onboarding names them; `null` when they did not say. */
  readonly operator: string | null;
  /** Divides leases and the waits between retries; 1 unless told. */
  readonly haste?: number;
}

/** The core: every adapter and job calls one function of it, and it calls back through its ports only. */
export interface Engine {
  /** How this event will be answered, known without any look-up. */
  answerMode(event: InboundEvent): AnswerMode;
  /** The one way in. Never rejects for anything a person did; a bug is logged and answered kindly, with nothing kept. */
  handle(event: InboundEvent): Promise<Reply>;
  /**
   * The reply as it is to be shown, with what only the platform can say (within three seconds). It is asked for when the event is acknowledged, which
   * waits for no platform. Never rejects.
   */
  complete(event: InboundEvent, reply: Reply): Promise<Reply>;
  /** Plans what is due soon, batch by batch; says how many slots were planned. */
  plan(): Promise<number>;
  /** Sends one delivery if it is still wanted, or another whose turn it is. Rejects only for bugs and lost databases. */
  deliver(id: DeliveryId): Promise<Delivered>;
  /** Asks the platforms who of those that are due soon is away; says about how many it learned. A platform that fails is left for later. */
  askAbsences(): Promise<number>;
  /** Closes prompts nobody answered, slows down, says goodbye; says how many. */
  expire(): Promise<number>;
  /** Puts back every unfinished delivery that the scheduler may have forgotten; says how many. */
  sweep(): Promise<number>;
  /** Asks the platforms which paused installations work again and who is still there; says how many members had gone. */
  lookUp(): Promise<number>;
  /** Erases and deletes what has had its time; says how many rows. */
  purge(): Promise<number>;
  /** The next moment (by the clock) at which something happens by itself. */
  nextAt(): Promise<EpochMs | null>;
}

const BATCH = 500;

/** Builds the engine on its ports. */
export function createEngine(ports: Ports): Engine {
  const { transactor, clock, random, calendar } = ports;

  /** For what was just written: each has its line in the log, by which it can be followed. */
  async function schedule(written: readonly Written[]): Promise<void> {
    for (const { id, dueAt, community } of written)
      ports.log.info('delivery.scheduled', { delivery: id, community, dueAt });
    await wake(written);
  }

  async function wake(due: readonly Pick<Delivery, 'id' | 'dueAt'>[]): Promise<void> {
    if (due.length === 0) return;
    const items: readonly Due[] = due.map(({ id, dueAt }) => ({ id, at: dueAt }));
    // The rows are committed: a scheduler that is down now gets them from the sweep.
    await ports.scheduler
      .schedule(items)
      .catch((error: unknown) => ports.log.error('schedule.failed', error, { count: items.length }));
  }

  /** Runs a batch until one comes back short. */
  async function inBatches(batch: () => Promise<number>): Promise<number> {
    let total = 0;
    for (;;) {
      const done = await batch();
      total += done;
      if (done < BATCH) return total;
    }
  }

  return {
    answerMode: answerModeOf,
    handle: async (event) => {
      switch (event.kind) {
        case 'removed':
          await remove(ports, event);
          return { kind: 'nothing' };
        case 'installed':
          await hearInstalled(ports, event);
          return { kind: 'nothing' };
        case 'absence':
          await hearAbsence(ports, event);
          return { kind: 'nothing' };
        default:
          return receive({ ...ports, schedule }, event);
      }
    },
    complete: (event, reply) =>
      withChannelLookedAt(ports, event, reply).catch((error: unknown) => {
        ports.log.error('complete.failed', error, { kind: event.kind });
        return reply;
      }),
    askAbsences: () => askAbsences(ports),
    deliver: (id) => deliver({ ...ports, schedule }, id),
    plan: () => planDue({ ...ports, schedule }),
    expire: () =>
      inBatches(async () => {
        const { closed, goodbyes } = await transactor.run((stores) =>
          expireBatch(stores, clock.now(), random, calendar, ports.log, BATCH),
        );
        await schedule(goodbyes);
        return closed;
      }),
    sweep: async () => {
      let after: DeliveryId | null = null;
      return inBatches(async () => {
        const found: readonly Due[] = await transactor.run(({ work }) =>
          work.unfinished(clock.now() + HORIZON_MS, after, BATCH),
        );
        after = found.at(-1)?.id ?? null;
        await wake(found.map(({ id, at }) => ({ id, dueAt: at })));
        return found.length;
      });
    },
    lookUp: () => lookUpRound(ports),
    purge: () => purge(ports),
    nextAt: () => transactor.run(({ work }) => work.nextAt(clock.now())),
  };
}
