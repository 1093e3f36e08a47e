import { expect, it, onTestFinished } from 'vitest';
import { generateKeys } from '../../adapters/crypto/keyring.ts';
import { startLocalSlack } from '../../playground/slack/local-slack.ts';
import { systemClock } from '../../src/clock.ts';
import { parseConfig } from '../../src/config.ts';
import { startKith } from '../../src/kith.ts';
import { createLog } from '../../src/log.ts';
import { join, reads } from '../journeys/acting.ts';
import { migratedDatabase, restartableRedis } from '../servers/database.ts';
import { patientSlack } from '../servers/patience.ts';

/** A running Kith on a Redis that can be killed. */
async function running() {
  const local = await startLocalSlack(patientSlack);
  onTestFinished(() => local.stop());
  const redis = await restartableRedis();
  onTestFinished(() => redis.stop());
  const database = await migratedDatabase();
  onTestFinished(() => database.drop());
  const config = parseConfig({
    ...local.environment,
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    KITH_ENCRYPTION_KEYS: generateKeys(),
    KITH_HOST: '127.0.0.1',
    PORT: '0',
  });
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const kith = await startKith({ config, clock: systemClock, log });
  onTestFinished(async () => void (await kith.stop()));
  await local.connected();
  const get = async (path: string) => {
    const answer = await fetch(`${kith.address}${path}`);
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  };
  /** The metrics once the stores have been asked about theirs: what does not answer within a second is left out. */
  const metrics = async (known: string) => {
    await expect.poll(async () => (await get('/metrics')).text).toContain(`\n${known}`);
    return get('/metrics');
  };
  /** Waits until it is so ready: what a part does not answer within two seconds counts as missing. */
  const ready = (status: number, parts: Readonly<Record<string, boolean>>) =>
    expect
      .poll(async () => {
        const answer = await get('/readyz');
        return [answer.status, JSON.parse(answer.text)];
      })
      .toEqual([status, parts]);
  return { local, redis, kith, lines, get, metrics, ready };
}

/** The value of a sample, by its name and labels as they stand in the text. */
function sample(text: string, name: string): number | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
}

/** The welcome comes by direct message: a delivery from its scheduling to its end. */
async function samJoins({ local, kith }: Awaited<ReturnType<typeof running>>): Promise<void> {
  await join(local.as('Sam'), 'Berlin');
  await reads(local.as('Sam'), 'see that my messages reach you', 'direct');
  await kith.jobs.idle();
}

it('metrics count what was done, how it ended and how late it came', async () => {
  const kith = await running();
  const before = (await kith.get('/metrics')).text;
  expect(sample(before, 'kith_deliveries_total{outcome="sent"}')).toBe(0);
  await samJoins(kith);
  const { status, type, text } = await kith.metrics('kith_deliveries_overdue 0');
  expect(status).toBe(200);
  expect(type).toContain('text/plain');
  expect(sample(text, 'kith_events_total{kind="command",outcome="private"}')).toBe(1);
  expect(sample(text, 'kith_event_seconds_count{kind="command"}')).toBe(1);
  expect(sample(text, 'kith_deliveries_total{outcome="sent"}')).toBe(1);
  expect(sample(text, 'kith_delivery_lateness_seconds_count')).toBe(1);
  expect(sample(text, 'kith_jobs_total{job="deliver",outcome="done"}')).toBe(1);
  expect(sample(text, 'kith_queue_jobs{state="delayed"}')).toBe(0);
  expect(sample(text, 'kith_deliveries_overdue')).toBe(0);
  expect(sample(text, 'kith_connected{platform="slack"}')).toBe(1);
  expect(sample(text, 'kith_process_resident_memory_bytes')).toBeGreaterThan(0);
});

it('metrics hold no id and no name of a person, a community or a delivery', async () => {
  const kith = await running();
  await samJoins(kith);
  const { text } = await kith.get('/metrics');
  const { local, lines } = kith;
  const ids = lines.flatMap((line) => {
    const { delivery, community } = JSON.parse(line) as { delivery?: string; community?: string };
    return [delivery, community].filter((id) => id !== undefined);
  });
  expect(ids.length).toBeGreaterThan(0);
  for (const word of [...ids, local.communityId, ...local.people.flatMap(({ id, name }) => [id, name])])
    expect(text).not.toContain(word);
});

it('a delivery can be followed in the log by its id, from its scheduling to its end', async () => {
  const kith = await running();
  await samJoins(kith);
  const lines = kith.lines.map((line) => JSON.parse(line) as { event: string; delivery?: string; community?: string });
  const id = lines.find(({ event }) => event === 'delivery.scheduled')?.delivery;
  const followed = lines.filter(({ delivery }) => delivery === id);
  expect(followed.map(({ event }) => event)).toEqual(['delivery.scheduled', 'delivery.taken', 'delivery.sent']);
  expect(new Set(followed.map(({ community }) => community)).size).toBe(1);
  expect(followed[0]?.community).toBeDefined();
});

it('readyz names each part; with Redis gone it answers 503 and names the queue, and healthz stays', async () => {
  const { redis, get, metrics, ready } = await running();
  await ready(200, { ok: true, database: true, queue: true, slack: true });
  await redis.kill();
  await ready(503, { ok: false, database: true, queue: false, slack: true });
  expect((await get('/healthz')).status).toBe(200);
  const { status, text } = await metrics('kith_deliveries_overdue 0');
  expect(status).toBe(200);
  expect(sample(text, 'kith_queue_jobs{state="delayed"}')).toBeUndefined();
  expect(sample(text, 'kith_deliveries_overdue')).toBe(0);
});
