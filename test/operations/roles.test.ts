import pg from 'pg';
import { onTestFinished, test } from 'vitest';
import { generateKeys } from '../../adapters/crypto/keyring.ts';
import { startLocalDiscord } from '../../playground/discord/local-discord.ts';
import type { Actor } from '../../playground/driver.ts';
import { startLocalSlack } from '../../playground/slack/local-slack.ts';
import { join, newest } from '../journeys/acting.ts';
import { joinWith } from '../journeys/scenes.ts';
import { freshDatabase, freshRedis } from '../servers/database.ts';
import { patientDiscord, patientSlack } from '../servers/patience.ts';
import { type KithProcess, kithProcess } from './process.ts';
import { doctorSays } from './setup.ts';

/** Five processes start and share two cores with everything else (ms). */
const PATIENCE = 240_000;
const WELCOME = 'see that my messages reach you';

interface Delivery {
  readonly id: string;
  readonly person: string;
  readonly state: string;
  readonly kind: string;
}

/** Two processes of each role, over one Slack and one Discord. The first of `webs` has Discord's gateway, and Slack's first event. */
async function everyRole(queue: 'redis' | 'postgres') {
  const [slack, discord, database, redis] = await Promise.all([
    startLocalSlack(patientSlack),
    startLocalDiscord({ rateLimitFactor: 0, ...patientDiscord }),
    freshDatabase(),
    queue === 'redis' ? freshRedis() : null,
  ]);
  onTestFinished(async () => {
    await Promise.all([slack.stop(), discord.stop(), redis?.flush()]);
    await database.drop();
  });
  const environment = {
    ...slack.environment,
    ...discord.environment,
    DATABASE_URL: database.url,
    ...(redis !== null && { REDIS_URL: redis.url }),
    KITH_ENCRYPTION_KEYS: generateKeys(),
  };
  const start = (KITH_ROLE: 'web' | 'worker') => kithProcess({ ...environment, KITH_ROLE });
  const first = await start('web');
  const [second, ...workers] = await Promise.all([start('web'), start('worker'), start('worker')]);
  const deliveries = async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<Delivery>(
      'select d.id, d.state, d.kind, m.external_id as person from kith.deliveries d join kith.members m on m.id = d.member_id',
    );
    await client.end();
    return rows;
  };
  return { slack, discord, environment, webs: [first, second] as const, workers, deliveries };
}

/** On Discord what is due comes in the channel unless one asks for it. */
const onDiscord = (one: Actor) => joinWith(one, { Place: 'by direct message', 'Where your clock is': 'London' });
const onSlack = (one: Actor) => join(one, 'Berlin');
const sentBy = ({ lines }: KithProcess) => lines.filter((line) => line.includes('"delivery.sent"')).length;
const hasTaken = ({ lines }: KithProcess, id: string) =>
  lines.some((line) => line.includes('"delivery.taken"') && line.includes(id));
const welcomes = (one: Actor) => one.sees('direct').filter(({ text }) => text.includes(WELCOME)).length;
const welcomed = (one: Actor) => one.until('the welcome', () => newest(one, WELCOME, 'direct'), 20_000);
const dies = async ({ child }: KithProcess) => {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
};

test.for(['redis', 'postgres'] as const)(
  'two of each role on %s: events to either, deliveries by any, each once, also when one of each is killed',
  { timeout: PATIENCE },
  async (queue, { expect }) => {
    const { slack, discord, environment, webs, workers, deliveries } = await everyRole(queue);
    const [web, other] = webs;
    expect(slack.connections).toBe(2);

    const findings = await doctorSays(environment);
    expect(findings).toContain('✓ Discord’s gateway runs: 1 shard in 2 processes');
    const shards = await Promise.all(
      webs.map(
        async ({ address }) => /^kith_discord_shard\{.*$/m.exec(await (await fetch(`${address}/metrics`)).text())?.[0],
      ),
    );
    expect(shards).toEqual(['kith_discord_shard{shard="0"} 1', undefined]);

    // Events of two people go to the two in turn; those of Discord to the one that has the gateway.
    const early = [slack.as('Sam'), slack.as('Noor'), discord.as('Sam')];
    await Promise.all([...early.slice(0, 2).map(onSlack), ...early.slice(2).map(onDiscord)]);
    await Promise.all(early.map(welcomed));

    // The second is killed with a command that it has not acknowledged: it stands still from before it came.
    const kai = slack.as('Kai');
    await slack.as('Sam').type('/kith help');
    other.child.kill('SIGSTOP');
    const acting = onSlack(kai);
    await expect.poll(() => slack.underWay).toEqual([0, 1]);
    await dies(other);
    await acting;
    await welcomed(kai);
    expect(kai.sees('general').filter(({ text }) => text.includes('You’re in.'))).toHaveLength(1);

    // A worker is killed when its message has arrived and it does not know yet; the other goes on with what follows.
    slack.fault({ kind: 'late-answer', ms: 30_000, match: 'chat.postMessage' });
    const tama = slack.as('Tama');
    const joining = onSlack(tama);
    await welcomed(tama);
    const held = (await deliveries()).find(({ person }) => person === tama.id)?.id ?? '';
    await expect.poll(() => workers.some((worker) => hasTaken(worker, held))).toBe(true);
    const [killed, left] = workers.toSorted((one, two) => Number(hasTaken(two, held)) - Number(hasTaken(one, held)));
    if (killed === undefined || left === undefined) throw new Error('there are two workers');
    await dies(killed);
    await joining;
    const late = [slack.as('Zola'), discord.as('Zola')];
    const sent = sentBy(left);
    await Promise.all([...late.slice(0, 1).map(onSlack), ...late.slice(1).map(onDiscord)]);
    await Promise.all([...late, tama, kai].map(welcomed));
    await expect.poll(() => sentBy(left) - sent).toBeGreaterThanOrEqual(late.length);

    expect([...early, ...late, tama, kai].map(welcomes)).toEqual(Array.from({ length: 7 }, () => 1));
    const states = (await deliveries()).filter(({ kind }) => kind === 'welcome').map(({ state }) => state);
    // The killed worker's is looked up by the other when its lease has run out, twice over: on a slow machine by now.
    expect(states.toSorted().slice(1)).toEqual(Array.from({ length: 6 }, () => 'sent'));
    expect(states.toSorted()[0]).toMatch(/^(sending|sent)$/);
    expect(webs.map(sentBy)).toEqual([0, 0]);
    expect(web.child.exitCode).toBeNull();
  },
);
