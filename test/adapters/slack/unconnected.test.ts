import { describe, expect, test } from 'vitest';
import type { SlackActor } from '../../../playground/slack/slack-actor.ts';
import type { Input } from '../../../src/engine/card/card.ts';
import { button, buttons, card, modal, words } from '../../contract/platform/cards.ts';
import { reads } from '../../journeys/acting.ts';
import { installationsInMemory, type JoinedSlack, type Joining, joinForTest } from './joined-slack.ts';

const NOT_CONNECTED = 'I’m not connected here just now';
/** A command's words, to be gone on with. */
const begun = { ...words, initial: 'marmalade for all' } as Input;

/** The lines that say so; no line at all may carry a stack. */
function toldOnce({ logged }: JoinedSlack, what: string): void {
  expect(logged.join('\n')).not.toMatch(/\n\s+at /);
  expect(logged.filter((line) => line.startsWith('slack.not-connected'))).toHaveLength(1);
  expect(logged.join('\n')).toContain(`"what":"${what}"`);
  expect(logged.join('\n')).not.toContain('marmalade');
}

/** Sam has a card with a button, of the time when all was well. */
async function withHome(joining: Joining = {}): Promise<JoinedSlack & { readonly sam: SlackActor }> {
  const joined = await joinForTest(joining);
  const { local, script, start } = joined;
  await start();
  const sam = local.as('Sam');
  script
    .on('kith home', { kind: 'private', card: card('Your home', buttons(button('Write', 'open'))) })
    .on('open', { kind: 'modal', modal: modal(words) });
  await sam.type('/kith home', 'general');
  await reads(sam, 'Your home');
  return { ...joined, sam };
}

/** Sam has a modal open when the token is withdrawn. */
async function withModalOfBefore(): Promise<Awaited<ReturnType<typeof withHome>>> {
  const joined = await withHome();
  const { sam, local, script } = joined;
  await sam.press('Write');
  await sam.until('the modal', (me) => me.modal());
  await local.revokeTokens();
  await script.event('removed');
  return joined;
}

describe.each(['socket', 'http'] as const)('a token that is refused while Kith runs (%s)', (mode) => {
  const begin = async () => {
    const joined = await withHome({ mode });
    await joined.sam.type('/kith home', 'direct');
    await reads(joined.sam, 'Your home', 'direct');
    joined.local.refuseToken();
    return joined;
  };

  test('what needs no token is answered: a private card also where it would be a direct message', async () => {
    const { sam, script, local } = await begin();
    script.on('kith home', { kind: 'private', card: card('Still at home') });
    await sam.type('/kith home', 'general');
    await reads(sam, 'Still at home', 'general');
    // Whose conversation with the app is known, and whose would have to be asked for.
    for (const one of [sam, local.as('Noor')]) {
      await one.type('/kith home', 'direct');
      expect((await reads(one, 'Still at home', 'direct')).ephemeral).toBe(true);
    }
  });

  test.each([
    ['a command', 'command', (sam: SlackActor) => sam.type('/kith checkin', 'general')],
    ['a button', 'message', async (sam: SlackActor) => sam.press('Write', await reads(sam, 'Your home', 'general'))],
  ] as const)('%s that would open a modal gets a kind answer', async (_, what, act) => {
    const joined = await begin();
    const { sam, script } = joined;
    script.on('kith checkin', { kind: 'modal', modal: modal(begun) });
    await act(sam);
    const told = await reads(sam, NOT_CONNECTED, 'general');
    expect(told).toMatchObject({ ephemeral: true, notification: 'A note from Kith' });
    // Nobody can say in which language: that stands in a profile.
    expect(told.text).toContain('Ahora mismo no tengo conexión aquí');
    expect(told.text).toContain('https://findahelpline.com');
    // What was typed with a command is in the modal that did not open.
    expect(told.text.includes('marmalade for all')).toBe(what === 'command');
    await joined.slack.stop();
    toldOnce(joined, what);
  });

  test.each([
    ['command', (robin: SlackActor) => robin.type('/kith-admin program create check-in', 'general')],
    ['action', (robin: SlackActor) => robin.press('Look again')],
  ] as const)('an organizer’s %s is not taken for somebody’s who has no rights', async (what, act) => {
    const joined = await begin();
    const { local, script, sam } = joined;
    const robin = local.as('Robin');
    script.on('kith shout', { kind: 'public', card: card('To all', buttons(button('Look again', 'doctor.again'))) });
    await sam.type('/kith shout hello', 'general');
    await reads(robin, 'To all');
    const heard = script.events.length;
    await act(robin);
    await reads(robin, NOT_CONNECTED, 'general');
    expect(script.events).toHaveLength(heard);
    await joined.slack.stop();
    toldOnce(joined, what);
  });
});

describe('a token of which Slack has told that it is revoked', () => {
  const begin = async () => {
    const joined = await withHome({ local: { homePatienceMs: 100 } });
    await joined.local.revokeTokens();
    await joined.script.event('removed');
    return { ...joined, heard: joined.script.events.length };
  };

  test('a command is answered, with what was written; the engine hears nothing of it', async () => {
    const joined = await begin();
    const { sam, script, heard } = joined;
    await sam.type('/kith thanks @Noor marmalade & toast', 'general');
    const told = await reads(sam, NOT_CONNECTED, 'general');
    expect(told.text).toContain('marmalade & toast');
    expect(told.ephemeral).toBe(true);
    expect(script.events).toHaveLength(heard);
    await joined.slack.stop();
    toldOnce(joined, 'command');
  });

  test('a button on a message is answered; in the home tab, which has no other way, Slack says that it did not work', async () => {
    const joined = await withHome({ mode: 'http' });
    const { sam, local, script } = joined;
    script.on('home-opened', { kind: 'update', card: card('At home', buttons(button('Help', 'help'))) });
    const tab = await sam.home();
    await local.revokeTokens();
    await script.event('removed');
    await sam.press('Write', await reads(sam, 'Your home'));
    await reads(sam, NOT_CONNECTED, 'general');
    await expect(sam.press('Help', tab)).rejects.toThrow('The app did not respond');
    await expect(sam.shortcut('thank')).rejects.toThrow('The app did not respond');
    expect(joined.logged.join('\n')).not.toMatch(/\n\s+at /);
  });

  test('a modal keeps what was written, and says why it is not sent', async () => {
    const joined = await withModalOfBefore();
    const { sam } = joined;
    await sam.submit({ 'What for': 'marmalade' });
    const [input] = sam.modal()?.inputs ?? [];
    expect(input).toMatchObject({ value: 'marmalade', error: expect.stringContaining('so this isn’t kept yet') });
    await joined.slack.stop();
    toldOnce(joined, 'submission');
  });

  test('a modal that Slack has closed before that is known: what was written comes back beside it', async () => {
    const joined = await withModalOfBefore();
    const { sam, local } = joined;
    // Longer than an acknowledgement waits for it.
    local.fault({ kind: 'delay', ms: 2500, match: 'auth.test' });
    await sam.submit({ 'What for': 'marmalade' });
    expect(sam.modal()).toBeUndefined();
    expect((await reads(sam, NOT_CONNECTED, 'general')).text).toContain('marmalade');
    await joined.slack.stop();
    toldOnce(joined, 'submission');
  });

  test('what Slack tells by itself is taken once, and not asked for again', async () => {
    const joined = await begin();
    const { sam } = joined;
    await sam.home();
    await joined.slack.stop();
    toldOnce(joined, 'home');
  });
});

test('a workspace of which nothing is kept is answered, and not heard', async () => {
  const joined = await joinForTest({
    mode: 'http',
    installations: installationsInMemory(),
    settings: (local) => {
      const { clientId, clientSecret } = local.authorize();
      return { botToken: null, clientId, clientSecret, stateSecret: 'a state secret of the test' };
    },
  });
  await joined.start();
  const sam = joined.local.as('Sam');
  await sam.type('/kith home', 'general');
  await reads(sam, NOT_CONNECTED, 'general');
  expect(joined.script.events).toEqual([]);
  await joined.slack.stop();
  toldOnce(joined, 'command');
});
