import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../playground/driver.ts';
import { createProgram, labels, newest, reads, readsAfter } from './acting.ts';
import { type PlatformName, type Running, run, type StoresName } from './running.ts';
import { delivered, joinWith, prompts, QUESTION, rows, WEEK } from './scenes.ts';

const MONDAY = Date.parse('2026-11-23T10:00:30Z');
const NAMES = ['Sam', 'Noor', 'Zola', 'Kai', 'Tama'] as const;
const RHYTHM = { Place: 'by direct message', 'Where your clock is': 'London' };

const runs: readonly (readonly [PlatformName, StoresName, string | RegExp])[] = [
  ['slack', 'redis', 'chat.postMessage'],
  ['discord', 'postgres', /^POST \/channels\/\d+\/messages/],
];

describe.each(runs)('each prompt once, on %s with %s', (platform, stores, match) => {
  let running: Running;
  let week = 0;
  const monday = () => MONDAY + week * WEEK;
  const arrived = (count: number) =>
    Promise.all(
      NAMES.map((name) =>
        running.local.as(name).until(`${count} prompts`, (one) => prompts(one).length >= count, 30_000),
      ),
    );
  const countOf = () => NAMES.map((name) => prompts(running.local.as(name)).length);

  beforeAll(async () => {
    running = await run(platform, stores);
    await createProgram(running.local.as('Robin'));
    for (const name of NAMES) await joinWith(running.local.as(name), RHYTHM);
    await running.kith.jobs.idle();
  });
  afterEach(async () => {
    running.local.clearFaults();
    // Whatever may still be on its way has arrived: doubles would be seen by the next look.
    await running.kith.engine.sweep();
    await running.kith.jobs.idle();
    week += 1;
    expect(countOf()).toEqual(NAMES.map(() => week));
  });
  afterAll(async () => {
    expect(running.local.refusals).toEqual([]);
    await running.stop();
  });

  it('whether the answer is lost, the request is dropped, or the platform is busy or broken', {
    timeout: 60_000,
  }, async () => {
    const faults: readonly Fault[] = [
      { kind: 'lose-answer' },
      { kind: 'drop' },
      { kind: 'rate-limit', retryAfterMs: 1000 },
      { kind: 'status', status: 500 },
      { kind: 'status', status: 503 },
    ];
    for (const fault of faults) running.local.fault({ ...fault, match });
    await running.time.moveTo(monday());
    await arrived(1);
    const tried = await rows<{ attempts: number }>(
      running,
      `select attempts from kith.deliveries where kind = 'prompt'`,
    );
    expect(tried.some(({ attempts }) => attempts > 1)).toBe(true);
  });

  it('whenever the queue forgets everything', { timeout: 60_000 }, async () => {
    const { kith, clock, local } = running;
    await kith.jobs.flush();
    clock.moveTo(monday() - 60_000);
    expect(await kith.engine.plan()).toBe(NAMES.length);
    await kith.jobs.flush();
    local.fault({ kind: 'drop', match });
    clock.moveTo(monday());
    expect(await kith.engine.sweep()).toBe(NAMES.length);
    await kith.jobs.idle();
    // Some wait to be tried again or for their turn, unless the machine stood still meanwhile; they are forgotten, too.
    await kith.jobs.flush();
    const left = await rows(running, `select id from kith.deliveries where state in ('pending', 'sending')`);
    expect(await kith.engine.sweep()).toBe(left.length);
    await arrived(2);
    await kith.jobs.idle();
    await kith.jobs.flush();
    expect(await kith.engine.sweep()).toBe(0);
  });

  it('however often and by how many it is planned, woken and swept', async () => {
    const { kith, clock } = running;
    clock.moveTo(monday());
    const { engine } = kith;
    await Promise.all([engine.plan(), engine.plan(), engine.sweep(), engine.plan()]);
    const due = await rows<{ id: string }>(
      running,
      `select id from kith.deliveries where state in ('pending', 'sending')`,
    );
    await Promise.all(due.flatMap(({ id }) => [engine.deliver(id as never), engine.deliver(id as never)]));
    await arrived(3);
  });
});

describe.each(runs)('each act once, on %s with %s', (platform, stores) => {
  let running: Running;
  /** How many rows there are of everything: the sign of any effect. What a process notes of its own connection and answers comes and goes. */
  const everything = async () => {
    const tables = await rows<{ name: string }>(
      running,
      `select table_name as name from information_schema.tables where table_schema = 'kith' and table_name not like '%migration%'
        and table_name not in ('paces', 'invalid_requests', 'discord_owed', 'discord_identifies', 'discord_processes')`,
    );
    const counts = tables.map(({ name }) => `select '${name}' as name, count(*) as n from kith.${name}`);
    const counted = await rows<{ name: string; n: string }>(running, counts.join(' union all '));
    return Object.fromEntries(counted.map(({ name, n }) => [name, n]));
  };
  const twice = async () => {
    const before = await everything();
    const sent = delivered(running.local).length;
    await running.local.redeliver();
    await running.kith.jobs.idle();
    expect(await everything()).toEqual(before);
    expect(delivered(running.local)).toHaveLength(sent);
  };

  beforeAll(async () => {
    running = await run(platform, stores);
  });
  afterAll(async () => {
    expect(
      running.local.refusals.filter(({ code }) => !/10062|40060|expired_trigger_id|trigger_exchanged/.test(code)),
    ).toEqual([]);
    await running.stop();
  });

  it('a modal submitted and delivered again makes one program', async () => {
    await createProgram(running.local.as('Robin'), { Channel: 'kindness' });
    const { programs } = await everything();
    expect(programs).toBe('1');
    const robin = running.local.as('Robin');
    await readsAfter(robin, () => robin.type('/kith-admin program list', 'general'), 'running', 'general');
    await twice();
  });

  it('joining, delivered again, enrols once and says hello once', async () => {
    await joinWith(running.local.as('Sam'), RHYTHM);
    await running.kith.jobs.idle();
    await twice();
    expect(running.local.as('Sam').sees('direct')).toHaveLength(1);
  });

  it('two devices that press Yes at once join once', async () => {
    const { local } = running;
    const zola = local.as('Zola');
    await zola.type('/kith join', 'general');
    const card = await zola.until('a card', (one) => one.sees('general').findLast((m) => labels(m).includes('Change')));
    if (card.selects.length > 0) {
      const [clock] = card.selects;
      await zola.choose(clock?.label ?? '', [clock?.options.find((one) => one.includes('London')) ?? ''], card);
    }
    const proposal = await reads(zola, 'Shall we?', 'general');
    await Promise.allSettled([zola.press('Yes', proposal), zola.press('Yes', proposal)]);
    await reads(zola, 'You’re in.', 'general');
    await running.kith.jobs.idle();
    expect(await rows(running, 'select id from kith.members where external_id = $1', [zola.id])).toHaveLength(1);
    expect(
      await rows(
        running,
        `select d.id from kith.deliveries d join kith.members m on m.id = d.member_id where m.external_id = $1`,
        [zola.id],
      ),
    ).toHaveLength(zola.sees('direct').length);
    expect(zola.sees('direct').length).toBeLessThanOrEqual(1);
  });

  it('a command delivered again is answered the same and does nothing', async () => {
    const sam = running.local.as('Sam');
    await sam.type('/kith snooze 2w', 'general');
    await reads(sam, 'Quiet until', 'general');
    await twice();
    await sam.press('Come back now', newest(sam, 'Quiet until'));
    await reads(sam, 'Good to have you back', 'general');
    await twice();
  });

  it('two devices that answer at once leave one answer: the last', async () => {
    const { local, time } = running;
    await time.moveTo(MONDAY);
    const sam = local.as('Sam');
    const card = await sam.until('the prompt', (one) => prompts(one).at(-1));
    const { claims } = await everything();
    await Promise.allSettled(['I’m fine', 'Quiet', 'A hand', 'Quiet'].map((label) => sam.press(label, card)));
    await expect.poll(async () => Number((await everything()).claims)).toBe(Number(claims) + 4);
    const answered = await sam.until('an answer', (one) =>
      one.sees('direct').find((message) => message.text.includes('Received, thank you.')),
    );
    expect(answered.text).toContain(QUESTION);
    expect(await rows(running, 'select occurrence_id from kith.answers')).toHaveLength(1);
    await twice();
  });

  it('words submitted and delivered again are kept once', async () => {
    const sam = running.local.as('Sam');
    await sam.press('More');
    await sam.until('the modal', (one) => one.modal());
    await sam.submit({ [QUESTION]: 'Only once, please' });
    await reads(sam, 'Only once, please');
    await twice();
    expect(sam.sees().filter((message) => message.text.includes('Only once, please'))).toHaveLength(1);
  });

  it('leaving twice leaves once, and erasing twice erases once', async () => {
    const sam = running.local.as('Sam');
    await sam.type('/kith leave', 'general');
    const card = await reads(sam, 'I won’t write to you any more', 'general');
    await twice();
    await sam.press('Erase now', card);
    await reads(sam, 'Nothing of yours is left here', 'general');
    await twice();
  });
});
