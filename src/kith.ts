import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Registry } from 'prom-client';
import { createCalendar } from '../adapters/calendar/calendar.ts';
import { createKeyring, generateKeys } from '../adapters/crypto/keyring.ts';
import type { Discord } from '../adapters/discord/discord.ts';
import { type Database, openDatabase } from '../adapters/postgres/database.ts';
import type { Slack } from '../adapters/slack/slack.ts';
import { type Jobs, openJobs, type QueueBackend } from '../jobs/jobs.ts';
import { systemStopwatch } from './clock.ts';
import type { Config } from './config.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import { PlatformError } from './engine/errors.ts';
import type { Clock } from './engine/ports/clock.ts';
import type { Log } from './engine/ports/log.ts';
import { watch } from './gauges.ts';
import { health } from './health.ts';
import { counting, createRegistry, instrument } from './metrics.ts';
import { reach } from './platforms.ts';
import { systemRandom } from './random.ts';

export interface Kith {
  readonly engine: Engine;
  readonly jobs: Jobs;
  readonly database: Database;
  /** Where its web server listens: `http://127.0.0.1:3000`. */
  readonly address: string;
  /** Takes in nothing new, finishes what is under way within a bound, lets go of everything. */
  stop(): Promise<void>;
}

export interface Composition {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  /** Keeps everything in memory: the playground, which begins anew at each start. */
  readonly ephemeral?: boolean;
  /** Routes beside health and Slack's: the playground's page. */
  readonly routes?: (running: Pick<Kith, 'engine' | 'jobs'>) => Hono;
  /** Listens on this address; all of them unless told. */
  readonly host?: string;
  /** Every limit of the platforms is kept so many times faster, for runs against local ones that are as much faster; 1 unless told. */
  readonly compression?: number;
  /** Our own waits (leases, retries, locks and rounds of the jobs) are divided by this, for runs that kill workers; 1 unless told. */
  readonly haste?: number;
}

/** Puts the parts together, lowest floor first; whatever fails, what was started before it is stopped again. */
export async function startKith(composition: Composition): Promise<Kith> {
  const { config, clock, haste = 1 } = composition;
  const registry = createRegistry();
  const log = counting(composition.log, registry);
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse())
      await step().catch((error: unknown) => log.error('stop.failed', error));
  };
  try {
    const { database, url, embedded } = await openRecords({ ...composition, log }, undo);
    const jobs = await openJobs({ backend: backendOf(config, url, embedded), clock, log, haste });
    undo.push(() => jobs.stop());
    const reached = await reach({ ...composition, log }, database);
    undo.push(() => reached.stop());
    const { platforms, slack, discord } = reached;
    const { transactor } = database;
    const core = createEngine({
      transactor,
      platforms,
      scheduler: jobs.scheduler,
      clock,
      stopwatch: systemStopwatch,
      calendar: createCalendar(log),
      random: systemRandom,
      log,
      operator: config.operator,
      haste,
    });
    const engine = instrument(core, registry);
    watch(
      {
        clock,
        transactor,
        jobs,
        restraints: database.restraints,
        connections: { ...(slack !== null && { slack }), ...(discord !== null && { discord }) },
      },
      registry,
    );
    const server = await serve(composition, { engine, jobs, database, slack, discord, registry });
    undo.push(() => close(server));
    if (config.role !== 'web') await jobs.start(engine);
    await receive({ engine, database, slack, discord }, config, undo);
    return { engine, jobs, database, address: addressOf(server), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Undo = (() => Promise<unknown>)[];

/** Only here: who has a server of their own need not load another one. */
async function startEmbedded(folder: string | null) {
  const { startEmbedded: start } = await import('../adapters/postgres/embedded.ts');
  return start(folder);
}

async function openRecords({ config, log, ephemeral = false }: Composition, undo: Undo) {
  const embedded = config.databaseUrl === null ? await startEmbedded(ephemeral ? null : config.dataDir) : null;
  if (embedded !== null) undo.push(() => embedded.stop());
  const url = config.databaseUrl ?? embedded?.url ?? '';
  const cipher = createKeyring(config.encryptionKeys ?? generateKeys());
  const database = await openDatabase({ url, cipher, log });
  undo.push(() => database.close());
  const done = await database.migrate();
  if (done.length > 0) log.info('database.migrated', { migrations: done });
  return { database, url, embedded: embedded !== null };
}

function backendOf(config: Config, url: string, embedded: boolean): QueueBackend {
  if (config.redisUrl === null) return { kind: 'postgres', url, embedded };
  return { kind: 'redis', url: config.redisUrl, prefix: '{kith}' };
}

async function receive(
  { engine, database, slack, discord }: Pick<Parts, 'engine' | 'database' | 'slack' | 'discord'>,
  config: Config,
  undo: Undo,
): Promise<void> {
  if (slack !== null) {
    undo.push(() => slack.stop());
    await admitted('SLACK_BOT_TOKEN, SLACK_APP_TOKEN and SLACK_API_URL', 'Slack', () => slack.start(engine));
  }
  if (discord !== null && config.discord !== null) {
    const store = database.discord(config.discord.applicationId);
    undo.push(() => discord.stop());
    await admitted('DISCORD_TOKEN, DISCORD_APPLICATION_ID and DISCORD_API_URL', 'Discord', async () => {
      await discord.register();
      await discord.start(engine, store);
    });
  }
}

/** Says in words of the one who set it up why a platform did not let us in. */
async function admitted(variables: string, platform: string, enter: () => Promise<void>): Promise<void> {
  try {
    await enter();
  } catch (cause) {
    if (!(cause instanceof PlatformError)) throw cause;
    throw new Error(`${platform} did not let Kith in (${cause.message}). Please check ${variables}.`, { cause });
  }
}

interface Parts extends Pick<Kith, 'engine' | 'jobs' | 'database'> {
  readonly slack: Slack | null;
  readonly discord: Discord | null;
  readonly registry: Registry;
}

/** One server for everything: Slack's signed requests go to Bolt, the rest to our routes. */
async function serve({ config, routes, host }: Composition, parts: Parts): Promise<Server> {
  const app = health(parts, parts.registry);
  if (routes !== undefined) app.route('/', routes(parts));
  const ours = getRequestListener(app.fetch);
  const slackListener = parts.slack?.requestListener ?? null;
  const listener: RequestListener = (request, response) => {
    if (slackListener !== null && request.url?.startsWith('/slack/')) slackListener(request, response);
    else void ours(request, response);
  };
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new Error(`PORT ${config.port} cannot be used; set PORT to a free one.`, { cause })),
    );
    server.listen(config.port, host, resolve);
  });
  return server;
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
