import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgram, join, labels, newest, posts, reads } from './acting.ts';
import { type Running, run } from './running.ts';
import { home, joinWith, prompts, QUESTION, rows, WEEK } from './scenes.ts';

const MONDAY = Date.parse('2026-11-23T10:00:30Z');
const BEHIND = { Place: 'behind a post in the channel' };

describe('behind a post in the channel, on Slack', () => {
  let running: Running;
  beforeAll(async () => {
    running = await run('slack', 'redis');
    await createProgram(running.local.as('Robin'), { Channel: 'kindness' });
    await joinWith(running.local.as('Sam'), BEHIND);
    await joinWith(running.local.as('Noor'), { ...BEHIND, Day: 'Thursday' });
    await join(running.local.as('Zola'), 'Johannesburg');
  });
  afterAll(async () => {
    expect(running.local.refusals).toEqual([]);
    await running.stop();
  });

  it('one post serves everyone who chose it, and nobody of them gets a direct message', async () => {
    const { local, time } = running;
    await time.moveTo(MONDAY);
    expect(posts(local, 'kindness')).toHaveLength(1);
    expect(posts(local, 'kindness')[0]?.text).not.toMatch(/Sam|Noor/);
    for (const name of ['Sam', 'Noor']) expect(local.as(name).sees('direct')).toEqual([]);
    expect(prompts(local.as('Zola'))).toHaveLength(1);
  });

  it('what waits is in home until it is opened', async () => {
    const noor = running.local.as('Noor');
    expect(labels(await home(noor))).toContain('Answer');
    expect((await home(noor)).text).toContain('is open');
  });

  it('its button opens each one’s own card, for them alone', async () => {
    const { local } = running;
    const [bell] = posts(local, 'kindness');
    await local.as('Sam').press('Open mine', bell);
    const card = await reads(local.as('Sam'), `Hi Sam. ${QUESTION}`, 'kindness');
    expect(card.ephemeral).toBe(true);
    for (const name of ['Noor', 'Tama']) expect(newest(local.as(name), 'Hi Sam')).toBeUndefined();
    await local.as('Sam').press('Quiet', card);
    await reads(local.as('Sam'), 'Quiet it is.');
    expect(labels(await home(local.as('Sam')))).not.toContain('Answer');
  });

  it('somebody who has not joined is told how, and nothing opens', async () => {
    const { local } = running;
    await local.as('Mei').press('Open mine', posts(local, 'kindness')[0]);
    expect(labels(await reads(local.as('Mei'), 'people who have joined', 'kindness'))).toEqual(['Join']);
  });

  it('a bell that nobody opens is not ignored, week after week', async () => {
    const { local, time } = running;
    for (let week = 1; week <= 4; week++) {
      await time.moveTo(MONDAY + week * WEEK);
      expect(posts(local, 'kindness')).toHaveLength(1 + week);
    }
    const paces = await rows<{ every: number; ignored_in_row: number; status: string }>(
      running,
      `select e.every, e.ignored_in_row, e.status from kith.enrolments e
       join kith.members m on m.id = e.member_id where m.external_id = any($1)`,
      [[local.as('Sam').id, local.as('Noor').id]],
    );
    expect(paces).toEqual(Array(2).fill({ every: 1, ignored_in_row: 0, status: 'active' }));
    for (const name of ['Sam', 'Noor']) expect(local.as(name).sees('direct')).toEqual([]);
    expect(labels(await home(local.as('Noor')))).toContain('Answer');
  });

  it('last week’s post opens what is open now', async () => {
    const { local } = running;
    const noor = local.as('Noor');
    await noor.press('Open mine', posts(local, 'kindness').at(-2));
    const card = await reads(noor, `Hi Noor. ${QUESTION}`, 'kindness');
    await noor.press('Quiet', card);
    await noor.until('the answer', (one) =>
      one.sees('kindness').find(({ id, text }) => id === card.id && text.includes('Quiet it is.')),
    );
    const answered = await rows<{ slot: string }>(
      running,
      `select o.slot from kith.answers a join kith.occurrences o on o.id = a.occurrence_id
       join kith.members m on m.id = o.member_id where m.external_id = $1`,
      [noor.id],
    );
    expect(answered).toEqual([{ slot: '2026-12-21' }]);
    expect(labels(await home(noor))).not.toContain('Answer');
  });

  it('opened and left is a silence like any other', async () => {
    const { local, time } = running;
    const noor = local.as('Noor');
    for (let week = 5; week <= 6; week++) {
      await time.moveTo(MONDAY + week * WEEK);
      await noor.press('Open mine', posts(local, 'kindness').at(-1));
      await noor.until(
        'the card',
        (one) => one.sees('kindness').filter((m) => m.text.includes('Hi Noor')).length === week - 4,
      );
    }
    await time.moveTo(MONDAY + 7 * WEEK - 60_000);
    const [pace] = await rows<{ every: number; ignored_in_row: number }>(
      running,
      `select e.every, e.ignored_in_row from kith.enrolments e join kith.members m on m.id = e.member_id where m.external_id = $1`,
      [noor.id],
    );
    expect(pace).toEqual({ every: 2, ignored_in_row: 2 });
  });
});

describe('closed direct messages, on Discord', () => {
  let running: Running;
  beforeAll(async () => {
    running = await run('discord', 'postgres');
    await createProgram(running.local.as('Robin'), { Channel: 'kindness' });
  });
  afterAll(() => running.stop());

  const DIRECT = { Place: 'by direct message', 'Where your clock is': 'London' };

  it('the hello after joining is the test: where it cannot arrive, the channel is the place', async () => {
    const { local, kith } = running;
    const ravi = local.as('Ravi');
    closeDirectMessages(running, 'Ravi');
    await joinWith(ravi, DIRECT);
    await kith.jobs.idle();
    await ravi.type('/kith settings', 'general');
    expect((await reads(ravi, 'Europe/London', 'general')).text).toContain('behind a post in the channel');
  });

  it('a prompt that cannot arrive waits in home; from the next one on the post serves, and nothing else is tried', async () => {
    const { local, time } = running;
    const mei = local.as('Mei');
    await joinWith(mei, { ...DIRECT, Day: 'Wednesday' });
    await time.moveTo(MONDAY);
    expect(posts(local, 'kindness')).toHaveLength(1);
    closeDirectMessages(running, 'Mei');
    const before = local.refusals.length;

    await time.moveTo(Date.parse('2026-11-25T10:00:30Z'));
    expect(prompts(mei)).toEqual([]);
    expect(local.refusals.length).toBe(before + 1);
    await mei.press('Answer', await home(mei));
    await mei.press('Quiet', await reads(mei, `Hi Mei. ${QUESTION}`));
    await reads(mei, 'Quiet it is.');

    // Once, the post rang on Mei's own Wednesday: the plan stood as it had been made for direct messages.
    await time.moveTo(MONDAY + 2 * WEEK);
    expect(posts(local, 'kindness')).toHaveLength(3);
    expect(local.refusals.length).toBe(before + 1);
    await mei.press('Open mine', posts(local, 'kindness').at(-1));
    await reads(mei, `Hi Mei. ${QUESTION}`, 'kindness');
  });
});

function closeDirectMessages({ local }: Running, person: string): void {
  (local as unknown as { closeDirectMessages(person: string): void }).closeDirectMessages(person);
}
