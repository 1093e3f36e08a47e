import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { createSlack } from '../adapters/slack/slack.ts';
import type { Platform } from '../src/engine/ports/platform.ts';
import type { Due } from '../src/engine/ports/scheduler.ts';
import { foundCommunities, team } from './communities.ts';
import { type FastSlack, startFastSlack } from './fast-slack.ts';
import { CONCURRENCY, deliverAll } from './pace-run.ts';
import { percentile } from './rounds.ts';
import type { Scenario } from './scenario.ts';
import { found, quietLog, type Village } from './village.ts';

/** At Slack's five a second, after ten at once, a workspace of so many takes nearly a minute. */
const PEOPLE_EACH = 300;
const TARGET_MS = 2_000;

async function installed({ database }: Village, workspaces: number): Promise<void> {
  for (let number = 0; number < workspaces; number += 1) {
    await database.installations.save(
      team(number),
      JSON.stringify({
        team: { id: team(number), name: `Bench ${number}` },
        isEnterpriseInstall: false,
        user: { id: 'U0INSTALLER' },
        bot: { token: `xoxb-bench-${number}`, id: 'B0KITH', userId: 'U0KITH', scopes: ['chat:write'] },
      }),
    );
  }
}

function slackOn(slack: FastSlack, { database }: Village): Platform {
  const settings = {
    botToken: null,
    appToken: null,
    signingSecret: 'bench-secret',
    clientId: '1.2',
    clientSecret: 'bench-client-secret',
    apiUrl: slack.apiUrl,
    publicUrl: null,
    stateSecret: 'bench-state-secret',
  };
  const { installations, restraints } = database;
  return createSlack({ settings, installations, restraints, log: quietLog }).platform;
}

/** A bare worker woken at the same moments, with one call and nothing else: how late each call was answered (ms). */
async function bare(redisUrl: string, slack: FastSlack, planned: readonly Due[]): Promise<readonly number[]> {
  const producer = new Redis(redisUrl);
  const consumer = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const prefix = '{bare}';
  const queue = new Queue('deliver', { connection: producer, prefix, skipVersionCheck: true });
  const late: number[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const body = (await slack.seen()).lastBody;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const work = async ({ data: { at } }: { readonly data: { readonly at: number } }) => {
    await fetch(`${slack.apiUrl}chat.postMessage`, { method: 'POST', body, headers }).then((answer) => answer.text());
    late.push(Date.now() - at);
    if (late.length === planned.length) resolve();
  };
  const worker = new Worker('deliver', work, { connection: consumer, prefix, concurrency: CONCURRENCY });
  worker.on('failed', (_, error) => reject(error));
  const moved = Date.now() + 5_000 - Math.min(...planned.map(({ at }) => at));
  const opts = { attempts: 1, removeOnComplete: true, removeOnFail: true };
  const jobs = planned.map(({ id, at }) => ({
    name: 'deliver',
    data: { at: at + moved },
    opts: { ...opts, jobId: id, delay: at + moved - Date.now() },
  }));
  for (let from = 0; from < jobs.length; from += 1_000) await queue.addBulk(jobs.slice(from, from + 1_000));
  await promise;
  await worker.close();
  await queue.close();
  producer.disconnect();
  consumer.disconnect();
  return late;
}

export const lateness: Scenario = {
  name: 'lateness',
  about: `prompts due at one moment, in as many Slack workspaces of ${PEOPLE_EACH} as it takes, so that Slack's own limit takes a minute; how long after the turn that limit gives it each arrived, by one worker, beside a bare BullMQ worker that makes one call at the same moments`,
  async run(ground, { prompts }) {
    const communities = Math.ceil(prompts / PEOPLE_EACH);
    const count = communities * PEOPLE_EACH;
    const slack = await startFastSlack();
    const village = await found(await ground.database());
    const redis = await ground.redis();
    try {
      await installed(village, communities);
      await foundCommunities(village, 'slack', { communities, people: PEOPLE_EACH });
      const { behindMs, lateMs, waits, planned } = await deliverAll(
        village,
        redis.url,
        [slackOn(slack, village)],
        count,
      );
      const baseline = await bare(redis.url, slack, planned);
      const p99 = percentile(behindMs, 99);
      return [
        {
          name: 'lateness',
          value: p99 / 1000,
          unit: `s beyond the limit, p99 of ${count}`,
          baseline: percentile(baseline, 99) / 1000,
          ratio: p99 / percentile(baseline, 99),
          target: '≤ 2 s',
          met: p99 <= TARGET_MS,
        },
        {
          name: 'lateness-p50',
          value: percentile(behindMs, 50) / 1000,
          unit: 's',
          baseline: percentile(baseline, 50) / 1000,
        },
        {
          name: 'lateness-max',
          value: Math.max(...behindMs) / 1000,
          unit: 's',
          baseline: Math.max(...baseline) / 1000,
        },
        { name: 'lateness-of-wish', value: percentile(lateMs, 99) / 1000, unit: 's after the chosen time, p99' },
        { name: 'lateness-waits', value: waits / planned.length, unit: 'wakes before its slot, each' },
      ];
    } finally {
      await village.close();
      await slack.stop();
    }
  },
};
