import { type Kysely, sql } from 'kysely';
import type { EpochMs } from '../../src/engine/ids.ts';
import type { Cipher } from '../../src/engine/ports/cipher.ts';
import { thereBy } from './scope.ts';
import type { Tables } from './tables.ts';

/**
 * What Slack handed over when a workspace installed Kith (tokens among it), by team id. Each row has a key of its own:
 * removing the row destroys it.
 */
export interface SealedInstallations {
  /** `installation` is JSON, kept word for word. */
  save(teamId: string, installation: string): Promise<void>;
  find(teamId: string): Promise<string | null>;
  /** `removedAt`: when Slack says it was removed; what was installed after that stays. */
  remove(teamId: string, removedAt: EpochMs | null): Promise<void>;
}

export function slackInstallations(db: Kysely<Tables>, cipher: Cipher): SealedInstallations {
  const context = (teamId: string) => `slack_installations.sealed:${teamId}`;
  return {
    async save(teamId, installation) {
      const key = cipher.newKey();
      const row = { key, sealed: cipher.seal(key, context(teamId), installation) };
      await db.transaction().execute(async (transaction) => {
        // What was said of the earlier token says nothing of this one. First the community, as when it is erased.
        await transaction
          .updateTable('communities')
          .set({ missed_since: null, missed_days: null, missed_seen_at: null, erase_at: null })
          .where('platform', '=', 'slack')
          .where('external_id', '=', teamId)
          .execute();
        await transaction
          .insertInto('slack_installations')
          .values({ team_id: teamId, ...row })
          .onConflict((conflict) =>
            conflict.column('team_id').doUpdateSet({ ...row, installed_at: sql`clock_timestamp()` }),
          )
          .execute();
      });
    },
    async find(teamId) {
      const row = await db
        .selectFrom('slack_installations')
        .selectAll()
        .where('team_id', '=', teamId)
        .executeTakeFirst();
      return row ? cipher.open(row.key, context(teamId), row.sealed) : null;
    },
    remove: (teamId, removedAt) => removeInstallation(db, teamId, removedAt),
  };
}

/** @param removedAt what was installed after that stays */
export async function removeInstallation(db: Kysely<Tables>, teamId: string, removedAt: EpochMs | null): Promise<void> {
  await db
    .deleteFrom('slack_installations')
    .where('team_id', '=', teamId)
    .$if(removedAt !== null, (query) => query.where(thereBy('installed_at', removedAt ?? 0)))
    .execute();
}
