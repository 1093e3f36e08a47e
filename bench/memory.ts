import { performance } from 'node:perf_hooks';
import { openJobs } from '../jobs/jobs.ts';
import { systemClock } from '../src/clock.ts';
import type {
  CommunityId,
  DeliveryId,
  EnrolmentId,
  LocalTime,
  MemberId,
  OccurrenceId,
  ProgramId,
  Zone,
} from '../src/engine/ids.ts';
import type { Due } from '../src/engine/ports/scheduler.ts';
import type { CommunityStores } from '../src/engine/ports/stores.ts';
import { systemRandom } from '../src/random.ts';
import { type FastSlack, startFastSlack } from './fast-slack.ts';
import type { Ground } from './ground.ts';
import { answers, startProcess } from './kith-process.ts';
import { SIGNING_SECRET } from './presses.ts';
import type { Measured, Scenario } from './scenario.ts';
import { found, OURS, quietLog, SLOT, type Village } from './village.ts';

const TARGET_MB = 150;
/** Workspaces and people of each: so many that no pace of Slack's holds anything back. */
const WORKSPACES = 100;
const PEOPLE_EACH = 10;

/** A workspace with people to whom a check-in is due now. */
async function workspace(village: Village, number: number): Promise<readonly Due[]> {
  const { database, program } = village;
  const now = Date.now();
  const team = `T${String(number).padStart(8, '0')}`;
  await database.installations.save(
    team,
    JSON.stringify({
      team: { id: team, name: `Bench ${number}` },
      isEnterpriseInstall: false,
      user: { id: 'U0INSTALLER' },
      bot: { token: `xoxb-bench-${number}`, id: 'B0KITH', userId: 'U0KITH', scopes: ['chat:write'] },
    }),
  );
  return database.transactor.run(async (stores) => {
    const community = await stores.communities.open(
      { platform: 'slack', externalId: team, name: `Bench ${number}` },
      { id: systemRandom.id() as CommunityId, mode: 'community', language: 'en', zone: null, createdAt: now },
    );
    const within = stores.in(community.id);
    const own = { ...program, id: systemRandom.id() as ProgramId };
    await within.programs.add(own);
    const due: Due[] = [];
    for (let person = 0; person < PEOPLE_EACH; person++)
      due.push(await prompt(within, own.id, `U${number}X${person}`, now));
    return due;
  });
}

async function prompt(within: CommunityStores, program: ProgramId, person: string, now: number): Promise<Due> {
  const member = await within.members.put({
    id: systemRandom.id() as MemberId,
    externalId: person,
    name: person,
    zone: 'UTC' as Zone,
    language: 'en',
    place: 'direct',
    weekday: 1,
    time: '10:00' as LocalTime,
    // None: the bench runs at any hour.
    quietFrom: '00:00' as LocalTime,
    quietTo: '00:00' as LocalTime,
    snoozedUntil: null,
    country: null,
    daysOff: true,
    publicThanks: null,
    ledger: null,
    status: 'joined',
    joinedAt: now,
    eraseAt: null,
    leavesNotes: false,
  });
  const enrolment = await within.enrolments.put({
    id: systemRandom.id() as EnrolmentId,
    program,
    member: member.id,
    status: 'active',
    every: 1,
    chosenEvery: 1,
    ignoredInRow: 0,
    lastSlot: SLOT,
    nextSlot: null,
    nextDueAt: null,
  });
  const occurrence = await within.occurrences.add({
    id: systemRandom.id() as OccurrenceId,
    program,
    enrolment: enrolment.id,
    member: member.id,
    slot: SLOT,
    dueAt: now,
    expiresAt: now + 86_400_000,
    state: 'waiting',
    prompt: null,
    question: null,
  });
  const id = systemRandom.id() as DeliveryId;
  await within.deliveries.add([
    {
      id,
      subject: { kind: 'prompt', occurrence: occurrence.id, member: member.id },
      to: { kind: 'direct', person },
      dueAt: now,
      expiresAt: now + 3_600_000,
      state: 'pending',
      reason: null,
      attempts: 0,
      receipt: null,
    },
  ]);
  return { id, at: now };
}

function environmentOf(village: Village, redisUrl: string, slack: FastSlack): Readonly<Record<string, string>> {
  return {
    KITH_ROLE: 'worker',
    DATABASE_URL: village.url,
    REDIS_URL: redisUrl,
    KITH_ENCRYPTION_KEYS: village.keys,
    SLACK_CLIENT_ID: '1.2',
    SLACK_CLIENT_SECRET: 'bench-client-secret',
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
    DISCORD_TOKEN: 'a token that nothing is sent with',
    DISCORD_APPLICATION_ID: '123456789012345678',
  };
}

/** Resident memory of the production worker after its start and after it has delivered, in MB. */
async function residents(ground: Ground): Promise<{ readonly started: number; readonly delivered: number }> {
  const village = await found(await ground.database());
  const redis = await ground.redis();
  const slack = await startFastSlack();
  const worker = await startProcess('src/main.ts', environmentOf(village, redis.url, slack), (address) =>
    answers(`${address}/readyz`),
  );
  const backend = { kind: 'redis', url: redis.url, prefix: '{kith}' } as const;
  const jobs = await openJobs({ backend, clock: systemClock, log: quietLog });
  try {
    const started = worker.residentMb();
    for (let number = 0; number < WORKSPACES; number++) {
      await jobs.scheduler.schedule(await workspace(village, number));
    }
    const deadline = performance.now() + 120_000;
    const wanted = WORKSPACES * PEOPLE_EACH;
    for (;;) {
      const { rows } = await village.pool.query<{ sent: number }>(
        `select count(*)::integer as sent from kith.deliveries where state = 'sent' and community_id = any(${OURS})`,
      );
      if (rows[0]?.sent === wanted) break;
      if (performance.now() > deadline) {
        throw new Error(`of ${wanted} ${rows[0]?.sent} were delivered\n${worker.printed().slice(0, 2000)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return { started, delivered: worker.residentMb() };
  } finally {
    await jobs.stop();
    await worker.stop();
    await slack.stop();
    await village.close();
  }
}

export const memory: Scenario = {
  name: 'memory',
  about: `resident memory of a worker for both platforms with PostgreSQL and Redis, as npm run worker starts it, once it is ready, and after ${WORKSPACES * PEOPLE_EACH} deliveries in ${WORKSPACES} workspaces`,
  async run(ground) {
    const { started, delivered } = await residents(ground);
    const resident = (name: string, value: number): Measured => ({
      name,
      value,
      unit: 'MB',
      target: `≤ ${TARGET_MB} MB`,
      met: value <= TARGET_MB,
    });
    return [resident('memory-started', started), resident('memory-delivered', delivered)];
  },
};
