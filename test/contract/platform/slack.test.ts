import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSlack, type SlackInstallations, type SlackSettings } from '../../../adapters/slack/slack.ts';
import type { Seen } from '../../../playground/driver.ts';
import { type LocalSlack, startLocalSlack } from '../../../playground/slack/local-slack.ts';
import { type Making, type PlatformUnderTest, platformContract } from './suite.ts';

const noInstallations: SlackInstallations = {
  save: async () => undefined,
  find: async () => null,
  remove: async () => undefined,
};

function settingsFor(local: LocalSlack): SlackSettings {
  const { environment } = local;
  return {
    botToken: environment.SLACK_BOT_TOKEN ?? null,
    appToken: environment.SLACK_APP_TOKEN ?? null,
    signingSecret: environment.SLACK_SIGNING_SECRET ?? null,
    clientId: null,
    clientSecret: null,
    apiUrl: environment.SLACK_API_URL ?? '',
    publicUrl: null,
    stateSecret: null,
  };
}

/** A mention rings for those who can see the message and are named in it, and a broadcast for all; in an ephemeral nothing rings. */
function rings(seen: Seen, local: LocalSlack): boolean {
  const raw = JSON.stringify(seen.raw);
  if (raw.includes('"type":"broadcast"') || /"type":"mrkdwn","text":"[^"]*<!(channel|here|everyone)/.test(raw))
    return true;
  const text = (seen.raw as { text?: string }).text ?? '';
  if (/<[!@]/.test(text)) return true;
  const shared = local.places.some((place) => place.id === seen.place) && !seen.ephemeral;
  return shared && (raw.includes('"type":"user"') || raw.includes('<@'));
}

function refusing(local: LocalSlack): PlatformUnderTest['refusing'] {
  return {
    unreachablePerson: async () => ({ kind: 'direct', person: local.strangers.otherBot.id }),
    async gonePerson() {
      await local.deactivate('Kai');
      return { kind: 'direct', person: local.as('Kai').id };
    },
    async goneChannel() {
      local.archive('general');
      return { kind: 'channel', channel: local.places.find((place) => place.name === 'general')?.id ?? '' };
    },
  };
}

async function make(mode: 'socket' | 'http', { log, commands }: Making): Promise<PlatformUnderTest> {
  const local = await startLocalSlack({ mode });
  const slack = createSlack({ settings: settingsFor(local), installations: noInstallations, log, commands });
  const server = createServer((request, response) => slack.requestListener?.(request, response));
  return {
    platform: slack.platform,
    installation: { platform: 'slack', externalId: local.communityId, name: 'Harbour' },
    local,
    async start(inbound) {
      if (mode === 'http') {
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        local.setEventsUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
      }
      await slack.start(inbound);
    },
    async stop() {
      await slack.stop();
      server.close();
      server.closeAllConnections();
      await local.stop();
    },
    posting: 'chat.postMessage',
    longestText: 9000,
    rings: (seen) => rings(seen, local),
    problemsInModal: true,
    refusing: refusing(local),
  };
}

platformContract('Slack by Socket Mode', (making) => make('socket', making));
platformContract('Slack by signed requests', (making) => make('http', making));
