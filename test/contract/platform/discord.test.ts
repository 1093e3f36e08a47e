import { createDiscord } from '../../../adapters/discord/discord.ts';
import { startLocalDiscord } from '../../../playground/discord/local-discord.ts';
import { sharedStore } from '../../adapters/discord/records.ts';
import { patientDiscord } from '../../servers/patience.ts';
import { SECRET } from './harness.ts';
import { type Making, type PlatformUnderTest, platformContract } from './suite.ts';

async function make({ log, commands }: Making): Promise<PlatformUnderTest> {
  // Pacing sends is the engine's work, not the adapter's: without limits the contract may send many at once.
  const local = await startLocalDiscord({ rateLimitFactor: 0, ...patientDiscord });
  const { DISCORD_TOKEN = '', DISCORD_APPLICATION_ID = '', DISCORD_API_URL = '' } = local.environment;
  const discord = createDiscord({
    settings: { token: DISCORD_TOKEN, applicationId: DISCORD_APPLICATION_ID, apiUrl: DISCORD_API_URL, shards: null },
    log,
    describe: () => commands,
    requestsPerSecond: 1_000,
  });
  return {
    platform: discord.platform,
    installation: { platform: 'discord', externalId: local.communityId, name: 'Local Discord' },
    local,
    async start(inbound) {
      await discord.start(inbound, await sharedStore(local));
      await discord.register();
    },
    async stop() {
      await discord.stop();
      await local.stop();
    },
    posting: /^POST .*\/channels\/\d+\/messages/,
    // A good 4000 characters fit one embed; escaping may take up to half of them.
    longestText: 2800,
    rings: ({ raw }) => {
      const { mention_everyone: everyone, mentions } = raw as { mention_everyone: boolean; mentions: unknown[] };
      return everyone || mentions.length > 0;
    },
    problemsInModal: false,
    thanking: {
      async onPerson(actor, person) {
        await local.as(actor.id).personMenu('Say thanks', person.id);
        return person.id;
      },
      onMessage: (actor, message) => local.as(actor.id).messageMenu('Thank for this', message),
      written: (author) => local.as(author.id).say(`The ${SECRET} is ready.`),
      departed: local.departed,
    },
    refusing: {
      async unreachablePerson() {
        local.closeDirectMessages('Noor');
        return { kind: 'direct', person: local.as('Noor').id };
      },
      // Nobody has this id.
      gonePerson: async () => ({ kind: 'direct', person: '100000000000000001' }),
      async goneChannel() {
        const place = local.places.find(({ name }) => name === 'kindness');
        local.deleteChannel('kindness');
        return { kind: 'channel', channel: place?.id ?? '' };
      },
    },
  };
}

platformContract('discord', make);
