import { WebClient } from '@slack/web-api';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { createCalendar } from '../adapters/calendar/calendar.ts';
import { createSlack } from '../adapters/slack/slack.ts';
import { callSlack } from '../adapters/slack/transport.ts';
import { openJobs } from '../jobs/jobs.ts';
import { movableClock, systemStopwatch } from '../src/clock.ts';
import { createEngine } from '../src/engine/engine.ts';
import type { DeliveryId } from '../src/engine/ids.ts';
import type { Platform } from '../src/engine/ports/platform.ts';
import type { Due, Scheduler } from '../src/engine/ports/scheduler.ts';
import { systemRandom } from '../src/random.ts';
import { counting } from './counting.ts';
import { type FastSlack, startFastSlack } from './fast-slack.ts';
import type { Ground } from './ground.ts';
import { CONCURRENCY } from './pace-run.ts';
import { alternating } from './rounds.ts';
import type { Scenario } from './scenario.ts';
import { DUE, found, quietLog, rewind, sealNames, settle, type Village } from './village.ts';

/** They are enqueued this long before they are due, so that the time taken is that of delivering alone. */
const AHEAD_MS = 4_000;
const TOKEN = 'xoxb-bench';
const prefix = '{kith}';

/** Slack without its paces: they would be all that is measured. */
function unhurried(platform: Platform): Platform {
  return { ...platform, spread: { everyMs: 0, burst: 1 }, paces: () => [] };
}

function slackOn(slack: FastSlack, village: Village): Platform {
  const settings = {
    botToken: TOKEN,
    appToken: null,
    signingSecret: 'bench-secret',
    clientId: null,
    clientSecret: null,
    apiUrl: slack.apiUrl,
    publicUrl: null,
    stateSecret: null,
  };
  return createSlack({ settings, installations: village.database.installations, log: quietLog }).platform;
}

async function race(ground: Ground, slack: FastSlack, people: number) {
  const village = await found(await ground.database());
  await settle(village, people);
  await sealNames(village);
  const redis = await ground.redis();
  const clock = movableClock();
  const platform = unhurried(slackOn(slack, village));
  const planned: Due[] = [];
  const keep: Scheduler = { schedule: async (due) => void planned.push(...due) };
  const ports = {
    transactor: village.database.transactor,
    clock,
    stopwatch: systemStopwatch,
    calendar: createCalendar(quietLog),
    random: systemRandom,
    log: quietLog,
    operator: 'Bench',
  };
  const engine = createEngine({ ...ports, platforms: { of: () => platform, all: () => [] }, scheduler: keep });

  /** A conversation is opened once for each person and process; everybody here was written to before. */
  async function openConversations(): Promise<void> {
    const { rows } = await village.pool.query<{ external_id: string }>(
      'select external_id from kith.members where community_id = $1',
      [village.community.id],
    );
    for (const { external_id } of rows) {
      await platform.find(village.community, { kind: 'direct', person: external_id }, '' as DeliveryId, 0);
    }
  }

  /** Plans everything anew, has it enqueued and says how long it took from the moment it was due until the last receipt. */
  async function round(
    open: (done: () => void) => Promise<{ enqueue(due: readonly Due[]): Promise<void>; close(): Promise<void> }>,
  ) {
    await rewind(village);
    await redis.flush();
    clock.moveTo(DUE - AHEAD_MS);
    planned.length = 0;
    await engine.plan();
    clock.moveTo(DUE - AHEAD_MS);
    const before = (await slack.seen()).posted;
    const all = counting(people);
    const worker = await open(all.count);
    await worker.enqueue(planned);
    if (clock.now() > DUE) throw new Error('they were due before they were enqueued');
    const began = performance.now() + DUE - clock.now();
    await all.reached;
    const took = performance.now() - began;
    await worker.close();
    const { rows } = await village.pool.query<{ count: number }>(
      "select count(*)::integer as count from kith.deliveries where community_id = $1 and state = 'sent' and receipt_message is not null",
      [village.community.id],
    );
    const posted = (await slack.seen()).posted - before;
    if (rows[0]?.count !== people || posted !== people) throw new Error(`of ${people}, ${posted} were posted`);
    return took;
  }

  const nothing = async () => 0;
  const ours = () =>
    round(async (done) => {
      const backend = { kind: 'redis', url: redis.url, prefix } as const;
      const jobs = await openJobs({ backend, clock, log: quietLog, concurrency: CONCURRENCY });
      const deliver = async (id: DeliveryId) => {
        const outcome = await engine.deliver(id);
        if (outcome === 'done') done();
        return outcome;
      };
      await jobs.start({
        deliver,
        askAbsences: nothing,
        plan: nothing,
        expire: nothing,
        sweep: nothing,
        lookUp: nothing,
        purge: nothing,
      });
      return { enqueue: (due) => jobs.scheduler.schedule(due), close: () => jobs.stop() };
    });

  const baseline = () =>
    round(async (done) => {
      const client = new WebClient(TOKEN, { slackApiUrl: slack.apiUrl, fetch: callSlack, retryConfig: { retries: 0 } });
      // The same message as ours: what the last of them said.
      const form = new URLSearchParams((await slack.seen()).lastBody);
      const message = { text: form.get('text') ?? '', blocks: JSON.parse(form.get('blocks') ?? '[]') };
      const producer = new Redis(redis.url);
      const queue = new Queue('deliver', { connection: producer, prefix, skipVersionCheck: true });
      const consumer = new Redis(redis.url, { maxRetriesPerRequest: null });
      const work = async ({ data: { id } }: { readonly data: { readonly id: string } }) => {
        const { rows } = await village.pool.query<{ to_id: string }>({
          name: 'take',
          text: "update kith.deliveries set state = 'sending', lease_until = now() + interval '30 s' where id = $1 returning to_id",
          values: [id],
        });
        const metadata = { event_type: 'kith_delivery', event_payload: { id } };
        const channel = `D${rows[0]?.to_id.slice(1)}`;
        const { ts } = await client.chat.postMessage({
          channel,
          ...message,
          metadata,
          unfurl_links: false,
          unfurl_media: false,
          link_names: false,
          parse: 'none',
        });
        await village.pool.query({
          name: 'sent',
          text: "update kith.deliveries set state = 'sent', lease_until = null, sent_at = $2, receipt_channel = $3, receipt_message = $4 where id = $1",
          values: [id, clock.now(), channel, ts],
        });
        done();
      };
      const worker = new Worker('deliver', work, { connection: consumer, prefix, concurrency: CONCURRENCY });
      await worker.waitUntilReady();
      const opts = { attempts: 1, removeOnComplete: true, removeOnFail: true };
      return {
        async enqueue(due) {
          await queue.addBulk(
            due.map(({ id, at }) => ({
              name: 'deliver',
              data: { id },
              opts: { ...opts, jobId: id, delay: at - clock.now() },
            })),
          );
        },
        async close() {
          await worker.close();
          await queue.close();
          producer.disconnect();
          consumer.disconnect();
        },
      };
    });

  return { openConversations, ours, baseline, close: () => village.close() };
}

export const deliver: Scenario = {
  name: 'deliver',
  about: `prompts due at one moment, until the last receipt is kept: our worker, engine and Slack adapter, beside a bare BullMQ worker with the same call by the same client and the same way over HTTP, between two commits of prepared statements; ${CONCURRENCY} at once, Slack's paces off, conversations opened before`,
  async run(ground, { rounds, deliveries }) {
    const slack = await startFastSlack();
    const both = await race(ground, slack, deliveries);
    try {
      await both.openConversations();
      const times = await alternating(rounds, both);
      const ratio = times.baseline / times.ours;
      const rate = (ms: number) => (deliveries / ms) * 1000;
      return [
        {
          name: 'deliver',
          value: rate(times.ours),
          unit: 'prompts/s',
          baseline: rate(times.baseline),
          ratio,
          target: '≥ 0.7 ×',
          met: ratio >= 0.7,
        },
      ];
    } finally {
      await both.close();
      await slack.stop();
    }
  },
};
