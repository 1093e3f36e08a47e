import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, Seen } from '../../playground/driver.ts';
import { chooseClock, join, labels, newest, posts, reads, readsAfter } from './acting.ts';
import { submit } from './inbound.ts';
import { type PlatformName, type Running, run, type StoresName } from './running.ts';
import { DAY, HOUR, joinWith, rows } from './scenes.ts';

const MINUTE = 60_000;
const RULE = 'A rule of my own';
const at = (iso: string) => Date.parse(iso);

const runs: readonly (readonly [PlatformName, StoresName])[] = [
  ['slack', 'postgres'],
  ['discord', 'postgres'],
];

describe.each(runs)('programs on %s', (platform, stores) => {
  let running: Running;
  const robin = () => running.local.as('Robin');
  const bells = (place: string) => posts(running.local, place).map(({ text }) => text);
  /** Types a command and waits for what it answers with. */
  const typed = (actor: Actor, line: string, text: string): Promise<Seen> =>
    readsAfter(actor, () => actor.type(line, 'general'), text, 'general');
  const open = async (actor: Actor, label: string, card: Seen) => {
    await actor.press(label, card);
    return actor.until('the modal', (one) => one.modal());
  };
  const pending = async () =>
    (await rows<{ to_id: string }>(running, "select to_id from kith.deliveries where state = 'pending'")).length;

  beforeAll(async () => {
    running = await run(platform, stores);
    const { local } = running;
    if (platform === 'discord') await join(local.as('Sam'), 'London');
    else await joinWith(local.as('Sam'), { Place: 'behind a post in the channel' });
  });
  afterAll(async () => {
    expect(running.local.refusals).toEqual([]);
    await running.stop();
  });

  it('one by the month is picked from the list, and comes on that day only', async () => {
    await robin().type('/kith-admin program create', 'general');
    const modal = await robin().until('the modal', (one) => one.modal());
    expect(modal.inputs).toHaveLength(5);
    expect(modal.inputs[1]?.options.length).toBeLessThanOrEqual(25);
    await robin().submit({ Name: 'Tea', 'How often': 'on the first Monday of the month', Channel: 'kindness' });
    const made = await reads(robin(), 'It’s set.', 'general');
    expect(made.text).toContain('on the first Monday of the month at 10:00');
    if (made.selects.length > 0) {
      await chooseClock(robin(), 'London', made);
      await robin().until('the list', (one) => newest(one, 'running', 'general'));
    }
    await running.time.moveTo(at('2026-12-07T09:59:00Z'));
    expect(bells('kindness')).toEqual([]);
    // The planner is ahead of the hour: the post is written and waits.
    expect(await pending()).toBe(1);
  });

  it('an edit holds at once for what is planned and not sent: it comes under the new name, in the new channel, once', async () => {
    const card = await typed(robin(), '/kith-admin program edit tea', 'Tea');
    const modal = await open(robin(), 'Edit', card);
    expect(modal.inputs.map(({ value }) => value)[0]).toBe('Tea');
    // What stands is chosen already: saving a new name does not take the channel away.
    expect(modal.inputs[2]?.value).toEqual(['kindness']);
    await robin().submit({ Name: 'Long tea', Channel: 'general', 'Open for': '2 days' });
    await reads(robin(), 'Saved.', 'general');
    await running.time.moveTo(at('2026-12-07T10:01:00Z'));
    expect(bells('kindness')).toEqual([]);
    expect(bells('general')).toHaveLength(1);
    expect(bells('general')[0]).toContain('Long tea');
    const occurrences = await rows(running, 'select slot from kith.occurrences');
    expect(occurrences).toEqual([{ slot: '2026-12-07' }]);
  });

  it('a rule of one’s own is the next step: a wrong one is told with a right one and nothing is lost, a right one is said in words', async () => {
    await robin().type('/kith-admin program create', 'general');
    await robin().until('the modal', (one) => one.modal());
    await robin().submit({
      Name: 'Circle',
      'How often': 'a rule of my own (the next step)',
      Channel: 'kindness',
    });
    const kept = await reads(robin(), '“When” asks for your rule', 'general');
    expect(labels(kept)).not.toContain('Pause');
    await open(robin(), 'When', kept);
    await robin().submit({ [RULE]: 'FREQ=WEEKLY;BYDAY=TU;BYHOUR=9', Starts: '2026-12-07' });
    const problem = 'Please leave BYHOUR out';
    if (platform === 'slack') {
      const again = await robin().until('the problem', (one) =>
        one.modal()?.inputs.some(({ error }) => error.includes(problem)) ? one.modal() : undefined,
      );
      expect(again.inputs[1]?.value).toBe('FREQ=WEEKLY;BYDAY=TU;BYHOUR=9');
    } else {
      const told = await reads(robin(), problem, 'general');
      await robin().press(labels(told)[0] ?? '', told);
      const again = await robin().until('the modal', (one) => one.modal());
      expect(again.inputs[1]?.value).toBe('FREQ=WEEKLY;BYDAY=TU;BYHOUR=9');
    }
    await robin().submit({ [RULE]: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH', Ends: '2026-12-23' });
    const made = await reads(robin(), 'every other week, on Tuesday and Thursday', 'general');
    expect(made.text).toContain('until 23 December 2026');
    await running.time.moveTo(at('2026-12-10T10:01:00Z'));
    expect(bells('kindness').filter((text) => text.includes('Circle'))).toHaveLength(2);
  });

  it('of two organizers at once nothing is lost: each keeps what only they changed, and the later hears what it overruled', async () => {
    const ada = running.local.as('Ada');
    const [hers, his] = [
      await typed(ada, '/kith-admin program edit Long tea', 'Long tea'),
      await typed(robin(), '/kith-admin program edit Long tea', 'Long tea'),
    ];
    await open(ada, 'Edit', hers);
    await open(robin(), 'Edit', his);
    await robin().submit({ Name: 'Slow tea', 'At most this late': '1 hour' });
    await robin().until('his', (one) => newest(one, 'Slow tea', 'general'));
    await ada.submit({ Name: 'Quiet tea', 'Open for': '3 days' });
    const told = await ada.until('hers', (one) => newest(one, 'Quiet tea', 'general'));
    expect(told.text).toMatch(/The other was:\s+Name:?\s+Slow tea/);
    expect(
      await rows(running, "select name, window_minutes, expiry_minutes from kith.programs where name like '%tea'"),
    ).toEqual([{ name: 'Quiet tea', window_minutes: 60, expiry_minutes: 3 * 24 * 60 }]);
  });

  it('a pause by command holds back what is planned; within the window it comes after all, once', async () => {
    await typed(robin(), '/kith-admin program archive Circle', 'It has ended.');
    const when = await typed(robin(), '/kith-admin program edit Quiet tea', 'Quiet tea');
    await open(robin(), 'When', when);
    await robin().submit({ 'How often': 'every day' });
    await robin().until('every day', (one) => newest(one, 'every day at 10:00', 'general'));
    const before = bells('general').length;
    // It is five past ten: what this very edit would have made due is not sent out of the blue.
    await running.time.moveTo(at('2026-12-10T10:05:00Z'));
    expect(bells('general')).toHaveLength(before);
    await running.time.moveTo(at('2026-12-12T09:59:00Z'));
    const sent = before + 1;
    expect(bells('general')).toHaveLength(sent);
    const waiting = () => rows(running, "select slot from kith.occurrences where state = 'waiting' order by slot");
    // Yesterday's, behind its post, and the one that is planned.
    expect(await waiting()).toEqual([{ slot: '2026-12-11' }, { slot: '2026-12-12' }]);
    await typed(robin(), '/kith-admin program pause Quiet tea', 'It pauses now.');
    expect(await waiting()).toEqual([]);
    await running.time.moveTo(at('2026-12-12T10:20:00Z'));
    expect(bells('general')).toHaveLength(sent);
    await typed(robin(), '/kith-admin program resume Quiet tea', 'It goes on');
    await running.time.moveTo(at('2026-12-12T10:25:00Z'));
    expect(bells('general')).toHaveLength(sent + 1);
    await typed(robin(), '/kith-admin program pause Quiet tea', 'It pauses now.');
    await running.time.moveTo(at('2026-12-16T12:00:00Z'));
    await typed(robin(), '/kith-admin program resume Quiet tea', 'It goes on');
    await running.time.moveTo(running.clock.now() + HOUR);
    // Four days were missed: none of them comes now.
    expect(bells('general')).toHaveLength(sent + 1);
  });

  it('a wrong name is answered with the nearest if one is near, no name with a choice; archived is over for good', async () => {
    const asked = await typed(robin(), '/kith-admin program archive Quite tea', 'Did you mean “Quiet tea”?');
    expect(asked.ephemeral).toBe(true);
    const strange = await typed(robin(), '/kith-admin program archive Zebra', 'There is no program “Zebra”.');
    expect(strange.text).not.toContain('Did you mean');
    // Once, the first letters of a name or one tap on the list ended it, and nothing brings it back.
    const begun = await typed(robin(), '/kith-admin program archive qui', 'end for good?');
    expect(begun.selects[0]?.options).toHaveLength(1);
    await robin().press('Archive', await typed(robin(), '/kith-admin program edit Quiet tea', 'Quiet tea'));
    const sure = await reads(robin(), 'Shall it end for good?', 'general');
    expect(labels(sure)).toEqual(['End it for good', 'Pause', 'All programs']);
    expect(await rows(running, "select status from kith.programs where name = 'Quiet tea'")).toEqual([
      { status: 'active' },
    ]);
    const choice = await typed(robin(), '/kith-admin program archive', 'end for good?');
    const option = choice.selects[0]?.options.find((one) => one.startsWith('Quiet tea'));
    await robin().choose(choice.selects[0]?.label ?? '', [option ?? ''], choice);
    await robin().until('the end', (one) => newest(one, 'It has ended.', 'general'));
    const sent = bells('general').length;
    await running.time.moveTo(running.clock.now() + 2 * DAY + MINUTE);
    expect(bells('general')).toHaveLength(sent);
    const audited = await rows<{ action: string }>(
      running,
      "select action from kith.audit where action like 'program.%' order by id",
    );
    expect(audited.map(({ action }) => action)).toEqual([
      'program.create',
      'program.edit',
      'program.create',
      'program.edit',
      'program.edit',
      'program.edit',
      'program.archived',
      'program.edit',
      'program.paused',
      'program.active',
      'program.paused',
      'program.active',
      'program.archived',
    ]);
  });

  it('the list holds them all, page by page, each with all that can be done to it; a new one begins there too', async () => {
    for (let count = 1; count <= 6; count++)
      await submit(running, { id: robin().id, organizer: true }, 'program.create', {
        name: [`Program ${count}`],
        often: ['daily'],
        time: ['10:00'],
        pack: ['today'],
      });
    const preview = await typed(robin(), '/kith-admin program preview Program 1', 'This is what a member sees.');
    expect(preview.text).toContain('also days of Program 2');
    const first = await typed(robin(), '/kith-admin program list', 'Program 6');
    // What the caps will leave out is told where it can be mended.
    expect(first.text).toContain('also days of Program 1, Program 2, Program 3, Program 4 and Program 5');
    expect(first.text).toContain('nobody gets more than 3 cards a week');
    expect(labels(first).filter((label) => /^\d\. Edit$/.test(label))).toHaveLength(4);
    await robin().press('More', first);
    const second = await robin().until('the next page', (one) => newest(one, 'Program 2', 'general'));
    expect(second.text).toContain('Program 1');
    await open(robin(), 'New program', second);
    await robin().dismiss();
  });
});
