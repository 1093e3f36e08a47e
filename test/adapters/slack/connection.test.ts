import { describe, expect, test } from 'vitest';
import type { InboundEvent } from '../../../src/engine/event.ts';
import type { DeliveryId } from '../../../src/engine/ids.ts';
import { card } from '../../contract/platform/cards.ts';
import { installationsInMemory, type Joining, joinForTest } from './joined-slack.ts';

const ID = 'c1AAAAAAAAAAAAAAAAAAAA' as DeliveryId;

describe('Socket Mode', () => {
  test('says whether it is connected', async () => {
    const { slack, start } = await joinForTest();
    expect(slack.connected()).toBe(false);
    await start();
    expect(slack.connected()).toBe(true);
    expect(slack.requestListener).toBeNull();
    await slack.stop();
    expect(slack.connected()).toBe(false);
  });

  test('comes back at once when Slack recycles the connection', async () => {
    const { local, script, start } = await joinForTest();
    await start();
    local.disconnect();
    // The library by itself would wait for five seconds.
    await local.connected(4_500);
    await local.as('Sam').type('/kith home');
    expect((await script.event('command')).command).toBe('kith home');
  });

  test('comes back also when Slack refuses the first attempt', async () => {
    const { local, script, start, logged } = await joinForTest();
    await start();
    local.fault({ kind: 'status', status: 503, match: 'apps.connections.open' });
    local.disconnect();
    await local.connected();
    await local.as('Sam').type('/kith home');
    await script.event('command');
    expect(logged.join('\n')).toContain('slack.reconnect-failed');
  });

  test('a wrong token stops the start with its code', async () => {
    const { start } = await joinForTest({ settings: () => ({ botToken: 'xoxb-wrong' }) });
    await expect(start()).rejects.toMatchObject({ outcome: 'refused', refusal: 'installation-gone' });
  });
});

describe('signed requests', () => {
  test('forged and stale requests are turned away', async () => {
    const { local, script, start } = await joinForTest({ mode: 'http' });
    await start();
    expect(await local.forge({ badSignature: true })).toBe(401);
    expect(await local.forge({ staleTimestamp: true })).toBe(401);
    expect(script.events).toEqual([]);
  });

  test('other paths are not ours', async () => {
    const { start, url } = await joinForTest({ mode: 'http' });
    await start();
    expect((await fetch(url('/slack/else'))).status).toBe(404);
    expect((await fetch(url('/slack/install'))).status).toBe(404);
  });
});

describe('being removed', () => {
  test.each(['uninstall', 'revokeTokens'] as const)('%s reaches the engine as a removal', async (how) => {
    const { local, start, script } = await joinForTest();
    await start();
    await local[how]();
    const removed = await script.event('removed');
    expect(removed.installation).toMatchObject({ platform: 'slack', externalId: local.communityId });
    // When it happened, so that a redelivery after a new installation is known for what it is.
    expect(Math.abs((removed.at ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  test('a send after it says that the installation is gone', async () => {
    const { local, start, slack, installation } = await joinForTest();
    await start();
    await local.uninstall();
    const to = { kind: 'direct', person: local.as('Sam').id } as const;
    await expect(slack.platform.send(installation, to, card('Hello'), ID)).rejects.toMatchObject({
      outcome: 'refused',
      refusal: 'installation-gone',
    });
  });

  test('no other workspace is reached with this one’s token', async () => {
    const { local, start, slack, installation } = await joinForTest();
    await start();
    const elsewhere = { ...installation, externalId: 'T0ELSEWHERE' };
    const to = { kind: 'direct', person: local.as('Sam').id } as const;
    await expect(slack.platform.send(elsewhere, to, card('Hello'), ID)).rejects.toMatchObject({
      refusal: 'installation-gone',
    });
    expect(local.sent()).toEqual([]);
  });
});

describe('being installed by others (OAuth)', () => {
  const settings: Joining['settings'] = (local) => {
    const { clientId, clientSecret } = local.authorize();
    return { botToken: null, clientId, clientSecret, stateSecret: 'a state secret of the test' };
  };

  test('a workspace is installed, heard, written to, and forgotten', async () => {
    const installations = installationsInMemory();
    const { local, slack, installation, script, start, url } = await joinForTest({
      mode: 'http',
      installations,
      settings,
    });
    // What the consent page would send the browser back with.
    const { code } = local.authorize();
    await start();
    const page = await fetch(url('/slack/install'));
    const link = /href="([^"]+oauth\/v2\/authorize[^"]*)"/.exec(await page.text())?.[1]?.replaceAll('&amp;', '&') ?? '';
    const consent = new URL(link);
    expect(consent.origin).toBe(new URL(local.environment.SLACK_API_URL ?? '').origin);
    expect(consent.searchParams.get('scope')).toContain('chat:write');
    const state = consent.searchParams.get('state') ?? '';
    const cookie = page.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
    const redirect = url(`/slack/oauth_redirect?code=${code}&state=${encodeURIComponent(state)}`);
    expect((await fetch(redirect, { headers: { cookie } })).status).toBe(200);
    expect([...installations.kept.keys()]).toEqual([local.communityId]);
    // Of the person who installed it nothing is kept: a member who is erased would still stand there.
    const stored = installations.kept.get(local.communityId) ?? '';
    expect(local.people.filter(({ id }) => stored.includes(id))).toEqual([]);

    script.on('kith home', { kind: 'private', card: card('Welcome') });
    await local.as('Sam').type('/kith home');
    expect((await script.event('command')).origin.installation).toEqual(installation);
    const to = { kind: 'direct', person: local.as('Sam').id } as const;
    const receipt = await slack.platform.send(installation, to, card('Hello'), ID);
    expect(await slack.platform.find(installation, to, ID, 0)).toEqual(receipt);

    await local.uninstall();
    const removals: InboundEvent[] = await script.all('removed', 1);
    expect(removals.length).toBeGreaterThan(0);
    await slack.stop();
    expect([...installations.kept.keys()]).toEqual([]);
  });

  test('a redirect without its state installs nothing', async () => {
    const installations = installationsInMemory();
    const { local, start, url } = await joinForTest({ mode: 'http', installations, settings });
    await start();
    const { code } = local.authorize();
    const answer = await fetch(url(`/slack/oauth_redirect?code=${code}&state=forged`));
    expect(answer.status).not.toBe(200);
    expect(installations.kept.size).toBe(0);
  });
});
