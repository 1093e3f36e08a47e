import { type Kysely, sql } from 'kysely';
import { type MigrationProvider, Migrator } from 'kysely/migration';
import { OperatorError } from '../../src/engine/errors.ts';
import { migrations } from './migrations/index.ts';
import { schema, type Tables } from './tables.ts';

const provider: MigrationProvider = { getMigrations: async () => ({ ...migrations }) };
/** "kith" in ASCII: any number will do that nobody else locks in the same database. */
const lock = 0x6b697468;

/**
 * Brings the schema up to date: all that is missing, or nothing; says what was done, in order.
 * Two at once do it once: the lock belongs to the transaction, which PGlite's one shared session can hold too.
 */
export function migrate(db: Kysely<Tables>): Promise<readonly string[]> {
  return db.transaction().execute(async (transaction) => {
    // A large table may take its time, and several processes wait for the one that migrates.
    await sql`set local statement_timeout = 0`.execute(transaction);
    await sql`set local lock_timeout = 0`.execute(transaction);
    await sql`select pg_advisory_xact_lock(${sql.lit(lock)})`.execute(transaction);
    const { error, results } = await migratorOn(transaction).migrateToLatest();
    const failed = results?.find((result) => result.status === 'Error');
    if (error !== undefined) {
      const why = error instanceof Error ? error.message : String(error);
      throw new OperatorError(`The database could not be migrated: ${failed?.migrationName} (${why}).`, {
        cause: error,
      });
    }
    return (results ?? []).map((result) => result.migrationName);
  });
}

/** The migrations that are still to be done, in order. */
export async function pending(db: Kysely<Tables>): Promise<readonly string[]> {
  const all = await migratorOn(db).getMigrations();
  return all.filter((migration) => migration.executedAt === undefined).map((migration) => migration.name);
}

function migratorOn(db: Kysely<Tables>): Migrator {
  return new Migrator({
    db,
    provider,
    migrationTableSchema: schema,
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
  });
}
