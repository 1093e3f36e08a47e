import { flushCompileCache } from 'node:module';
import { generateKeys } from '../adapters/crypto/keyring.ts';
import { systemClock } from './clock.ts';
import { type Config, loadConfig } from './config.ts';
import type { Log } from './engine/ports/log.ts';
import { startKith } from './kith.ts';
import { createLog } from './log.ts';
import { told } from './told.ts';

/** What a person at the terminal reads; the log is for machines. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

interface Running {
  /** Says whether everything ended in good order. */
  stop(): Promise<boolean>;
}

/** Longer than everything that is waited for in good order: past this the process ends as it stands (ms). */
const LONGEST_STOP_MS = 22_000;

async function start(config: Config): Promise<Running> {
  const real = config.slack !== null || config.discord !== null;
  if (!real) return openPlayground(config);
  const log: Log = createLog(config.logLevel);
  if (config.databaseUrl === null) {
    log.warn('database.embedded', { advice: 'fine for trying Kith; set DATABASE_URL before people rely on it' });
  }
  const kith = await startKith({ config, clock: systemClock, log });
  log.info('kith.started', {
    role: config.role,
    slack: config.slack !== null,
    discord: config.discord !== null,
    port: Number(new URL(kith.address).port),
  });
  return kith;
}

async function openPlayground(config: Config): Promise<Running> {
  const began = Date.now();
  say('Kith: no platform tokens are set, so this is the playground. Starting a local Slack and a local Discord…');
  if (config.databaseUrl !== null || config.redisUrl !== null) {
    say('It keeps everything in memory: what DATABASE_URL and REDIS_URL name is left alone.');
  }
  // Imported only here, so that a production process does not hold two local platforms in memory.
  const { startPlayground } = await import('./playground.ts');
  const playground = await startPlayground(
    config,
    createLog(config.logLevel === 'info' ? 'warn' : config.logLevel),
    generateKeys(),
  );
  say(
    `Kith is at ${playground.kith.address} (after ${((Date.now() - began) / 1000).toFixed(1)} s). Stop it with Ctrl+C.`,
  );
  return playground;
}

async function main(): Promise<void> {
  const running = await start(loadConfig());
  // Written now, so that the next start finds it even if this process is killed. Does nothing unless scripts/compile-cache.cjs was loaded.
  flushCompileCache();
  let stopping = false;
  const stop = (signal: string) => {
    // Who asks twice does not want to wait.
    if (stopping) process.exit(1);
    stopping = true;
    say(`${signal}: finishing what is under way… (once more ends at once)`);
    setTimeout(() => process.exit(1), LONGEST_STOP_MS);
    running.stop().then(
      (inGoodOrder) => process.exit(inGoodOrder ? 0 : 1),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

// Loaded by itself, it starts nothing: scripts/warm.ts has it compiled beforehand.
if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${told(error)}\n`);
    process.exit(1);
  }
}
