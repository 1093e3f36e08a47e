import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalDiscord } from '../../playground/discord/local-discord.ts';
import type { LocalPlatform } from '../../playground/driver.ts';
import type { LocalSlack } from '../../playground/slack/local-slack.ts';
import { createProgram, reads } from './acting.ts';
import { command, press, said } from './inbound.ts';
import { type PlatformName, type Running, run, type StoresName } from './running.ts';
import { DAY, delivered, home, joinWith, prompts, rows, WEEK } from './scenes.ts';

const MONDAY = Date.parse('2026-11-23T10:00:30Z');
const DIRECT = { Place: 'by direct message', 'Where your clock is': 'London' };
const NAMES = ['Sam', 'Noor', 'Zola', 'Kai', 'Tama'] as const;

const runs: readonly (readonly [PlatformName, StoresName])[] = [
  ['slack', 'redis'],
  ['discord', 'postgres'],
];

/** Somebody is no longer there, and nobody tells Kith. */
async function depart(local: LocalPlatform, name: string): Promise<void> {
  if (local.platform === 'slack') await (local as LocalSlack).deactivate(name);
  else (local as LocalDiscord).removeMember(name);
}

describe.each(runs)('who and what is gone, on %s with %s', (platform, stores) => {
  let running: Running;
  const states = async () =>
    Object.fromEntries(
      (
        await rows<{ external_id: string; status: string; erased: boolean }>(
          running,
          'select external_id, status, erase_at is not null as erased from kith.members',
        )
      ).map(({ external_id, status, erased }) => [nameOf(external_id), erased ? `${status}, to be erased` : status]),
    );
  const nameOf = (id: string) => running.local.people.find((person) => person.id === id)?.name ?? id;
  const count = () => delivered(running.local).length;

  beforeAll(async () => {
    running = await run(platform, stores);
    await createProgram(running.local.as('Robin'), { Channel: 'kindness' });
    for (const name of NAMES) await joinWith(running.local.as(name), DIRECT);
    await running.kith.jobs.idle();
  });
  afterAll(() => running.stop());

  const ofDirectMessages = (named: string, test: () => Promise<void>) => platform === 'discord' && it(named, test);
  // On Slack every event says who acts where.
  ofDirectMessages(
    'who left the server reaches nobody there by old cards in their direct messages, and cannot join anew by them',
    async () => {
      const { local } = running;
      const tama = local.as('Tama');
      const direct = (text: string) => reads(tama, text, 'direct');
      const welcome = await direct('Hello from Kith');
      (local as LocalDiscord).removeMember('Tama');
      await tama.press('Open home', welcome);
      await tama.press('Say thanks', await direct('Hello Tama'));
      await direct('full members of this community');
      // The way out stays open.
      await press(running, { id: tama.id, ordinary: false }, 'leave.ask');
      expect(await states()).toMatchObject({ Tama: 'left, to be erased' });
      const before = tama.sees('direct').length;
      await tama.press('Open home', welcome);
      const stranger = await tama.until('home', (one) => one.sees('direct').slice(before).at(-1));
      await tama.press('Join', stranger);
      await tama.until(
        'the refusal',
        (one) => one.sees('direct').filter(({ text }) => text.includes('full members')).length > 1,
      );
      expect(await states()).toMatchObject({ Tama: 'left, to be erased' });
      (local as LocalDiscord).addMember('Tama');
      await press(running, { id: tama.id }, 'join.back');
    },
  );

  it('only who the platform says is outside is kept from what members do: who cannot be asked about is not', async () => {
    const sam = { id: running.local.as('Sam').id, ordinary: false };
    expect(said(await press(running, sam, 'jar.open'))).not.toContain('full members');
    const outside = { ...sam, outside: true };
    expect(said(await press(running, outside, 'jar.open'))).toContain('full members');
    expect(said(await command(running, outside, 'kith resources'))).not.toContain('full members');
  });

  it('who left is found when something is to be sent, and has left Kith too', async () => {
    const { local, time } = running;
    await depart(local, 'Kai');
    await time.moveTo(MONDAY);
    expect(await states()).toMatchObject({ Kai: 'left, to be erased', Sam: 'joined' });
    expect(prompts(local.as('Sam'))).toHaveLength(1);
    // Nobody is told who it was.
    expect(await rows(running, 'select kind from kith.troubles')).toEqual([]);
  });

  it('who left, or became a guest, unnoticed is found by the daily look-up, and is erased after thirty days', async () => {
    const { local, kith, time, clock } = running;
    if (local.platform === 'slack') await (local as LocalSlack).restrict('Tama');
    else await depart(local, 'Tama');
    await time.moveTo(clock.now() + 2 * DAY);
    expect(await kith.engine.lookUp()).toBe(1);
    expect(await states()).toMatchObject({ Tama: 'left, to be erased', Noor: 'joined', Zola: 'joined' });
    // Everybody was asked about a moment ago.
    expect(await kith.engine.lookUp()).toBe(0);
    await time.moveTo(clock.now() + 31 * DAY);
    expect(Object.keys(await states())).not.toContain('Tama');
  });

  it('a platform that is silent, busy or broken says nothing about anybody', async () => {
    const { local, kith, clock } = running;
    for (const fault of [
      { kind: 'drop' },
      { kind: 'status', status: 500 },
      { kind: 'rate-limit', retryAfterMs: 1000 },
    ] as const) {
      clock.moveTo(clock.now() + 2 * DAY);
      local.fault({ ...fault, times: 50, match: platform === 'slack' ? 'users.info' : /^GET \/guilds/ });
      expect(await kith.engine.lookUp()).toBe(0);
      local.clearFaults();
    }
    expect(await states()).toMatchObject({ Sam: 'joined', Noor: 'joined', Zola: 'joined' });
  });

  it('an installation whose token is refused is left in peace: no call for each message, and nobody is taken for gone', async () => {
    const { local, kith, time, clock } = running;
    await time.moveTo(MONDAY + 10 * WEEK - DAY);
    // Whoever opens home has returned from their silence.
    for (const name of ['Sam', 'Noor', 'Zola']) await home(local.as(name));
    refuse(local, true);
    // Looking whether it works again, every five minutes, is a call that changes nothing.
    const refusals = () => local.refusals.filter(({ request }) => !/auth\.test|^GET/.test(request)).length;
    const before = refusals();
    await time.moveTo(MONDAY + 10 * WEEK);
    const refused = refusals() - before;
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThanOrEqual(NAMES.length);
    clock.moveTo(clock.now() + 60_000);
    await kith.engine.sweep();
    await kith.jobs.promote();
    await kith.jobs.idle();
    expect(refusals() - before).toBe(refused);
    expect(await rows(running, 'select kind, place from kith.troubles')).toEqual([
      { kind: 'installation-gone', place: '' },
    ]);
    expect(await kith.engine.lookUp()).toBe(0);
    expect(await states()).toMatchObject({ Sam: 'joined', Noor: 'joined', Zola: 'joined' });
    // Once, one card said both that it could not look and that it had looked.
    const doctor = said(await command(running, { id: local.as('Robin').id, organizer: true }, 'kith-admin doctor'));
    expect(doctor).toMatch(/I couldn’t ask the platform just now.*was withdrawn/s);
    expect(doctor).not.toContain('I looked');
  });

  it('it goes on by itself once a look finds it working, with what is still wanted', async () => {
    const { local, kith } = running;
    const sent = count();
    refuse(local, false);
    await kith.engine.lookUp();
    expect(await rows(running, 'select kind from kith.troubles')).toEqual([]);
    // Five minutes go by for those that wait.
    await rows(running, 'update kith.deliveries set not_before = null');
    await kith.jobs.promote();
    await kith.jobs.idle();
    await expect.poll(count).toBe(sent + 3);
  });

  it('a removal told once more after a new beginning erases nothing of it', async () => {
    const { local, kith } = running;
    const installation = { platform: local.platform, externalId: local.communityId, name: '' };
    const removed = (at: number) => kith.engine.handle({ kind: 'removed', installation, at });
    const first = Date.now();
    await removed(first);
    expect(await states()).toEqual({});
    await press(running, { id: local.as('Noor').id }, 'join.yes|1|10:00|channel|en|Europe/London');
    await removed(first - 60_000);
    expect(await states()).toEqual({ Noor: 'joined' });
    await removed(Date.now());
    expect(await states()).toEqual({});
  });
});

/** The token is refused from now on, or taken again. */
function refuse(local: LocalPlatform, refused: boolean): void {
  (local as LocalSlack | LocalDiscord).refuseToken(refused);
}
