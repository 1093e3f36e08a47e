import { flushCompileCache } from 'node:module';
import { systemClock } from '../src/clock.ts';
import { loadConfig } from '../src/config.ts';
import { startKith } from '../src/kith.ts';
import { createLog } from '../src/log.ts';
import type { Hurry } from './hurry.ts';

/** A process of Kith as src/main.ts composes it, but with its limits and waits compressed as its argument says. */
process.stdin.once('close', () => process.exit()).resume();
const hurry: Hurry = JSON.parse(process.argv[2] ?? '');
const config = loadConfig();
const log = createLog(config.logLevel);
await startKith({ config, clock: systemClock, log, ...hurry });
log.info('kith.started', { role: config.role });
// Kept at the end of a process as a rule; this one will be killed.
flushCompileCache();
