import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { dropDatabase } from './database.ts';
import { version } from './find-programs.ts';
import { findOrInstallPrograms } from './install-programs.ts';
import { startPostgres } from './postgres.ts';
import type { PrivateServer } from './private-server.ts';
import { startRedis } from './redis.ts';

/**
 * Runs once before all tests, however Vitest was started: finds or installs the programs, starts one Redis and one
 * PostgreSQL for the run and tells the tests where they are. Servers that the environment names are used as they are.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const began = performance.now();
  const tell = (line: string) => void process.stdout.write(`${line}\n`);
  const programs = findOrInstallPrograms(tell);
  process.env.KITH_TEST_CHROMIUM = programs.chromium;
  process.env.KITH_TEST_REDIS_PROGRAM = programs.redis;
  process.env.KITH_TEST_POSTGRES_PROGRAMS = programs.postgres;
  tell(`Using ${version(programs.redis)}`);
  tell(`      ${version(join(programs.postgres, 'postgres'))}`);
  tell(`      ${version(programs.chromium)}, emoji from ${programs.emoji}`);

  const started: PrivateServer[] = [];
  const provide = async (variable: string, start: () => Promise<PrivateServer>) => {
    if (process.env[variable]) return;
    const server = await start();
    started.push(server);
    process.env[variable] = server.url;
  };
  await Promise.all([
    provide('KITH_TEST_REDIS_URL', () => startRedis(programs.redis)),
    provide('KITH_TEST_POSTGRES_URL', () => startPostgres(programs.postgres)),
  ]);
  // The first who wants it makes it.
  const template = `kith_template_${randomBytes(8).toString('hex')}`;
  process.env.KITH_TEST_POSTGRES_TEMPLATE = template;
  tell(`Servers ready after ${((performance.now() - began) / 1000).toFixed(1)} s.`);
  return async () => {
    await dropDatabase(process.env.KITH_TEST_POSTGRES_URL ?? '', template);
    await Promise.all(started.map((server) => server.stop()));
  };
}
