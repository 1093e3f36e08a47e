import { expect, test } from 'vitest';
import { PlatformError } from '../../../src/engine/errors.ts';
import { installationsInMemory, type JoinedSlack, type Joining, joinForTest } from './joined-slack.ts';

/** What a look answers, or why it has none. */
const looked = ({ slack, installation }: JoinedSlack) =>
  slack.platform.look(installation, []).catch((error: unknown) => {
    if (error instanceof PlatformError) return error;
    throw error;
  });

/** As Slack hands it over when a workspace installs Kith. */
const handedOver = ({ local }: JoinedSlack, bot: object = {}) =>
  JSON.stringify({
    team: { id: local.communityId, name: 'Harbour' },
    bot: { token: local.environment.SLACK_BOT_TOKEN, userId: local.botId, ...bot },
  });

async function byOthers() {
  const installations = installationsInMemory();
  const settings: Joining['settings'] = (local) => {
    const { clientId, clientSecret } = local.authorize();
    return { botToken: null, clientId, clientSecret, stateSecret: 'a state secret of the test' };
  };
  const it = await joinForTest({ mode: 'http', installations, settings });
  installations.kept.set(it.local.communityId, handedOver(it));
  return { it, installations };
}

test('a token that Slack handed over for the workspace tells that Kith was removed from it', async () => {
  const { it, installations } = await byOthers();
  const { local } = it;
  expect(await looked(it)).toMatchObject({ as: { identity: local.botId, since: null } });
  local.fault({ kind: 'status', status: 503, match: 'auth.test' });
  expect(await looked(it)).toMatchObject({ outcome: 'unclear', notThere: null });
  const notThere = { identity: local.botId, believedAfter: 30 };
  local.refuseToken();
  expect(await looked(it)).toMatchObject({ refusal: 'installation-gone', notThere });
  await local.uninstall();
  expect(await looked(it)).toMatchObject({ message: 'refused: account_inactive', notThere });
  // Of one that Slack does not know, or none at all, nothing is to be learned.
  installations.kept.set(local.communityId, handedOver(it, { token: 'xoxb-of-nobody' }));
  expect(await looked(it)).toMatchObject({ message: 'refused: invalid_auth', notThere: null });
  installations.kept.clear();
  expect(await looked(it)).toMatchObject({ message: 'refused: not_installed', notThere: null });
});

test('a token of the environment does not, whatever Slack says of it: somebody may have put it there by mistake', async () => {
  // Not started: what the local Slack tells by itself would wait for a connection.
  const it = await joinForTest({ mode: 'http' });
  expect(await looked(it)).toMatchObject({ as: { identity: it.local.botId, since: null } });
  it.local.refuseToken();
  expect(await looked(it)).toMatchObject({ message: 'refused: token_revoked', notThere: null });
  await it.local.uninstall();
  expect(await looked(it)).toMatchObject({ message: 'refused: account_inactive', notThere: null });
});
