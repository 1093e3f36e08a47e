import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { createKeyring, generateKeys } from '../../adapters/crypto/keyring.ts';
import { registerCommands } from '../../adapters/discord/discord.ts';
import { type Database, openDatabase } from '../../adapters/postgres/database.ts';
import { slackManifest } from '../../adapters/slack/manifest.ts';
import { type LocalDiscord, startLocalDiscord } from '../../playground/discord/local-discord.ts';
import { type LocalSlack, startLocalSlack } from '../../playground/slack/local-slack.ts';
import { fromManifest } from '../../playground/slack/options.ts';
import { parseConfig } from '../../src/config.ts';
import { lineOf } from '../../src/doctor/findings.ts';
import { examine } from '../../src/doctor-checks.ts';
import { describeCommands } from '../../src/engine/commands/describe.ts';
import { createLog } from '../../src/log.ts';
import { migratedDatabase, restartableRedis } from '../servers/database.ts';
import { compiled } from '../servers/node.ts';
import type { PrivateServer } from '../servers/private-server.ts';

export type Environment = Readonly<Record<string, string>>;

/** Everything a well-kept Kith stands on. */
export interface Grounds {
  readonly slack: LocalSlack;
  readonly discord: LocalDiscord;
  readonly redis: PrivateServer;
  readonly environment: Environment;
}

/** A Slack with the manifest's scopes, a Discord with the commands, a migrated PostgreSQL, a Redis that keeps what it is given. */
export async function wellKept(): Promise<Grounds> {
  const slack = await startLocalSlack(fromManifest(slackManifest(describeCommands('en'), { publicUrl: null })));
  onTestFinished(() => slack.stop());
  const discord = await startLocalDiscord({ rateLimitFactor: 0 });
  onTestFinished(() => discord.stop());
  const redis = await restartableRedis({ keeps: true });
  onTestFinished(() => redis.stop());
  const database = await migratedDatabase();
  onTestFinished(() => database.drop());
  const environment = {
    ...slack.environment,
    ...discord.environment,
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    KITH_ENCRYPTION_KEYS: generateKeys(),
    KITH_OPERATOR: 'The volunteers of Harbour',
    PORT: '0',
  };
  const { discord: settings } = parseConfig(environment);
  if (settings !== null) await registerCommands(settings);
  return { slack, discord, redis, environment };
}

/** The database that an environment names. */
export async function opened({
  DATABASE_URL: url = '',
  KITH_ENCRYPTION_KEYS: keys = '',
}: Environment): Promise<Database> {
  const database = await openDatabase({ url, cipher: createKeyring(keys), poolSize: 2, log: createLog('silent') });
  onTestFinished(() => database.close());
  return database;
}

/** What the doctor says, line by line. */
export async function doctorSays(environment: Environment): Promise<readonly string[]> {
  return (await examine(parseConfig(environment))).map(lineOf);
}

/** Lines that ask for something to be done. */
export function complaints(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => !line.startsWith('✓'));
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs one of the programs as `npm run` would, with this environment alone, in a folder of its own. */
export async function program(name: 'doctor' | 'migrate' | 'connect', environment: Environment): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'kith-program-'));
  try {
    const file = join(import.meta.dirname, `../../src/${name}.ts`);
    const child = spawn(process.execPath, [...compiled, file], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code, out, err };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
