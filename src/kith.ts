import type { Hono } from 'hono';
import type { Registry } from 'prom-client';
import { createCalendar } from '../adapters/calendar/calendar.ts';
import { createKeyring, generateKeys } from '../adapters/crypto/keyring.ts';
import type { Discord } from '../adapters/discord/discord.ts';
import { type Database, openDatabase } from '../adapters/postgres/database.ts';
import type { Slack } from '../adapters/slack/slack.ts';
import { type Jobs, type JobsOptions, openJobs, type QueueBackend } from '../jobs/jobs.ts';
import { systemStopwatch } from './clock.ts';
import type { Config } from './config.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import { OperatorError, PlatformError } from './engine/errors.ts';
import type { Clock } from './engine/ports/clock.ts';
import type { Log } from './engine/ports/log.ts';
import { watch } from './gauges.ts';
import { health } from './health.ts';
import { counting, createRegistry, instrument } from './metrics.ts';
import { reach } from './platforms.ts';
import { systemRandom } from './random.ts';
import { Rundown } from './rundown.ts';
import { serve, type Web } from './web.ts';

export interface Kith {
  readonly engine: Engine;
  readonly jobs: Jobs;
  readonly database: Database;
  /** Where its web server listens: `http://127.0.0.1:3000`. */
  readonly address: string;
  /** Takes in nothing new, finishes what is under way within a bound, lets go of everything. Says whether all of it ended in good order. */
  stop(): Promise<boolean>;
}

export interface Composition {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  /** Keeps everything in memory: the playground, which begins anew at each start. */
  readonly ephemeral?: boolean;
  /** What is in the embedded database when it is made, as PGlite dumped it: it need not be set up then. */
  readonly beginning?: Blob;
  /** Routes beside health and Slack's: the playground's page. */
  readonly routes?: (running: Pick<Kith, 'engine' | 'jobs'>) => Hono;
  /** Every limit of the platforms is kept so many times faster, for runs against local ones that are as much faster; 1 unless told. */
  readonly compression?: number;
  /** Our own waits (leases, retries, locks and rounds of the jobs) are divided by this, for runs that kill workers; 1 unless told. */
  readonly haste?: number;
  /** Other intervals for the recurring jobs (ms), where what they do happens as time is moved; their own unless told. */
  readonly rounds?: JobsOptions['every'];
}

/** Puts the parts together, lowest floor first; whatever fails, what was started before it is stopped again. */
export async function startKith(composition: Composition): Promise<Kith> {
  const { config, clock, haste = 1, rounds = {} } = composition;
  const registry = createRegistry();
  const log = counting(composition.log, registry);
  const rundown = new Rundown(log);
  const stop = () => rundown.run();
  try {
    const { database, url, embedded } = await openRecords({ ...composition, log }, rundown);
    const { concurrency } = config;
    const jobs = await openJobs({
      backend: backendOf(config, url, embedded),
      clock,
      log,
      concurrency,
      haste,
      every: rounds,
    });
    rundown.closes('queue', () => jobs.stop());
    const reached = await reach({ ...composition, log }, database);
    rundown.closes('platforms', () => reached.stop());
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
    const web = await listen(composition, { engine, jobs, database, slack, discord, registry }, rundown);
    if (config.role !== 'web') {
      rundown.drains('jobs', () => jobs.drain());
      await jobs.start(engine);
    }
    await receive({ engine, database, slack, discord }, config, rundown);
    return { engine, jobs, database, address: web.address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Imported only when it is needed: a Kith with a DATABASE_URL does not load a second PostgreSQL. */
async function startEmbedded(folder: string | null, beginning?: Blob) {
  const { startEmbedded: start } = await import('../adapters/postgres/embedded.ts');
  return start(folder, beginning);
}

async function openRecords({ config, log, ephemeral = false, beginning }: Composition, rundown: Rundown) {
  const folder = ephemeral ? null : config.dataDir;
  const embedded = config.databaseUrl === null ? await startEmbedded(folder, beginning) : null;
  if (embedded !== null) rundown.closes('embedded database', () => embedded.stop());
  const url = config.databaseUrl ?? embedded?.url ?? '';
  const cipher = createKeyring(config.encryptionKeys ?? generateKeys());
  const ownSessions = embedded === null;
  const name = `kith ${config.role}`;
  const database = await openDatabase({ url, cipher, poolSize: config.databasePool, name, ownSessions, log });
  rundown.closes('database', () => database.close());
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
  rundown: Rundown,
): Promise<void> {
  if (slack !== null) {
    rundown.drains('slack', () => slack.stop());
    await admitted('SLACK_BOT_TOKEN, SLACK_APP_TOKEN and SLACK_API_URL', 'Slack', () => slack.start(engine));
  }
  if (discord !== null && config.discord !== null) {
    const store = database.discord(config.discord.applicationId);
    rundown.drains('discord', () => discord.stop());
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
    throw new OperatorError(`${platform} did not let Kith in (${cause.message}). Please check ${variables}.`, {
      cause,
    });
  }
}

interface Parts extends Pick<Kith, 'engine' | 'jobs' | 'database'> {
  readonly slack: Slack | null;
  readonly discord: Discord | null;
  readonly registry: Registry;
}

/** Health, metrics, Slack's requests and what the composition adds. */
async function listen({ config, routes }: Composition, parts: Parts, rundown: Rundown): Promise<Web> {
  const isDraining = () => rundown.isDraining;
  const app = health({ ...parts, isDraining }, parts.registry);
  if (routes !== undefined) app.route('/', routes(parts));
  const slack = parts.slack?.requestListener ?? null;
  const web = await serve({ port: config.port, host: config.host, app, slack, isDraining });
  rundown.closes('web server', () => web.close());
  return web;
}
