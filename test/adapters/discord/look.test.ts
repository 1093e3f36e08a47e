import { expect, test } from 'vitest';
import { createDiscord } from '../../../adapters/discord/discord.ts';
import { PlatformError } from '../../../src/engine/errors.ts';
import type { Look } from '../../../src/engine/ports/platform.ts';
import { keptLog } from '../../contract/platform/harness.ts';
import { type Fixture, joined, settingsOf } from './fixture.ts';

/** What a look answers, or why it has none. */
const looked = ({ discord, installation }: Pick<Fixture, 'discord' | 'installation'>): Promise<Look | PlatformError> =>
  discord.platform.look(installation, []).catch((error: unknown) => {
    if (error instanceof PlatformError) return error;
    throw error;
  });

test('a look says as which application Kith is there and since when; a session that begins says the same', async () => {
  const it = await joined();
  const look = await looked(it);
  expect(look).toMatchObject({ as: { identity: it.local.environment.DISCORD_APPLICATION_ID } });
  const { as } = look as Look;
  expect(as.since).toBeGreaterThan(Date.now() - 60_000);
  await expect.poll(() => it.script.greetings).toEqual([{ kind: 'installed', installation: it.installation, as }]);
});

test('a server whose outage is over was never left; one that Kith was added to again has a new beginning', async () => {
  const { local, script } = await joined();
  local.outage(false);
  local.outage(true);
  await expect.poll(() => script.greetings.length).toBe(2);
  expect(script.greetings[1]).toEqual(script.greetings[0]);
  local.removeApp();
  local.addApp();
  await expect.poll(() => script.greetings.length).toBe(3);
  const [first, , again] = script.greetings.map(({ as }) => as.since ?? 0);
  expect(again).toBeGreaterThan((first ?? 0) + 1000);
});

test('that Kith is not there is said of a server it was removed from, and by nothing else', async () => {
  const it = await joined({ connect: false });
  const { local } = it;
  await it.discord.register();
  local.fault({ kind: 'status', status: 503, match: /^GET \/guilds/ });
  expect(await looked(it)).toMatchObject({ outcome: 'busy', notThere: null });
  // Its own list of servers says otherwise.
  local.denyServer(true);
  expect(await looked(it)).toMatchObject({ outcome: 'busy', notThere: null });
  local.denyServer(false);
  local.removeApp();
  local.fault({ kind: 'drop', match: /^GET \/users\/@me\/guilds/ });
  expect(await looked(it)).toMatchObject({ outcome: 'busy', notThere: null });
  expect(await looked(it)).toMatchObject({
    refusal: 'installation-gone',
    notThere: { identity: local.environment.DISCORD_APPLICATION_ID, believedAfter: 7 },
  });
  local.refuseToken(true);
  expect(await looked(it)).toMatchObject({ refusal: 'installation-gone', notThere: null });
});

test('a token of another application says nothing of a server', async () => {
  const it = await joined({ connect: false });
  it.local.removeApp();
  const settings = { ...settingsOf(it.local), applicationId: '123456789012345678' };
  const discord = createDiscord({ settings, log: keptLog([]) });
  try {
    expect(await looked({ ...it, discord })).toMatchObject({ refusal: 'installation-gone', notThere: null });
  } finally {
    await discord.stop();
  }
});
