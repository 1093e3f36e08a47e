import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Seen } from '../../playground/driver.ts';
import { createProgram, join, labels, reads } from './acting.ts';
import { command } from './inbound.ts';
import { type Running, run } from './running.ts';
import { DAY, delivered, HOUR, joinWith, pressAndRead, prompts, rows, WEEK } from './scenes.ts';

/** Ten past ten on the clock of Berlin and Johannesburg, which is an hour ahead: everybody's Monday prompt has come. */
const MONDAY = Date.parse('2026-11-23T09:10:00Z');

describe('silence, week after week, on Slack', () => {
  let running: Running;
  /** Cards that came by direct message, whatever they show by now, without the hello and the goodbye. */
  const cards = (name: string) =>
    running.local
      .as(name)
      .sees('direct')
      .filter(({ text, ephemeral }) => !ephemeral && !/reach you|go quiet/.test(text));
  const count = (name: string) => cards(name).length;
  const goodbyes = () => delivered(running.local).filter((message) => message.text.includes('I’ll go quiet now'));
  const pace = async (name: string) =>
    (
      await rows<{ every: number; ignored_in_row: number; status: string }>(
        running,
        `select e.every, e.ignored_in_row, e.status from kith.enrolments e
         join kith.members m on m.id = e.member_id where m.external_id = $1`,
        [running.local.as(name).id],
      )
    )[0];

  beforeAll(async () => {
    running = await run('slack', 'postgres');
    const { local } = running;
    await createProgram(local.as('Robin'));
    // Sam never answers; Noor answers the third card; Zola says “Not today”, Ravi “Less of this”, Robin pauses, each with the card before them.
    for (const [name, city] of [
      ['Sam', 'Berlin'],
      ['Noor', 'Dubai'],
      ['Zola', 'Johannesburg'],
      ['Robin', 'London'],
      ['Ravi', 'Delhi'],
    ] as const)
      await join(local.as(name), city);
  });
  afterAll(async () => {
    expect(running.local.refusals).toEqual([]);
    await running.stop();
  });

  it('the first Monday asks everybody', async () => {
    const { local, time } = running;
    await time.moveTo(MONDAY + HOUR);
    for (const name of ['Sam', 'Noor', 'Zola', 'Ravi', 'Robin']) expect(count(name), name).toBe(1);
    await pressAndRead(local.as('Zola'), 'Not today', 'Not today, then.');
    await pressAndRead(local.as('Ravi'), 'Less of this', 'rest this topic for 90 days');
    await local.as('Robin').type('/kith snooze 2w', 'general');
    await reads(local.as('Robin'), 'Quiet until', 'general');
  });

  it('two ignored in a row: asked half as often, until an answer: the very next week then', async () => {
    const { time } = running;
    const asked: number[] = [];
    const noor: number[] = [];
    for (let week = 1; week <= 4; week++) {
      await time.moveTo(MONDAY + week * WEEK + HOUR);
      if (count('Zola') === week + 1)
        await pressAndRead(running.local.as('Zola'), 'Not today', 'Not today, then.', cards('Zola').at(-1));
      asked.push(count('Sam'));
      noor.push(count('Noor'));
      if (week === 3) await pressAndRead(running.local.as('Noor'), 'Quiet', 'Quiet it is.', cards('Noor').at(-1));
    }
    expect(asked).toEqual([2, 2, 3, 3]);
    expect(noor).toEqual([2, 2, 3, 4]);
    await command(running, { id: running.local.as('Noor').id }, 'kith leave');
  });

  it('“Not today” is an answer: asked every week', async () => {
    expect(count('Zola')).toBe(5);
    expect(await pace('Zola')).toEqual({ every: 1, ignored_in_row: 0, status: 'active' });
  });

  it('a pause with the card before one ignores nothing, and nothing comes until it is over', async () => {
    expect(await pace('Robin')).toMatchObject({ status: 'active' });
    // Due again on the third Monday, and unanswered since; the first counts for nothing.
    expect(count('Robin')).toBe(3);
    expect(await pace('Robin')).toMatchObject({ every: 1, ignored_in_row: 1 });
  });

  it('four ignored: one kind goodbye, then quiet', async () => {
    const { time, local } = running;
    expect(goodbyes()).toEqual([]);
    await time.moveTo(MONDAY + 6 * WEEK + DAY);
    expect(goodbyes().map(({ place }) => place)).toEqual([local.as('Sam').sees('direct')[0]?.place]);
    expect(labels(goodbyes()[0] as Seen)).toEqual(['Open home', 'Ask me in a month', 'Erase my data']);
    const all = count('Sam');
    await time.moveTo(MONDAY + 9 * WEEK + HOUR);
    expect(count('Sam')).toBe(all);
    // Robin, who has ignored four since the pause, went quiet meanwhile.
    expect(goodbyes()).toHaveLength(2);
  });

  it('a bare /kith brings it back, at the pace that was chosen', async () => {
    const { time, local } = running;
    const before = count('Sam');
    await local.as('Sam').type('/kith', 'general');
    expect((await reads(local.as('Sam'), 'Hello Sam.', 'general')).text).toContain('Next check-in');
    await time.moveTo(MONDAY + 10 * WEEK + HOUR);
    expect(count('Sam')).toBe(before + 1);
    expect(await pace('Sam')).toEqual({ every: 1, ignored_in_row: 0, status: 'active' });
  });

  // Once, whoever paused after the goodbye and came back read that things go on, and nothing went on.
  it('so does “Come back now”, whoever paused after the goodbye', async () => {
    const robin = running.local.as('Robin');
    expect(await pace('Robin')).toMatchObject({ status: 'quiet' });
    await robin.type('/kith snooze 2w', 'general');
    await robin.press('Come back now', await reads(robin, 'Quiet until', 'general'));
    await reads(robin, 'Things go on as you chose them', 'general');
    expect(await pace('Robin')).toEqual({ every: 1, ignored_in_row: 0, status: 'active' });
  });

  it('“Less of this” rests the topic for 90 days, no less and no longer, and is no silence', async () => {
    const { time } = running;
    expect(count('Ravi')).toBe(1);
    await time.moveTo(MONDAY + 12 * WEEK + HOUR);
    expect(count('Ravi')).toBe(1);
    await time.moveTo(MONDAY + 13 * WEEK + HOUR);
    expect(count('Ravi')).toBe(2);
    expect(await pace('Ravi')).toEqual({ every: 1, ignored_in_row: 0, status: 'active' });
  });
});

describe('Kith itself was away, on Discord', () => {
  let running: Running;
  const sam = () => running.local.as('Sam');
  const counted = async (state: string) =>
    (await rows(running, 'select id from kith.occurrences where state = $1', [state])).length;
  /** The clock goes on, and nobody works. */
  const outage = (until: string) => running.clock.moveTo(Date.parse(until));
  const back = async () => {
    await running.time.moveTo(running.clock.now() + 1000);
  };
  const answer = () => pressAndRead(sam(), 'Quiet', 'Quiet it is.', prompts(sam()).at(-1));

  beforeAll(async () => {
    running = await run('discord', 'redis');
    await createProgram(running.local.as('Robin'), { 'How often': 'every day' });
    await joinWith(sam(), {
      Place: 'by direct message',
      'Where your clock is': 'London',
      'Time on your clock': '20:00',
    });
  });
  afterAll(async () => {
    expect(running.local.refusals).toEqual([]);
    await running.stop();
  });

  it('what is inside its window goes out, late', async () => {
    outage('2026-11-22T20:45:00Z');
    await back();
    expect(prompts(sam())).toHaveLength(1);
    await answer();
  });

  it('what is past it is dropped and counted, however many days it was: one prompt, never a burst', async () => {
    const before = await counted('missed');
    outage('2026-11-27T09:00:00Z');
    await back();
    expect(prompts(sam())).toHaveLength(1);
    expect(await counted('missed')).toBeGreaterThan(before);
    await running.time.moveTo(Date.parse('2026-11-27T20:01:00Z'));
    expect(prompts(sam())).toHaveLength(2);
    await answer();
  });

  // Once, what was caught up came at whatever hour Kith was back.
  it('what would come in the quiet hours does not, although its window is open', async () => {
    outage('2026-11-28T22:00:00Z');
    await back();
    expect(prompts(sam())).toHaveLength(2);
    await running.time.moveTo(Date.parse('2026-11-29T19:59:00Z'));
    expect(prompts(sam())).toHaveLength(2);
  });

  it('day after day: three a week, and a second late today does not forbid tomorrow', async () => {
    const byDay: number[] = [];
    for (let day = 0; day < 8; day++) {
      const before = prompts(sam()).length;
      await running.time.moveTo(Date.parse('2026-12-06T20:30:00Z') + day * DAY);
      const now = prompts(sam()).length;
      if (now > before) await answer();
      if (day > 0) byDay.push(now - before);
    }
    expect(byDay.every((one) => one <= 1)).toBe(true);
    expect(byDay.reduce((sum, one) => sum + one, 0)).toBe(3);
  });

  // Once, a note came ten minutes after it was given, whatever the hour.
  it('thanks given at night are brought in the morning', async () => {
    const { local, time } = running;
    const noor = local.as('Noor');
    await joinWith(noor, { Place: 'by direct message', 'Where your clock is': 'London' });
    const notes = () => noor.sees('direct').filter(({ text }) => text.includes('A note for you.')).length;
    await time.moveTo(Date.parse('2026-12-14T22:00:00Z'));
    await command(running, { id: sam().id }, 'kith thanks', { people: noor.id, for: 'the soup' });
    await time.moveTo(Date.parse('2026-12-15T07:59:00Z'));
    expect(notes()).toBe(0);
    await time.moveTo(Date.parse('2026-12-15T08:01:00Z'));
    expect(notes()).toBe(1);
  });

  it('nothing that was missed or held back counts as ignored', async () => {
    const [pace] = await rows(
      running,
      'select every, ignored_in_row, status from kith.enrolments where member_id = (select id from kith.members where external_id = $1)',
      [sam().id],
    );
    expect(pace).toMatchObject({ every: 1, ignored_in_row: 0, status: 'active' });
  });
});
