import { createKeyring, generateKeys } from '../../../adapters/crypto/keyring.ts';
import { type Database, openDatabase, type SharedDiscord } from '../../../adapters/postgres/database.ts';
import type { LocalDiscord } from '../../../playground/discord/local-discord.ts';
import type { CommunityId } from '../../../src/engine/ids.ts';
import type { Log } from '../../../src/engine/ports/log.ts';
import { systemRandom } from '../../../src/random.ts';
import { migratedDatabase } from '../../servers/database.ts';

const silent: Log = { info() {}, warn() {}, error() {} };
/** For processes of a test's own. */
export const keys = generateKeys();
const cipher = createKeyring(keys);
let opened: Promise<{ readonly database: Database; readonly url: string }> | undefined;

async function open() {
  const { url } = await migratedDatabase();
  const database = await openDatabase({ url, cipher, log: silent });
  return { database, url };
}

/**
 * The records of all files that this process runs, opened when they are first asked for, and there until it ends; every
 * local Discord has an application of its own in them.
 */
export function records(): Promise<{ readonly database: Database; readonly url: string }> {
  opened ??= open();
  return opened;
}

/** What processes share of a local Discord, whose server has used Kith before. */
export async function sharedStore(local: LocalDiscord): Promise<SharedDiscord> {
  const { database } = await records();
  await database.transactor.run(({ communities }) =>
    communities.open(
      { platform: 'discord', externalId: local.communityId, name: 'Harbour' },
      { id: systemRandom.id() as CommunityId, mode: 'community', language: 'en', zone: null, createdAt: 1 },
    ),
  );
  return database.discord(local.botId);
}
