import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalSlack } from '../../playground/slack/local-slack.ts';
import { createProgram, join, reads } from './acting.ts';
import { type Running, run } from './running.ts';
import { prompts, rows } from './scenes.ts';

/** Slack’s status and do-not-disturb, told by events and asked in batches. */

const seconds = (iso: string) => Date.parse(iso) / 1000;
const VACATION = { text: 'Vacationing', emoji: ':palm_tree:' };

describe('who is away on Slack', () => {
  let running: Running;
  let slack: LocalSlack;
  beforeAll(async () => {
    running = await run('slack', 'postgres');
    slack = running.local as LocalSlack;
    await createProgram(slack.as('Robin'));
    for (const name of ['Sam', 'Ada', 'Noor']) await join(slack.as(name), 'London');
  });
  afterAll(async () => {
    await running.stop();
  });
  const known = () =>
    rows(
      running,
      `select away_until, silent_until, asked_at is not null as asked from kith.presences
       where coalesce(away_until, silent_until, asked_at) is not null order by member_id`,
    );
  const reasons = async () =>
    (await rows<{ reason: string }>(running, "select reason from kith.deliveries where state = 'dropped'")).map(
      ({ reason }) => reason,
    );
  const until = (what: string, condition: () => Promise<boolean>) =>
    expect.poll(condition, { message: what }).toBe(true);

  it('is told by events and kept as a time, of members alone', async () => {
    await slack.setStatus('Sam', { ...VACATION, expiration: seconds('2026-11-24T17:00:00Z') });
    await slack.setStatus('Tama', { ...VACATION, expiration: 0 });
    // Ends in Ada’s window: she is asked at ten in New York, which is three in Greenwich.
    await slack.setDoNotDisturb('Ada', {
      start: seconds('2026-11-23T14:30:00Z'),
      end: seconds('2026-11-23T16:00:00Z'),
    });
    await until('two are known', async () => (await known()).length === 2);
    const all = await running.kith.database.transactor.run(async () => known());
    expect(JSON.stringify(all)).not.toContain('Vacation');
    expect(all.map(({ away_until }) => away_until).filter((each) => each !== null)).toEqual([
      String(Date.parse('2026-11-24T17:00:00Z')),
    ]);
    expect(JSON.stringify(running.logged)).not.toContain('Vacation');
  });

  it('is not asked on vacation; after do-not-disturb the card comes, inside its window; everybody else at their time', async () => {
    const { time, clock, kith } = running;
    await time.moveTo(Date.parse('2026-11-23T14:50:00Z'));
    // What was heard before Ada's time is believed, and not asked for again.
    clock.moveTo(Date.parse('2026-11-23T14:55:00Z'));
    expect(await kith.engine.askAbsences()).toBe(0);
    await time.moveTo(Date.parse('2026-11-23T15:59:00Z'));
    expect(prompts(slack.as('Sam'))).toEqual([]);
    expect(prompts(slack.as('Ada'))).toEqual([]);
    expect(prompts(slack.as('Noor'))).toHaveLength(1);
    expect(await reasons()).toEqual(['away']);
    await time.moveTo(Date.parse('2026-11-23T16:01:00Z'));
    await slack.as('Ada').until('the card', (one) => prompts(one).length === 1);
  });

  it('was asked about in batches, before it was due: one call for all of them, not one for each', async () => {
    expect((await known()).every(({ asked }) => asked)).toBe(true);
    expect(await known()).toHaveLength(3);
    const [{ rounds } = { rounds: 0 }] = await rows<{ rounds: number }>(
      running,
      'select count(distinct asked_at)::integer as rounds from kith.presences',
    );
    expect(rounds).toBeGreaterThan(0);
    for (const method of ['dnd.teamInfo', 'users.list']) expect(slack.called(method)).toBe(rounds);
  });

  it('did not ignore what stood before them when they went away', async () => {
    await slack.setStatus('Noor', { ...VACATION, expiration: seconds('2026-11-30T00:00:00Z') });
    await until(
      'Noor is away',
      async () => (await known()).filter(({ away_until }) => away_until !== null).length === 2,
    );
    await running.time.moveTo(Date.parse('2026-11-24T16:30:00Z'));
    const states = await rows<{ state: string }>(running, 'select state from kith.occurrences order by state');
    expect(states.map(({ state }) => state)).toEqual(['expired', 'missed', 'skipped']);
    const enrolments = await rows<{ ignored_in_row: number }>(
      running,
      'select ignored_in_row from kith.enrolments order by 1',
    );
    expect(enrolments.map(({ ignored_in_row }) => ignored_in_row)).toEqual([0, 0, 1]);
  });

  it('a Slack that does not tell stops nothing: the next week’s cards go out', async () => {
    slack.removeScope('dnd:read');
    slack.fault({ kind: 'status', status: 500, match: /users\.list/, times: 1000 });
    await running.time.moveTo(Date.parse('2026-11-30T18:00:00Z'));
    for (const name of ['Sam', 'Ada', 'Noor']) await slack.as(name).until('the card', (one) => prompts(one).length > 0);
    expect(prompts(slack.as('Sam'))).toHaveLength(1);
  });

  // Once, whoever travelled was asked by the clock they had left behind, at night perhaps.
  it('who goes by their profile’s clock goes on by it when they travel; a clock of one’s own choice stays', async () => {
    const clocks = () =>
      rows<{ zone: string; next: string }>(
        running,
        `select m.zone, to_char(to_timestamp(e.next_due_at / 1000) at time zone 'UTC', 'DD HH24:MI') as next
         from kith.members m join kith.enrolments e on e.member_id = m.id
         where m.external_id = any($1) order by m.zone`,
        [[slack.as('Noor').id, slack.as('Ada').id]],
      );
    expect((await clocks()).map(({ zone }) => zone)).toEqual(['America/New_York', 'Asia/Dubai']);
    const ada = slack.as('Ada');
    await ada.type('/kith settings', 'general');
    await ada.press('Change', await reads(ada, 'America/New_York', 'general'));
    await ada.until('the modal', (one) => one.modal());
    await ada.submit({ 'Where your clock is': 'Lisbon' });
    await reads(ada, 'Europe/Lisbon', 'general');
    for (const name of ['Ada', 'Noor']) await slack.setZone(name, 'Asia/Tokyo');
    await until('Noor is in Tokyo', async () => (await clocks())[0]?.zone === 'Asia/Tokyo');
    expect(await clocks()).toEqual([
      { zone: 'Asia/Tokyo', next: '07 01:00' },
      { zone: 'Europe/Lisbon', next: '07 10:00' },
    ]);
  });
});
