import { shortcuts } from '../../../adapters/slack/manifest.ts';
import type { Seen } from '../../../playground/driver.ts';
import type { LocalSlack } from '../../../playground/slack/local-slack.ts';
import { joinSlack } from '../../adapters/slack/joined-slack.ts';
import { SECRET } from './harness.ts';
import { type Making, type PlatformUnderTest, platformContract } from './suite.ts';

/** A mention rings for those who can see the message and are named in it, and a broadcast for all; in an ephemeral nothing rings. */
function rings(seen: Seen, local: LocalSlack): boolean {
  const raw = JSON.stringify(seen.raw);
  if (raw.includes('"type":"broadcast"') || /"type":"mrkdwn","text":"[^"]*<!(channel|here|everyone)/.test(raw))
    return true;
  const text = (seen.raw as { text?: string }).text ?? '';
  if (/<[!@]/.test(text)) return true;
  const shared = local.places.some((place) => place.id === seen.place) && !seen.ephemeral;
  return shared && (raw.includes('"type":"user"') || raw.includes('"mrkdwn","text":"<@'));
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

function thanking(local: LocalSlack): PlatformUnderTest['thanking'] {
  return {
    async onPerson(actor) {
      await local.as(actor.id).shortcut(shortcuts.global.callback_id);
      return null;
    },
    onMessage: (actor, message) => local.as(actor.id).messageShortcut(shortcuts.message.callback_id, message),
    async written(author) {
      await author.type(`The ${SECRET} is ready.`);
      return author.until('the message', (me) => me.sees('general').find((seen) => seen.author === me.id));
    },
    departed: local.strangers.deactivated,
  };
}

async function make(mode: 'socket' | 'http', making: Making): Promise<PlatformUnderTest> {
  const { slack, local, installation, start, stop } = await joinSlack({ mode, making });
  return {
    platform: slack.platform,
    installation,
    local,
    start,
    stop,
    posting: 'chat.postMessage',
    longestText: 9000,
    rings: (seen) => rings(seen, local),
    problemsInModal: true,
    thanking: thanking(local),
    refusing: refusing(local),
  };
}

platformContract('Slack by Socket Mode', (making) => make('socket', making));
platformContract('Slack by signed requests', (making) => make('http', making));
