import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalSlack } from '../../playground/slack/local-slack.ts';
import { createProgram, join, posts, reads } from './acting.ts';
import { command, press, rowsWith, said, submit, type Who } from './inbound.ts';
import { type PlatformName, type Running, run } from './running.ts';
import { DAY, rows } from './scenes.ts';

const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';
const bodies: readonly (readonly [what: string, body: string, type: string])[] = [
  ['nothing', '', JSON_TYPE],
  ['half of JSON', '{"type":"event_callback","event":{"type":"app_ho', JSON_TYPE],
  ['JSON that is no object', '[[[[null]]]]', JSON_TYPE],
  ['a form without a payload', 'a=b', FORM],
  ['a payload that is no JSON', 'payload=%7Bnope', FORM],
  ['broken percent signs', 'payload=%E0%A4%A&%', FORM],
  ['an interaction of nobody', `payload=${encodeURIComponent('{"type":"block_actions"}')}`, FORM],
  ['another content type', '<xml/>', 'text/xml'],
  ['no content type', '{}', ''],
  ['three megabytes', `{"type":"${'x'.repeat(3_000_000)}"}`, JSON_TYPE],
];

describe('requests that are not Slack’s', () => {
  let running: Running;
  const send = (body: string, type: string, headers: Record<string, string> = {}) =>
    fetch(`${running.kith.address}/slack/events`, {
      method: 'POST',
      body,
      headers: { ...headers, ...(type === '' ? {} : { 'content-type': type }) },
    });
  const unharmed = async () => {
    expect((await fetch(`${running.kith.address}/healthz`)).status).toBe(200);
    expect(await rows(running, 'select id from kith.communities')).toEqual([]);
    expect(running.local.sent()).toEqual([]);
  };

  beforeAll(async () => {
    running = await run('slack-http', 'redis');
  });
  afterAll(() => running.stop());

  it.each([{ badSignature: true }, { staleTimestamp: true }])('are refused: %o', async (forgery) => {
    expect(await (running.local as LocalSlack).forge({ ...forgery, line: '/kith-admin invite' })).toBe(401);
    await unharmed();
  });

  it.each(bodies)('are refused: %s', async (_what, body, type) => {
    const { status } = await send(body, type);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    await unharmed();
  });

  it.each([
    ['GET', '/slack/events'],
    ['PUT', '/slack/events'],
    ['POST', '/slack/nothing'],
    ['GET', '/slack/../../etc/passwd'],
    ['GET', '/slack/install'],
  ])('are refused: %s %s', async (method, path) => {
    const { status } = await fetch(new URL(path, running.kith.address), { method });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    await unharmed();
  });

  it('even signed, as a mistake of Slack’s own would be, garbage does nothing', async () => {
    const at = String(Math.floor(Date.now() / 1000));
    const secret = running.local.environment.SLACK_SIGNING_SECRET ?? '';
    const sign = (body: string) => `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`;
    const answers = await Promise.all(
      bodies.map(([, body, type]) =>
        send(body, type, { 'x-slack-request-timestamp': at, 'x-slack-signature': sign(body) }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toEqual([]);
    await unharmed();
  });

  it('a guest’s own, signed by Slack, is answered: full members only', async () => {
    const gwen = running.local.as('Gwen');
    await gwen.type('/kith join', 'general');
    await reads(gwen, 'full members', 'general');
  });
});

describe.each<PlatformName>(['slack', 'discord'])('people who are no members, on %s', (platform) => {
  let running: Running;
  beforeAll(async () => {
    running = await run(platform, 'redis');
  });
  afterAll(async () => {
    expect(running.local.refusals).toEqual([]);
    await running.stop();
  });

  it('guests, bots and strangers of a shared channel cannot join, by no way', async () => {
    const guest: Who = { id: 'U0GUEST', ordinary: false };
    const chosen = { day: ['1'], time: ['10:00'], place: ['direct'], zone: ['London'], language: ['en'] };
    const ways = [
      await command(running, guest, 'kith join'),
      await press(running, guest, 'join.start'),
      await press(running, guest, 'join.yes|1|10:00|direct|en|Europe/London'),
      await submit(running, guest, 'join.with', chosen),
    ];
    for (const reply of ways) expect(said(reply)).toContain('full members');
    expect(await rowsWith(running, ['U0GUEST'])).toEqual([]);
    const resources = await command(running, guest, 'kith resources');
    expect(said(resources)).toContain('ready to talk');
    // One tap leads there.
    expect(JSON.stringify(resources)).toContain('{"kind":"link","url":"https://findahelpline.com"}');
  });

  it('a program whose name mentions everyone rings for nobody', async () => {
    const { local, time, clock } = running;
    const name = '<!channel> @everyone <@U1>';
    await createProgram(local.as('Robin'), { Name: name, Channel: 'general' });
    await join(local.as('Sam'), 'Berlin');
    await press(running, { id: 'U0BEHIND' }, 'join.yes|1|10:00|channel|en|Europe/London');
    await time.moveTo(clock.now() + 2 * DAY);
    const post = posts(local, 'general').find((message) => message.text.includes('for those who joined'));
    expect(post?.text).toContain(name);
    if (platform === 'discord') expect(post?.raw).toMatchObject({ mention_everyone: false, mentions: [] });
    else expect(post?.notification).not.toMatch(/everyone|channel/);
  });
});
