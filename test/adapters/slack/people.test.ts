import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../playground/driver.ts';
import type { LocalSlackOptions } from '../../../playground/slack/local-slack.ts';
import { button, buttons, card } from '../../contract/platform/cards.ts';
import { type JoinedSlack, joinForTest } from './joined-slack.ts';

async function join(local: LocalSlackOptions = {}): Promise<JoinedSlack> {
  const joined = await joinForTest({ local });
  await joined.start();
  return joined;
}

describe('who acts on Slack', () => {
  test('a guest is not ordinary', async () => {
    const { local, script } = await join();
    await local.as('Gwen').type('/kith home');
    expect((await script.event('command')).origin.person).toMatchObject({ name: 'Gwen', ordinary: false });
  });

  test('the profile says zone, language and rights', async () => {
    const { local, script } = await join();
    await local.as('Ada').type('/kith home');
    expect((await script.event('command')).origin.person).toEqual({
      externalId: local.as('Ada').id,
      name: 'Ada',
      locale: 'en-US',
      zone: 'America/New_York',
      organizer: true,
      ordinary: true,
    });
  });

  test('somebody known is not asked for again, and what they change is known at once', async () => {
    const { local, script } = await join();
    const sam = local.as('Sam');
    await sam.type('/kith home');
    await script.event('command');
    // From here on a look-up would fail, and the zone be unknown.
    local.fault({ kind: 'status', status: 503, match: 'users.info', times: 100 });
    await sam.type('/kith home');
    expect((await script.event('command', 2)).origin.person.zone).toBe('Europe/Berlin');
    await local.setZone('Sam', 'Pacific/Auckland');
    await sam.type('/kith home');
    expect((await script.event('command', 3)).origin.person.zone).toBe('Pacific/Auckland');
  });

  test('when Slack does not say who it is, they are heard, without rights', async () => {
    const { local, script } = await join();
    local.fault({ kind: 'status', status: 500, match: 'users.info' });
    await local.as('Robin').type('/kith home');
    expect((await script.event('command')).origin.person).toEqual({
      externalId: local.as('Robin').id,
      name: 'robin',
      locale: null,
      zone: null,
      organizer: false,
      ordinary: true,
    });
  });

  test('of who answers a check-in Slack is asked nothing: it would hold them up', async () => {
    const { local, script } = await join();
    const checkIn = button('Fine', 'checkin.answer', '0123456789abcdefghijkl', 'fine');
    const other = button('Home', 'home.open');
    script.on('kith home', async () => ({ kind: 'public', card: card('A word', buttons(checkIn, other)) }), 'public');
    await local.as('Robin').type('/kith home', 'general');
    const ada = local.as('Ada');
    const press = async (label: string, nth: number) => {
      const shown = (one: Actor) => one.sees('general').find(({ text }) => text.includes('A word'));
      await ada.press(label, await ada.until('the card', shown));
      return (await script.event('action', nth)).origin.person;
    };
    const unasked = { externalId: ada.id, name: 'ada', locale: null, zone: null, organizer: false, ordinary: true };
    expect(await press('Fine', 1)).toEqual(unasked);
    const asked = await press('Home', 2);
    expect(asked).toMatchObject({ name: 'Ada', locale: 'en-US', organizer: true });
    expect(await press('Fine', 3)).toEqual(asked);
  });

  test('a look-up that takes too long is not waited for', async () => {
    const { local, script } = await join();
    local.fault({ kind: 'delay', ms: 12_000, match: 'users.info' });
    const begun = performance.now();
    await local.as('Robin').type('/kith home');
    expect((await script.event('command')).origin.person.organizer).toBe(false);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  test('who was named is a person, a bot, gone, or not told of', async () => {
    const { local, script } = await join();
    const { otherBot, deactivated } = local.strangers;
    await local.as('Robin').type(`/kith thanks @${deactivated.name}`);
    expect((await script.event('command')).mentioned).toEqual({ [deactivated.id]: 'gone' });
    await local.as('Robin').type(`/kith thanks @${otherBot.name}`);
    expect((await script.event('command', 2)).mentioned).toEqual({ [otherBot.id]: 'bot' });
    local.fault({ kind: 'status', status: 503, match: 'users.info', times: 100 });
    await local.as('Robin').type('/kith thanks @Mei');
    expect((await script.event('command', 3)).mentioned).toEqual({});
  });

  test('a deactivated person has no profile', async () => {
    const { local, slack, installation } = await join();
    expect(await slack.platform.profile(installation, local.strangers.deactivated.id)).toBeNull();
    expect(await slack.platform.profile(installation, local.strangers.otherBot.id)).toMatchObject({ ordinary: false });
    expect(await slack.platform.profile(installation, 'UNOBODY')).toBeNull();
  });
});
