import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalDiscord } from '../../playground/discord/local-discord.ts';
import type { Actor, LocalPlatform, Seen } from '../../playground/driver.ts';
import type { LocalSlack } from '../../playground/slack/local-slack.ts';
import { createProgram, labels, newest, posts, reads } from './acting.ts';
import { type PlatformName, type Running, run, type StoresName } from './running.ts';
import { DAY, home, joinWith, pressAndRead, prompts, rows, WEEK } from './scenes.ts';

const MONDAY = Date.parse('2026-11-23T10:00:30Z');
const BEHIND = { Place: 'behind a post in the channel', 'Where your clock is': 'London' };
const DIRECT = { Place: 'by direct message', 'Where your clock is': 'London' };
/** So the two cures begin. */
const CURE = '(Invite|Allow)';
const WELL = 'nothing stands in the way';

/** What each platform lets happen to the channel in which the program posts. */
interface Ways {
  /** Shuts Kith out, and in again. */
  shut(local: LocalPlatform): void;
  open(local: LocalPlatform): void;
  readonly shutOut: string;
  /** The channel is no more. */
  end(local: LocalPlatform): void;
  readonly ended: string;
}

const slack: Ways = {
  shut: (local) => (local as LocalSlack).removeBotFrom('kindness'),
  open: (local) => (local as LocalSlack).inviteBotTo('kindness'),
  shutOut: 'I am not in the channel',
  end: (local) => (local as LocalSlack).archive('kindness'),
  ended: 'is archived',
};
const discord: Ways = {
  shut: (local) => (local as LocalDiscord).removePermission('kindness', 'SendMessages'),
  open: (local) => (local as LocalDiscord).restorePermissions('kindness'),
  shutOut: 'Send Messages',
  end: (local) => (local as LocalDiscord).deleteChannel('kindness'),
  ended: 'is gone',
};
const runs: readonly (readonly [PlatformName, StoresName, Ways])[] = [
  ['slack', 'redis', slack],
  ['discord', 'postgres', discord],
];

describe.each(runs)('what stands in the way, on %s with %s', (platform, stores, ways) => {
  let running: Running;
  const robin = () => running.local.as('Robin');
  const sam = () => running.local.as('Sam');
  const moveToWeek = (week: number) => running.time.moveTo(MONDAY + week * WEEK);

  beforeAll(async () => {
    running = await run(platform, stores);
  });
  afterAll(() => running.stop());

  it('before anything is set up, the doctor says how to begin', async () => {
    expect((await doctor(robin())).text).toContain('There is no program that runs');
    ways.shut(running.local);
    // What stands in the way of the channel that was chosen is told at once, with its cure.
    expect((await createProgram(robin(), { Channel: 'kindness' })).text).toMatch(
      new RegExp(`${ways.shutOut}.*${CURE}`, 's'),
    );
    ways.open(running.local);
    expect((await doctor(robin())).text).toContain('Nobody has joined yet');
    await joinWith(sam(), BEHIND);
    await moveToWeek(0);
    expect(posts(running.local, 'kindness')).toHaveLength(1);
    expect((await doctor(robin())).text).toContain(WELL);
  });

  it('a channel that is shut loses no prompt, rings nowhere else, and is told to organizers once', async () => {
    const { local } = running;
    ways.shut(local);
    await moveToWeek(1);
    await moveToWeek(2);
    expect(posts(local, 'general').filter(({ text }) => text.includes('gentle week'))).toEqual([]);
    expect(labels(await home(sam()))).toContain('Answer');
    expect(await rows(running, 'select place, times from kith.troubles')).toMatchObject([{ times: 2 }]);
    const card = await doctor(robin());
    expect(card.text).toContain(ways.shutOut);
    expect(card.text).toContain('The gentle week');
    expect(card.text).toMatch(/met [23]×/);
    expect(card.text).not.toMatch(/Sam/);
  });

  it('an organizer’s home says so in one line and leads there; nobody else’s does', async () => {
    const card = await home(robin());
    expect(card.text).toContain('something stands in the way');
    await pressAndRead(robin(), 'Doctor', ways.shutOut, card);
    const other = await home(sam());
    expect(other.text).not.toContain('stands in the way');
    expect(labels(other)).not.toContain('Doctor');
    await sam()
      .type('/kith-admin doctor', 'general')
      .catch(() => undefined);
    expect(newest(sam(), ways.shutOut)).toBeUndefined();
  });

  it('it settles by itself when a post arrives again, or when the doctor looks', async () => {
    const { local } = running;
    ways.open(local);
    await moveToWeek(3);
    expect(await rows(running, 'select kind from kith.troubles')).toEqual([]);
    ways.shut(local);
    const card = await doctor(robin());
    expect(card.text).toContain(ways.shutOut);
    ways.open(local);
    await pressAndRead(robin(), 'Check again', WELL, card);
    expect((await home(robin())).text).not.toContain('stands in the way');
  });

  it('closed direct messages are counted, never named; the member is told once and can go back', async () => {
    const { local, time, clock } = running;
    const noor = local.as('Noor');
    await joinWith(noor, DIRECT);
    await running.kith.jobs.idle();
    closeDirect(running, 'Noor', true);
    await time.moveTo(clock.now() + WEEK);
    expect((await home(noor)).text).toContain('My direct messages don’t reach you');
    expect((await home(noor)).text).not.toContain('My direct messages don’t reach you');
    const card = await doctor(robin());
    expect(card.text).toContain('direct messages don’t reach: 1');
    expect(card.text).not.toContain('Noor');
    closeDirect(running, 'Noor', false);
    await noor.press('Settings', await home(noor));
    await noor.press('Change', await reads(noor, 'Europe/London', 'general'));
    await noor.until('the modal', (one) => one.modal());
    await noor.submit({ Place: 'by direct message' });
    await reads(noor, 'It holds from now on', 'general');
    await running.kith.jobs.idle();
    const before = prompts(noor).length;
    // The Monday after Christmas is a holiday in London: it comes on the next day.
    await time.moveTo(clock.now() + WEEK + DAY);
    expect(prompts(noor)).toHaveLength(before + 1);
    expect((await doctor(robin())).text).not.toContain('don’t reach');
  });

  it.each([
    [
      'setup',
      '/kith-admin setup',
      (card: Seen) => robin().choose('Channel for check-ins and public thanks', ['kindness'], card),
    ],
    [
      'an edit',
      '/kith-admin program list',
      async (card: Seen) => {
        await robin().press('Edit', card);
        await robin().until('the modal', (one) => one.modal());
        await robin().submit({ Channel: 'kindness' });
      },
    ],
  ])('a shut channel chosen in %s is told in the answer, and an open one is not spoken of', async (_, line, choose) => {
    const told = () =>
      robin()
        .sees('general')
        .filter(({ text }) => text.includes(ways.shutOut)).length;
    const settle = async () => {
      const before = new Set(
        robin()
          .sees('general')
          .map(({ id }) => id),
      );
      await robin().type(line, 'general');
      const card = await robin().until('the card', (one) => one.sees('general').find(({ id }) => !before.has(id)));
      await choose(card);
      return robin().until('the answer', (one) =>
        one.sees('general').find(({ id, text }) => id === card.id && text.includes('Saved. It holds')),
      );
    };
    const before = told();
    expect((await settle()).text).not.toContain(ways.shutOut);
    ways.shut(running.local);
    expect((await settle()).text).toMatch(new RegExp(`${ways.shutOut}.*${CURE}`, 's'));
    ways.open(running.local);
    expect(told()).toBe(before + 1);
    expect((await doctor(robin())).text).toContain(WELL);
  });

  it('a channel that is no more is told with its cure', async () => {
    const { local, time, clock } = running;
    ways.end(local);
    await time.moveTo(clock.now() + WEEK - DAY);
    const card = await doctor(robin());
    expect(card.text).toContain(ways.ended);
    expect(card.text).toContain('choose another channel for “The gentle week”');
    expect(labels(await home(sam()))).toContain('Answer');
  });
});

/** Opens `/kith-admin doctor`. */
async function doctor(organizer: Actor): Promise<Seen> {
  const cards = (one: Actor) => one.sees('general').filter((message) => labels(message).includes('Check again'));
  const before = cards(organizer).length;
  await organizer.type('/kith-admin doctor', 'general');
  return organizer.until('the doctor', (one) => (cards(one).length > before ? cards(one).at(-1) : undefined));
}

function closeDirect({ local }: Running, person: string, closed: boolean): void {
  if (local.platform === 'discord') (local as LocalDiscord).closeDirectMessages(person, closed);
  else (local as LocalSlack).closeMessages(closed);
}
