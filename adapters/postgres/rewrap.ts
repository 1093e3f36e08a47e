import type { Kysely } from 'kysely';
import type { Cipher } from '../../src/engine/ports/cipher.ts';
import type { Tables } from './tables.ts';

/**
 * Puts every wrapped key under the operator's newest key, so that an old one can leave `KITH_ENCRYPTION_KEYS`; the sealed
 * texts stay as they are. Says how many keys were changed; running it again changes none.
 */
export async function rewrapKeys(db: Kysely<Tables>, cipher: Cipher): Promise<number> {
  let changed = 0;
  for (const { id, key } of await db.selectFrom('communities').select(['id', 'key']).execute()) {
    const rewrapped = cipher.rewrap(key);
    if (!rewrapped) continue;
    await db.updateTable('communities').set({ key: rewrapped }).where('id', '=', id).where('key', '=', key).execute();
    changed += 1;
  }
  for (const { team_id: team, key } of await db
    .selectFrom('slack_installations')
    .select(['team_id', 'key'])
    .execute()) {
    const rewrapped = cipher.rewrap(key);
    if (!rewrapped) continue;
    // A workspace that installs again right now brings a key of its own: then this one is nobody's any more.
    await db
      .updateTable('slack_installations')
      .set({ key: rewrapped })
      .where('team_id', '=', team)
      .where('key', '=', key)
      .execute();
    changed += 1;
  }
  return changed;
}
