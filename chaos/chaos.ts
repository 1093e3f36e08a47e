import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { Redis } from 'ioredis';
import { findPrograms, version } from '../test/servers/find-programs.ts';
import { findOrInstallPrograms } from '../test/servers/install-programs.ts';
import { startPostgres } from '../test/servers/postgres.ts';
import { startRedis } from '../test/servers/redis.ts';
import { type Options, readOptions, usage } from './options.ts';
import { type PlatformName, run, type Told } from './run.ts';
import { asJson, faultsOf, inWords } from './telling.ts';

const tell = (line: string) => void process.stdout.write(`${line}\n`);

/** Only the platforms' paces are compressed: the least that lets this machine send as fast as it can. Our own waits are production's. */
const hurry = { slack: { compression: 100, haste: 1 }, discord: { compression: 5, haste: 1 } } as const;
/** Above the adapters' time-out of ten seconds, below the lease. */
const silenceMs = 11_000;
/** After the last disturbance everything has ended: two rounds of the sweep, and a lease. */
const patienceMs = 11 * 60_000;

/** `npm run chaos`: see docs/reliability.md. */
async function main(): Promise<void> {
  if (process.argv.includes('--help')) return tell(usage);
  const options = readOptions(process.argv.slice(2));
  tell(
    `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}, load ${loadavg()[0]?.toFixed(1)}`,
  );
  tell(`--seed ${options.seed}`);
  const platforms: readonly PlatformName[] = options.platform === 'both' ? ['slack', 'discord'] : [options.platform];
  const all: Told[] = [];
  for (const platform of platforms) {
    tell(`\n${platform}: ${options.deliveries} deliveries, paces ${hurry[platform].compression} times faster`);
    const told = await onServers(options, platform);
    all.push(told);
    tell(inWords(told));
  }
  if (options.json !== undefined) writeFileSync(options.json, asJson(options.seed, all));
  if (all.some((told) => faultsOf(told).length > 0)) process.exitCode = 1;
}

async function onServers(options: Options, platform: PlatformName): Promise<Told> {
  const { seed, deliveries, workers, receivers, kills, rate } = options;
  const found = findPrograms();
  const programs =
    found.redis && found.postgres ? { redis: found.redis, postgres: found.postgres } : findOrInstallPrograms(tell);
  const [postgres, redis] = await Promise.all([
    startPostgres(programs.postgres),
    startRedis(programs.redis, { keeps: true }),
  ]);
  try {
    tell(`${version(`${programs.postgres}/postgres`)}; ${version(programs.redis).split(' sha')[0]}`);
    await asInProduction(redis.url);
    return await run(
      {
        seed,
        platforms: [platform],
        deliveries,
        workers,
        receivers,
        kills,
        spanMs: Math.ceil(deliveries / rate) * 1000,
        hurry: hurry[platform],
        silenceMs,
        patienceMs,
        tell,
      },
      { postgres, databaseUrl: postgres.url, redis: options.queue === 'redis' ? redis : null },
    );
  } finally {
    await Promise.all([postgres.stop(), redis.stop()]);
  }
}

/** The append-only file is written once a second, Redis's default. */
async function asInProduction(url: string): Promise<void> {
  const client = new Redis(url);
  await client.config('SET', 'appendfsync', 'everysec');
  client.disconnect();
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
