import { connect } from 'node:net';
import { type TestContext, test } from 'vitest';
import { generateKeys } from '../../adapters/crypto/keyring.ts';
import { startLocalDiscord } from '../../playground/discord/local-discord.ts';
import { type LocalSlack, startLocalSlack } from '../../playground/slack/local-slack.ts';
import { chooseClock, reads } from '../journeys/acting.ts';
import { migratedDatabase, restartablePostgres, restartableRedis } from '../servers/database.ts';
import { patientSlack } from '../servers/patience.ts';
import { type KithProcess, kithProcess } from './process.ts';

/** Stated in docs/operations.md (ms). */
const BOUND = 20_000;

async function fresh({ onTestFinished }: TestContext): Promise<string> {
  const database = await migratedDatabase();
  onTestFinished(() => database.drop());
  return database.url;
}

test.concurrent.for(['worker', 'all'])(
  'with PostgreSQL and Redis both gone a process of role %s ends within its bound',
  { timeout: 120_000 },
  async (role, { expect, onTestFinished }) => {
    const [postgres, redis, discord] = await Promise.all([
      restartablePostgres(),
      restartableRedis(),
      startLocalDiscord(),
    ]);
    onTestFinished(async () => {
      await Promise.all([postgres.stop(), redis.stop(), discord.stop()]);
    });
    const kith = await kithProcess(
      {
        ...discord.environment,
        KITH_ROLE: role,
        DATABASE_URL: postgres.url,
        REDIS_URL: redis.url,
        KITH_ENCRYPTION_KEYS: generateKeys(),
      },
      onTestFinished,
    );
    await Promise.all([postgres.kill(), redis.kill()]);
    await kith.heard('jobs.trouble');
    kith.child.kill('SIGTERM');
    const { afterMs } = await kith.ended();
    expect(afterMs).toBeLessThan(BOUND);
  },
);

/** A process in the middle of a delivery: joining brings a welcome by direct message, held up between its beginning and its receipt, for as long as a platform may take. */
async function sending(context: TestContext): Promise<{ readonly kith: KithProcess; readonly slack: LocalSlack }> {
  const slack = await startLocalSlack(patientSlack);
  context.onTestFinished(() => slack.stop());
  const kith = await kithProcess(
    {
      ...slack.environment,
      DATABASE_URL: await fresh(context),
      KITH_ENCRYPTION_KEYS: generateKeys(),
    },
    context.onTestFinished,
  );
  await slack.connected();
  const sam = slack.as('Sam');
  await sam.type('/kith join');
  const card = await reads(sam, 'I’m not care', 'general');
  // Slack is asked for the zone, and where it takes long, Sam is.
  if (card.selects.length > 0) await chooseClock(sam, 'Berlin', card);
  const proposal = await reads(sam, 'Shall we?', 'general');
  slack.fault({ kind: 'delay', ms: 9_000, match: /chat\.postMessage/ });
  await sam.press('Yes', proposal);
  await kith.heard('delivery.taken');
  return { kith, slack };
}

const sentBy = ({ lines }: KithProcess) => lines.filter((line) => line.includes('"delivery.sent"')).length;

test.concurrent('what is being sent is sent to its end; meanwhile the process is not ready and says why; it ends with 0', {
  timeout: 120_000,
}, async (context) => {
  const { expect } = context;
  const { kith, slack } = await sending(context);
  kith.child.kill('SIGTERM');
  await expect.poll(() => kith.ready()).toMatchObject({ status: 503, body: { ok: false, draining: true } });
  slack.clearFaults();
  const { code } = await kith.ended();
  expect([code, sentBy(kith)]).toEqual([0, 1]);
});

test.concurrent('a second signal ends a process at once', { timeout: 120_000 }, async (context) => {
  const { expect } = context;
  const { kith } = await sending(context);
  kith.child.kill('SIGTERM');
  await expect.poll(async () => (await kith.ready()).body.draining).toBe(true);
  kith.child.kill('SIGTERM');
  const { code } = await kith.ended();
  // Nothing was waited for: what was under way is neither sent nor given up.
  expect([code, sentBy(kith), kith.lines.filter((line) => line.includes('"stop.failed"'))]).toEqual([1, 0, []]);
});

test.concurrent('requests that are too large or too slow are turned away before Slack’s are looked at', {
  timeout: 120_000,
}, async (context) => {
  const { expect, onTestFinished } = context;
  const slack = await startLocalSlack({ mode: 'http', eventsUrl: () => 'http://127.0.0.1:9/' });
  onTestFinished(() => slack.stop());
  const kith = await kithProcess(
    {
      ...slack.environment,
      KITH_ROLE: 'web',
      DATABASE_URL: await fresh(context),
      KITH_ENCRYPTION_KEYS: generateKeys(),
    },
    onTestFinished,
  );
  const { hostname, port } = new URL(kith.address);
  const said = (text: string) =>
    new Promise<string>((resolve) => {
      let heard = '';
      const socket = connect(Number(port), hostname, () => socket.write(text));
      socket.on('data', (some) => {
        heard += some.toString();
      });
      // Cut off while the rest of it was still on its way.
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(heard));
    });
  const head = 'POST /slack/events HTTP/1.1\r\nHost: kith\r\n';
  const [large, endless, slow] = await Promise.all([
    said(`${head}Content-Length: 1048577\r\n\r\n`),
    said(
      `${head}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n120000\r\n${'x'.repeat(0x120000)}\r\n0\r\n\r\n`,
    ),
    said(head),
  ]);
  expect(large).toMatch(/^HTTP\/1.1 413 /);
  expect(endless).toMatch(/^HTTP\/1.1 4\d\d /);
  expect(slow).toMatch(/^HTTP\/1.1 408 /);
});
