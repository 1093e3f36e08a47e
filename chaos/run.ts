import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { createKeyring, generateKeys } from '../adapters/crypto/keyring.ts';
import { openDatabase } from '../adapters/postgres/database.ts';
import { startLocalDiscord } from '../playground/discord/local-discord.ts';
import type { LocalPlatform } from '../playground/driver.ts';
import { startLocalSlack } from '../playground/slack/local-slack.ts';
import { LEASE_MS } from '../src/engine/deliveries/delivering.ts';
import type { Log } from '../src/engine/ports/log.ts';
import type { PrivateServer } from '../test/servers/private-server.ts';
import { type Acts, act } from './acts.ts';
import { Crew, points } from './crew.ts';
import { arrivalsAt, rowsOf, unfinished } from './evidence.ts';
import type { Hurry } from './hurry.ts';
import { judge, type Verdict } from './judge.ts';
import { invented, makeDue, peopleFor, type Resident, type Residents, type Schedule, settle } from './residents.ts';
import { type Seeded, seeded } from './seeded.ts';
import { Storm } from './storm.ts';

export type PlatformName = 'slack' | 'discord';

export interface Servers {
  readonly postgres: PrivateServer;
  /** An empty database in it. */
  readonly databaseUrl: string;
  /** `null`: the queue lives in PostgreSQL, too. */
  readonly redis: PrivateServer | null;
}

export interface Plan {
  readonly seed: string;
  readonly platforms: readonly PlatformName[];
  /** On each platform. */
  readonly deliveries: number;
  readonly workers: number;
  /** Processes that receive what people do; none: nobody does anything. */
  readonly receivers: number;
  readonly kills: number;
  /** Over how long the deliveries are due and the disturbances happen (ms). */
  readonly spanMs: number;
  readonly hurry: Hurry;
  /** How long a call stays unanswered (ms). */
  readonly silenceMs: number;
  /** How long all may take after the span (ms). */
  readonly patienceMs: number;
  readonly tell: (line: string) => void;
}

export interface Outcome {
  readonly platform: PlatformName;
  readonly verdict: Verdict;
  readonly calls: Readonly<Record<string, number>>;
  readonly tooFast: Readonly<Record<string, number>>;
  readonly acts: Acts | undefined;
}

export interface Told {
  readonly outcomes: readonly Outcome[];
  readonly kills: number;
  readonly fallen: readonly string[];
  readonly errors: Readonly<Record<string, number>>;
  readonly tookMs: number;
}

interface Town {
  readonly local: LocalPlatform;
  readonly storm: Storm;
  readonly home: Residents;
  readonly residents: readonly Resident[];
  acts?: Acts;
}

const harnessLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** Until the first is due: the crew is there by then. */
const LEAD_MS = 1_000;
/** The storm ends when only this part has not ended: those who were unlucky again and again wait for minutes between their tries. */
const STORMY_UNTIL = 0.02;

/** One run from an empty database to the verdict. @throws Error when it does not come to its end in time */
export async function run(plan: Plan, servers: Servers): Promise<Told> {
  const began = performance.now();
  const undo: (() => unknown)[] = [];
  const chance = seeded(plan.seed);
  const keys = generateKeys();
  const database = await openDatabase({ url: servers.databaseUrl, cipher: createKeyring(keys), log: harnessLog });
  undo.push(() => database.close());
  const pool = new pg.Pool({ connectionString: servers.databaseUrl, max: 2 });
  pool.on('error', () => undefined);
  undo.push(() => pool.end());
  try {
    await database.migrate();
    const crew = new Crew(plan.hurry);
    undo.push(() => crew.stop());
    const locals = await Promise.all(plan.platforms.map((name) => startLocal(name, plan)));
    const storms = locals.map((local) => stormAround(local, plan, chance, crew));
    undo.push(...locals.map((local) => () => local.stop()), ...storms.map((storm) => () => storm.close()));
    const environment = {
      KITH_ROLE: 'worker',
      DATABASE_URL: servers.databaseUrl,
      KITH_ENCRYPTION_KEYS: keys,
      ...(servers.redis && { REDIS_URL: servers.redis.url }),
    };
    const homes: Residents[] = [];
    for (const local of locals) {
      homes.push(await settle(database, local, plan.deliveries, chance.apart(`people of ${local.platform}`)));
    }
    await pool.query('analyze');
    await Promise.all(
      Array.from({ length: plan.workers }, async (_, n) => {
        const name = `worker ${n + 1}`;
        const gates = await Promise.all(storms.map((storm) => storm.gate(name)));
        const addresses = locals.map((local, at) => reaching(local, gates[at] ?? ''));
        await crew.add(name, Object.assign({ ...environment }, ...addresses));
      }),
    );
    for (let n = 1; n <= plan.receivers; n++) {
      // They answer people at the platform itself: the storm is between it and the workers.
      const platforms = Object.assign({}, ...locals.map((local) => local.environment));
      await crew.add(`receiver ${n}`, { ...environment, ...platforms, KITH_ROLE: 'web' });
    }
    plan.tell(
      `${plan.workers} workers and ${plan.receivers} receivers are there after ${seconds(performance.now() - began)}`,
    );
    const from = Date.now() + LEAD_MS;
    const schedule = { from, until: from + plan.spanMs };
    const towns = await Promise.all(
      locals.map(async (local, n): Promise<Town> => {
        const [home, storm] = [homes[n] as Residents, storms[n] as Storm];
        const residents = await makeDue(pool, home, schedule, chance.apart(`schedule of ${local.platform}`));
        return { local, storm, home, residents };
      }),
    );
    await Promise.all([
      ...disturbances(plan, servers, schedule, crew, chance),
      ...(plan.receivers > 0 ? towns.map((town) => actsIn(town, pool, plan, schedule, crew, chance)) : []),
    ]);
    plan.tell(`The last disturbance is over after ${seconds(performance.now() - began)}`);
    await settled(pool, schedule.until, plan, storms);
    const tookMs = performance.now() - began;
    const outcomes = await Promise.all(towns.map((town) => outcomeOf(town, pool, plan)));
    return { outcomes, kills: plan.kills, fallen: crew.fallen, errors: Object.fromEntries(crew.errors), tookMs };
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

function startLocal(name: PlatformName, plan: Plan): Promise<LocalPlatform> {
  const people = invented(peopleFor(plan.deliveries));
  const { compression } = plan.hurry;
  return name === 'slack'
    ? startLocalSlack({ people, rates: compression })
    : startLocalDiscord({ people, rateLimitFactor: 1 / compression });
}

function stormAround(local: LocalPlatform, { silenceMs }: Plan, chance: Seeded, crew: Crew): Storm {
  const { platform, environment } = local;
  const { origin } = new URL(environment.SLACK_API_URL ?? environment.DISCORD_API_URL ?? '');
  const passed = crew.passed.bind(crew);
  return new Storm({ platform, origin, chance: chance.apart(`storm ${platform}`), silenceMs, passed });
}

/** The environment of a process that reaches the platform only through the storm. */
function reaching({ platform, environment }: LocalPlatform, gate: string): Readonly<Record<string, string>> {
  const address = platform === 'slack' ? { SLACK_API_URL: `${gate}/api/` } : { DISCORD_API_URL: `${gate}/api` };
  return { ...environment, ...address };
}

/** Everything that is done to the processes and their servers, each at a moment of its own. */
function disturbances(plan: Plan, servers: Servers, schedule: Schedule, crew: Crew, chance: Seeded): Promise<void>[] {
  const { redis, postgres } = servers;
  const at = async (part: number, name: string, disturb: () => Promise<string | undefined>) => {
    await wait(Math.max(0, schedule.from + part * plan.spanMs - Date.now()));
    const begun = Date.now();
    const how = (await disturb()) ?? `for ${seconds(Date.now() - begun)}`;
    plan.tell(`${seconds(Date.now() - schedule.from).padStart(8)}  ${name}: ${how}`);
  };
  const downtime = chance.apart('outages');
  const outage = async (server: PrivateServer, end: () => Promise<void>): Promise<undefined> => {
    await end();
    await wait(downtime.below(Math.min(2_000, plan.spanMs / 10)));
    await server.start();
  };
  const killing = chance.apart('kills');
  const possible = points.filter((point) => point !== 'acting' || plan.receivers > 0);
  const kills = Array.from({ length: plan.kills }, (_, n) => {
    const point = possible[n % possible.length] ?? 'any moment';
    // Spread over the whole run, the last of them near its end.
    return at((n + killing.fraction()) / plan.kills, 'SIGKILL', () => crew.kill(point, killing));
  });
  // Longer than the lease of what it holds, so that others take that over before it goes on; a short run has no time for it.
  const suspending = chance.apart('suspensions');
  const standsStillMs = (LEASE_MS / plan.hurry.haste) * 1.3;
  const suspensions = (plan.spanMs > 2 * standsStillMs ? [0.1, 0.5] : []).map((part) =>
    at(part, 'suspended', () => crew.suspend(standsStillMs, suspending)),
  );
  // One after the other on each server: it cannot be ended while it is away.
  const onPostgres = async () => {
    await at(0.3, 'PostgreSQL stopped (fast)', () => outage(postgres, () => postgres.halt()));
    await at(0.65, 'PostgreSQL stopped (immediate)', () => outage(postgres, () => postgres.kill()));
  };
  const onRedis = async (server: PrivateServer) => {
    await at(0.2, 'Redis flushed', () => flushed(server.url));
    await at(0.45, 'Redis killed and started with its data', () => outage(server, () => server.kill()));
    await at(0.75, 'Redis flushed, killed and started empty', async () => {
      await flushed(server.url);
      return outage(server, () => server.kill());
    });
  };
  return [...kills, ...suspensions, onPostgres(), ...(redis === null ? [] : [onRedis(redis)])];
}

async function flushed(url: string): Promise<undefined> {
  const client = new Redis(url);
  await client.flushall();
  client.disconnect();
}

/** Lets people act on what they receive, and tells the crew when they do. */
async function actsIn(town: Town, pool: pg.Pool, plan: Plan, schedule: Schedule, crew: Crew, chance: Seeded) {
  const { local, home, residents } = town;
  const acting = () => crew.passed('acting', `receiver ${1 + chance.below(plan.receivers)}`);
  const stage = { local, pool, home, residents, acting };
  town.acts = await act(stage, schedule, chance.apart(`acts on ${local.platform}`));
}

async function settled(
  pool: pg.Pool,
  dueUntil: number,
  { patienceMs, deliveries, platforms }: Plan,
  storms: readonly Storm[],
): Promise<void> {
  const few = deliveries * platforms.length * STORMY_UNTIL;
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const left = await unfinished(pool, dueUntil);
    // What does not end is the judge's to say.
    if (left === 0 || Date.now() > deadline) return;
    if (left <= few) for (const storm of storms) storm.end();
    await wait(200);
  }
}

async function outcomeOf({ local, storm, home, residents, acts }: Town, pool: pg.Pool, plan: Plan): Promise<Outcome> {
  const places = (acts?.erased ?? []).flatMap((person) => {
    const [message] = local.as(person).sees('direct');
    return message === undefined ? [] : [[person, message.place] as const];
  });
  const verdict = judge({
    residents,
    doorbells: home.doorbells.length,
    rows: await rowsOf(pool, home),
    arrivals: arrivalsAt(local),
    away: acts?.away ?? new Map(),
    unsure: acts?.unsure ?? new Set(),
    placesOfErased: new Map(places),
    graceMs: LEASE_MS / plan.hurry.haste,
  });
  const { platform } = local;
  const [calls, tooFast] = [Object.fromEntries(storm.calls), Object.fromEntries(storm.tooFast)];
  return { platform, verdict, calls, tooFast, acts };
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
