import { dateIn } from '../cadence/slots.ts';
import { UTC } from '../cadence/zones.ts';
import type { CommunityId, EpochMs } from '../ids.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Platforms, Spread } from '../ports/platform.ts';
import type { Random } from '../ports/random.ts';
import type { Transactor } from '../ports/stores.ts';
import type { DueEnrolment, Planned } from '../ports/work-store.ts';
import { isPutOff, putOff } from '../programs/putting-off.ts';
import type { Delivery } from '../records/delivery.ts';
import { platformHere } from './delivering.ts';
import { planAgain, planOne } from './plan.ts';
import { spread } from './spread.ts';

/** How far ahead the planner looks: two of its one-minute rounds, so that one may be missed (ms). */
export const HORIZON_MS = 2 * 60_000;
const BATCH = 500;
/** After this a member who could not be planned is tried again (ms), perhaps by a process whose newer runtime knows their zone. */
const PUT_OFF_MS = 60 * 60_000;
/** For a community whose platform is not configured here. It is planned all the same: left alone it would stay due, and come first in every batch. */
const UNSPREAD: Spread = { everyMs: 0, burst: 1 };

/** A delivery whose row is committed. */
export type Written = Pick<Delivery, 'id' | 'dueAt'> & { readonly community: CommunityId };
/** One of the planner's, which may be dropped already. */
type WrittenPlan = Written & Pick<Delivery, 'state' | 'reason'>;

interface Planning {
  readonly transactor: Transactor;
  readonly platforms: Platforms;
  readonly clock: Clock;
  readonly calendar: Calendar;
  readonly random: Random;
  readonly log: Log;
  /** Has what was written delivered. */
  readonly schedule: (written: readonly Written[]) => Promise<void>;
}

/** A batch under way: how many are due in it, known long before they are written, and when the stores are at work on writing them. */
interface Batch {
  readonly due: Promise<number>;
  readonly writing: Promise<void>;
  readonly written: Promise<readonly WrittenPlan[]>;
}

/**
 * Plans what is due within {@link HORIZON_MS}, in batches, and says how many slots were planned. Three stores work at once instead of waiting for each other:
 * while one batch is written, the last is enqueued and the next is read and computed. Batches are written in the order in which they were read, so that turns
 * go by due times; never more than two are under way. Where all connections share one session the next begins when the last has ended.
 *
 * @param most enrolments in a batch
 * @throws what the stores throw; what was written before is enqueued, the rest is due still
 */
export async function planDue(on: Planning, most = BATCH): Promise<number> {
  let total = 0;
  let before: Batch = { due: Promise.resolve(0), writing: Promise.resolve(), written: Promise.resolve([]) };
  let enqueuing: Promise<unknown> = Promise.resolve();

  /** Has a batch that is written enqueued as soon as the stores are at work on the next. */
  async function enqueue(batch: Batch, next?: Batch): Promise<void> {
    const deliveries = await batch.written;
    await next?.writing;
    for (const { id, community, reason } of deliveries.filter(({ state }) => state === 'dropped'))
      on.log.info('delivery.dropped', { delivery: id, community, reason });
    await on.schedule(deliveries.filter(({ state }) => state === 'pending'));
  }

  let batch = before;
  try {
    for (;;) {
      batch = begin(on, before.written, most);
      await Promise.all([before.written, enqueuing]);
      enqueuing = enqueue(before, batch);
      // Whoever waits for it hears of a failure.
      enqueuing.catch(() => undefined);
      const due = await batch.due;
      total += due;
      before = batch;
      if (due < most) break;
    }
    await Promise.all([batch.written, enqueuing]);
    enqueuing = enqueue(batch);
    return total;
  } finally {
    // What failed rolls back the one behind it as well; nothing is left running.
    await Promise.allSettled([before.written, batch.written]);
    await enqueuing;
  }
}

/** Begins a batch; it is written after `before`. */
function begin(on: Planning, before: Promise<unknown>, most: number): Batch {
  const { transactor, platforms, clock, calendar } = on;
  const read = Promise.withResolvers<number>();
  const writing = Promise.withResolvers<void>();
  const written = transactor.run(async ({ work }) => {
    const now = clock.now();
    const due = await work.dueEnrolments(now + HORIZON_MS, most);
    read.resolve(due.length);
    await calendar.learn(countriesOf(due), dateIn(UTC, now));
    const planned = due.map((one) => ({
      planned: planOrPutOff(on, one, now),
      spread: platformHere(platforms, one.community)?.spread ?? UNSPREAD,
    }));
    await before;
    const plans = await spread(work, planned, now, on.random);
    const inserted = work.plan(plans);
    writing.resolve();
    return writtenOf(plans, await inserted);
  });
  written.catch(read.reject).finally(writing.resolve);
  // Whoever waits for the number hears of a failure, too, and waits for the batch before first.
  read.promise.catch(() => undefined);
  return { due: read.promise, writing: writing.promise, written };
}

/** One that cannot be planned would hold up everybody for ever: due first, it would be in every batch. */
function planOrPutOff({ random, calendar, log }: Planning, one: DueEnrolment, now: EpochMs): Planned {
  const { community, enrolment } = one;
  try {
    return isPutOff(enrolment)
      ? planAgain(one, now, now + HORIZON_MS, random, calendar)
      : planOne(one, now, random, calendar);
  } catch (error) {
    log.error('plan.failed', error, { community: community.id, enrolment: enrolment.id });
    const later = putOff(enrolment, now + PUT_OFF_MS);
    return { community: community.id, enrolment: later, occurrence: null, delivery: null, skipped: [] };
  }
}

/** Whose holidays the planner will ask about. */
function countriesOf(due: readonly DueEnrolment[]): ReadonlySet<string> {
  const named = due.flatMap(({ member, community }) => [member.country, community.country]);
  return new Set(named.filter((country) => country !== null));
}

/** Of what was planned, what is in the stores now: one delivery may serve many, and a slot keeps the one it has. */
function writtenOf(plans: readonly Planned[], deliveries: readonly Delivery[]): readonly WrittenPlan[] {
  const communities = new Map(plans.map(({ community, delivery }) => [delivery?.id, community]));
  return deliveries.flatMap(({ id, dueAt, state, reason }) => {
    const community = communities.get(id);
    return community === undefined ? [] : [{ id, dueAt, state, reason, community }];
  });
}
