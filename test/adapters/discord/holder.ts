import { createKeyring } from '../../../adapters/crypto/keyring.ts';
import { createDiscord } from '../../../adapters/discord/discord.ts';
import { openDatabase } from '../../../adapters/postgres/database.ts';
import type { Inbound } from '../../contract/platform/scripted-inbound.ts';

// Run as a process of its own: holds shards, says so, and takes events in without ever ending one.
const { url, keys, settings, times } = JSON.parse(process.argv[2] ?? '');
const log = { info() {}, warn() {}, error() {} };
const database = await openDatabase({ url, cipher: createKeyring(keys), log });
const inbound: Inbound = {
  answerMode: () => 'private',
  complete: async (_event, reply) => reply,
  handle() {
    process.stdout.write('taken\n');
    return new Promise(() => undefined);
  },
};
const discord = createDiscord({ settings, log, times });
await discord.start(inbound, database.discord(settings.applicationId));
process.stdout.write('ready\n');
