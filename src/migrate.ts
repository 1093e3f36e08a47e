import { createKeyring, generateKeys } from '../adapters/crypto/keyring.ts';
import { openDatabase } from '../adapters/postgres/database.ts';
import { openJobs } from '../jobs/jobs.ts';
import { systemClock } from './clock.ts';
import { type Config, loadConfig } from './config.ts';
import { OperatorError } from './engine/errors.ts';
import { createLog } from './log.ts';
import { told } from './told.ts';

/**
 * `npm run migrate`: brings the database in DATABASE_URL up to date and puts its keys under the newest of KITH_ENCRYPTION_KEYS. Running it
 * again does nothing; several at once do it once.
 */
try {
  for (const line of await migrate(loadConfig())) process.stdout.write(`${line}\n`);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${told(error)}\n`);
  process.exit(1);
}

async function migrate(config: Config): Promise<readonly string[]> {
  const { databaseUrl: url, redisUrl, encryptionKeys } = config;
  if (url === null) {
    throw new OperatorError(
      'DATABASE_URL is not set, so there is nothing to migrate: the embedded database is brought up to date by npm start.',
    );
  }
  const log = createLog('silent');
  const said: string[] = [];
  // Without keys nothing is encrypted yet; tables are made without them.
  const database = await openDatabase({
    url,
    cipher: createKeyring(encryptionKeys ?? generateKeys()),
    poolSize: 1,
    log,
  });
  try {
    const done = await database.migrate();
    said.push(done.length === 0 ? 'The database is up to date.' : `Migrated the database: ${done.join(', ')}.`);
    const moved = encryptionKeys === null ? 0 : await database.rewrapKeys();
    if (moved > 0) said.push(`Moved ${moved} of its keys under the newest in KITH_ENCRYPTION_KEYS.`);
  } finally {
    await database.close();
  }
  if (redisUrl === null) {
    // Without Redis the queue lives in the same database; opening it makes its tables.
    const jobs = await openJobs({ backend: { kind: 'postgres', url, embedded: false }, clock: systemClock, log });
    await jobs.stop();
    said.push('The queue’s tables are up to date.');
  }
  return said;
}
