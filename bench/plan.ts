import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { createCalendar } from '../adapters/calendar/calendar.ts';
import { openJobs } from '../jobs/jobs.ts';
import { movableClock, systemStopwatch } from '../src/clock.ts';
import { createEngine } from '../src/engine/engine.ts';
import type { Platforms } from '../src/engine/ports/platform.ts';
import { systemRandom } from '../src/random.ts';
import type { Ground } from './ground.ts';
import { alternating, timed } from './rounds.ts';
import type { Scenario } from './scenario.ts';
import { DUE, found, quietLog, rewind, settle, type Village } from './village.ts';

/** The planner runs this long before they are due: within its horizon of two minutes. */
const AHEAD_MS = 90_000;

/** Planning calls no platform; it asks only how fast a community's prompts may go: on Slack. */
const noPlatforms: Platforms = {
  of: () => ({ ...silent, spread: { everyMs: 200, burst: 10 } }),
  all: () => [],
};
const never = () => {
  throw new Error('the planner asked a platform for something');
};
const silent = {
  features: { profileZone: true, directByDefault: true, absences: 0 },
  paces: never,
  send: never,
  find: never,
  withdraw: never,
  profile: never,
  look: never,
  absences: never,
};

/** What planning must write at the least: one statement for all rows, and next week as seven days later. */
const ONE_STATEMENT = `
  with due as (
    select e.community_id, e.id, e.program_id, e.member_id, e.next_slot, e.next_due_at, m.external_id,
      p.window_minutes, p.expiry_minutes, left(md5(random()::text), 21) || 'o' as occurrence_id,
      left(md5(random()::text), 21) || 'd' as delivery_id
    from kith.enrolments e
    join kith.programs p on p.community_id = e.community_id and p.id = e.program_id and p.status = 'active'
    join kith.members m on m.community_id = e.community_id and m.id = e.member_id and m.status = 'joined'
    where e.status = 'active' and e.next_due_at <= $1
    for no key update of e skip locked
  ), advanced as (
    update kith.enrolments e
    set last_slot = d.next_slot, next_slot = to_char(d.next_slot::date + 7, 'YYYY-MM-DD'),
      next_due_at = d.next_due_at + 604800000
    from due d where e.community_id = d.community_id and e.id = d.id
  ), occurred as (
    insert into kith.occurrences (community_id, id, program_id, enrolment_id, member_id, slot, due_at, expires_at, state)
    select community_id, occurrence_id, program_id, id, member_id, next_slot, next_due_at,
      next_due_at + expiry_minutes * 60000, 'waiting' from due
    on conflict (community_id, enrolment_id, slot) do nothing
  )
  insert into kith.deliveries (community_id, id, kind, occurrence_id, member_id, to_kind, to_id, due_at, expires_at,
    state, attempts)
  select community_id, delivery_id, 'prompt', occurrence_id, member_id, 'direct', external_id, next_due_at,
    next_due_at + window_minutes * 60000, 'pending', 0 from due
  on conflict do nothing
  returning id, due_at`;

interface Race {
  ours(): Promise<number>;
  baseline(): Promise<number>;
  close(): Promise<void>;
}

async function race(ground: Ground, people: number): Promise<Race> {
  const village: Village = await found(await ground.database());
  await settle(village, people);
  const redis = await ground.redis();
  const clock = movableClock();
  const jobs = await openJobs({ backend: { kind: 'redis', url: redis.url, prefix: '{kith}' }, clock, log: quietLog });
  const engine = createEngine({
    transactor: village.database.transactor,
    platforms: noPlatforms,
    scheduler: jobs.scheduler,
    clock,
    stopwatch: systemStopwatch,
    calendar: createCalendar(quietLog),
    random: systemRandom,
    log: quietLog,
    operator: 'Bench',
  });
  const connection = new Redis(redis.url);
  const queue = new Queue('deliver', { connection, prefix: '{kith}', skipVersionCheck: true });

  async function oneStatement(): Promise<void> {
    const { rows } = await village.pool.query<{ id: string; due_at: string }>(ONE_STATEMENT, [DUE]);
    const opts = { attempts: 1, removeOnComplete: true, removeOnFail: true };
    await queue.addBulk(
      rows.map(({ id, due_at }) => ({
        name: 'deliver',
        data: { id },
        opts: { ...opts, jobId: id, delay: Number(due_at) - clock.now() },
      })),
    );
  }

  /** Both must have written and enqueued everything, or their times say nothing. */
  async function round(work: () => Promise<unknown>): Promise<number> {
    await rewind(village);
    await redis.flush();
    clock.moveTo(DUE - AHEAD_MS);
    const took = await timed(work);
    const { rows } = await village.pool.query<{ count: number }>(
      `select count(*)::integer as count from kith.deliveries d join kith.occurrences o on o.id = d.occurrence_id
        join kith.enrolments e on e.id = o.enrolment_id and e.last_slot = o.slot and e.next_due_at > d.due_at
        where d.community_id = $1`,
      [village.community.id],
    );
    const { delayed, waiting } = await queue.getJobCounts('delayed', 'waiting');
    if (rows[0]?.count !== people || (delayed ?? 0) + (waiting ?? 0) !== people)
      throw new Error('not everything was planned');
    return took;
  }

  return {
    ours: () => round(() => engine.plan()),
    baseline: () => round(oneStatement),
    async close() {
      await queue.close();
      connection.disconnect();
      await jobs.stop();
      await village.close();
    },
  };
}

export const plan: Scenario = {
  name: 'plan',
  about:
    'enrolments due at once (weekly, six zones, quiet hours) are planned by the engine in batches and enqueued, beside one SQL statement that writes the same rows and one addBulk of the same jobs',
  async run(ground, { rounds, due }) {
    const few = await race(ground, due);
    let times: Awaited<ReturnType<typeof alternating>>;
    try {
      times = await alternating(rounds, few);
    } finally {
      await few.close();
    }
    return [
      {
        name: 'plan',
        value: (due / times.ours) * 1000,
        unit: `due/s of ${due}`,
        baseline: (due / times.baseline) * 1000,
        ratio: times.baseline / times.ours,
        target: '≥ 0.8 ×',
        met: times.baseline / times.ours >= 0.8,
      },
    ];
  },
};
