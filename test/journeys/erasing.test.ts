import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalDiscord } from '../../playground/discord/local-discord.ts';
import type { Actor } from '../../playground/driver.ts';
import type { LocalSlack } from '../../playground/slack/local-slack.ts';
import { createProgram, join, labels, newest, posts, reads } from './acting.ts';
import { command, idOf, press, said } from './inbound.ts';
import { type PlatformName, type Running, run, type StoresName } from './running.ts';
import { DAY, delivered, joinWith, prompts, QUESTION, rows, WEEK } from './scenes.ts';

const MONDAY = Date.parse('2026-11-23T10:10:00Z');
const DIRECT = { Place: 'by direct message', 'Where your clock is': 'London', 'Time on your clock': '9:30' };
const WORDS = 'Between us only';

const runs: readonly (readonly [PlatformName, StoresName])[] = [
  ['slack', 'redis'],
  ['discord', 'postgres'],
];

/** Every row of every table of the database, whoever made it (BullMQ's as well), as text: empty tables apart. */
async function everyRow(running: Running): Promise<readonly string[]> {
  const tables = await rows<{ schema: string; name: string }>(
    running,
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  expect(tables.length).toBeGreaterThan(10);
  const union = tables.map(
    ({ schema, name }) => `select '${schema}.${name} ' || t::text as row from "${schema}"."${name}" t`,
  );
  return (await rows<{ row: string }>(running, union.join(' union all '))).map(({ row }) => row);
}

/** Everything in the Redis of this Kith, keys and values: other tests have people of the same ids in theirs. */
async function everyKey({ redisUrl }: Running): Promise<readonly string[]> {
  if (redisUrl === null) return [];
  const redis = new Redis(redisUrl);
  const found: string[] = [];
  try {
    for (const key of await redis.keys('*')) found.push(key, (await redis.dump(key)) ?? '');
    return found;
  } finally {
    redis.disconnect();
  }
}

describe.each(runs)('what is left of a member, on %s with %s', (platform, stores) => {
  let running: Running;
  const tracesOf = async (...words: readonly string[]) => {
    const everything = [...(await everyRow(running)), ...(await everyKey(running))];
    return everything.filter((row) => words.some((word) => row.includes(word)));
  };
  const memberId = (name: string) =>
    idOf(running, 'select id from kith.members where external_id = $1', [running.local.as(name).id]);
  const leave = async (actor: Actor, label: string, text: string) => {
    await actor.type('/kith leave', 'general');
    await actor.press(label, await reads(actor, 'I won’t write to you any more', 'general'));
    await reads(actor, text, 'general');
  };

  beforeAll(async () => {
    running = await run(platform, stores);
    const { local, time } = running;
    await createProgram(local.as('Robin'), { Channel: 'kindness' });
    for (const name of ['Sam', 'Noor', 'Kai', 'Tama']) await joinWith(local.as(name), DIRECT);
    await time.moveTo(MONDAY);
  });
  afterAll(() => running.stop());

  it('who lived with Kith in every way has left traces', async () => {
    const { local } = running;
    const [sam, noor] = [local.as('Sam'), local.as('Noor')];
    const prompt = await sam.until('the prompt', (one) => prompts(one).at(-1));
    await sam.press('I’m fine', prompt);
    await reads(sam, 'Received, thank you.');
    await sam.press('More');
    await sam.until('the modal', (one) => one.modal());
    await sam.submit({ [QUESTION]: WORDS });
    await reads(sam, WORDS);
    // Acts towards and from somebody else, each of which names both.
    const [one, other] = [{ id: sam.id }, { id: noor.id }];
    await command(running, one, 'kith thanks', { people: noor.id, for: 'the soup' });
    await command(running, other, 'kith thanks', { people: sam.id, for: 'the bread' });
    await command(running, one, 'kith thanks', { people: local.as('Mei').id, for: 'the lift' });
    for (const [who, whom] of [
      [one, noor.id],
      [other, sam.id],
    ] as const) {
      await press(running, who, `hello.said|hello|-|${whom}`);
      await press(running, who, 'ledger.consent|yes');
    }
    await command(running, other, 'kith block', { person: sam.id });
    await running.kith.jobs.idle();
    expect((await tracesOf(sam.id, await memberId('Sam'))).length).toBeGreaterThan(6);
  });

  it('after leaving and erasing there is none, in any table or key, and nobody else lost theirs', async () => {
    const { local } = running;
    const sam = local.as('Sam');
    const id = await memberId('Sam');
    const noor = await memberId('Noor');
    const own = await rows<{ id: string }>(running, 'select id from kith.occurrences where member_id = $1', [id]);
    await leave(sam, 'Erase now', 'Nothing of yours is left here');
    await running.kith.jobs.idle();
    expect(await tracesOf(sam.id, id, ...own.map((one) => one.id))).toEqual([]);
    // Of all that anybody was shown, sealed, the last word alone is kept.
    expect(await rows(running, 'select from kith.claims where reply is not null')).toHaveLength(1);
    expect(await tracesOf(noor)).not.toEqual([]);
    await sam.type('/kith home', 'general');
    expect(labels(await reads(sam, 'I only write to people who join', 'general'))).toContain('Join');
    expect(await tracesOf(sam.id)).toEqual([]);
  });

  it('words were never readable, not even while they were kept', async () => {
    const { local } = running;
    const noor = local.as('Noor');
    await noor.press('Quiet', prompts(noor).at(-1));
    await reads(noor, 'Quiet it is.');
    await noor.press('More', newest(noor, 'Quiet it is.'));
    await noor.until('the modal', (one) => one.modal());
    await noor.submit({ [QUESTION]: WORDS });
    await reads(noor, WORDS);
    const hex = Buffer.from(WORDS).toString('hex');
    expect(await tracesOf(WORDS, hex, 'Noor', QUESTION)).toEqual([]);
  });

  it('kept for thirty days, whoever comes back finds it as it was', async () => {
    const { local, time, clock } = running;
    const tama = local.as('Tama');
    const id = await memberId('Tama');
    await leave(tama, 'Keep 30 days', 'Kept for 30 days');
    const before = prompts(tama).length;
    await time.moveTo(clock.now() + 29 * DAY);
    expect(prompts(tama)).toHaveLength(before);
    await tama.type('/kith join', 'general');
    expect((await reads(tama, 'Shall we?', 'general')).text).toContain('at 09:30 (Europe/London)');
    await tama.press('Yes', newest(tama, 'Shall we?'));
    await tama.until(
      'the welcome back',
      (one) => one.sees('general').filter((m) => m.text.includes('You’re in.')).length > 1,
    );
    expect(await memberId('Tama')).toBe(id);
    await time.moveTo(clock.now() + WEEK);
    expect(prompts(tama)).toHaveLength(before + 1);
  });

  it('and who does not is gone on the thirty-first', async () => {
    const { local, time, clock } = running;
    const kai = local.as('Kai');
    const [id, noor] = [await memberId('Kai'), { id: local.as('Noor').id }];
    await command(running, { id: kai.id }, 'kith thanks', { people: noor.id, for: 'the lantern' });
    await time.moveTo(clock.now() + DAY);
    await leave(kai, 'Keep 30 days', 'The notes you sent go then, too');
    await kai.press('Leave my notes, unsigned', newest(kai, 'The notes you sent go then, too'));
    await reads(kai, 'then stay with those who got them, unsigned', 'general');
    expect(said(await command(running, noor, 'kith jar'))).toMatch(/Kai writes:\s*the lantern/);
    await time.moveTo(clock.now() + 30 * DAY - 60_000);
    expect(await tracesOf(kai.id)).not.toEqual([]);
    await time.moveTo(clock.now() + DAY);
    expect(await tracesOf(kai.id, id)).toEqual([]);
    expect(said(await command(running, noor, 'kith jar'))).toMatch(/Left with you, unsigned:\s*the lantern/);
  });

  it('when the app is removed, nothing of the community is left, and nothing more is sent', async () => {
    const { local, time, clock } = running;
    const [{ n } = { n: 0 }] = await rows<{ n: number }>(running, 'select count(*)::int as n from kith.communities');
    expect(n).toBe(1);
    await remove(running);
    await expect.poll(async () => (await rows(running, 'select id from kith.communities')).length).toBe(0);
    // The connection of Kith itself to Discord serves every community.
    const ours = /^kith\.(?!\w*migration|paces|discord_(?:gateways|processes|shards|identifies)\b)/;
    const kept = (await everyRow(running)).filter((row) => ours.test(row));
    expect(kept).toEqual([]);
    expect(await tracesOf(local.communityId, local.as('Noor').id)).toEqual([]);
    const sent = delivered(local).length;
    await time.moveTo(clock.now() + 2 * WEEK);
    expect(delivered(local)).toHaveLength(sent);
  });

  it('installed again, it begins as if it had never been there', async () => {
    const { local } = running;
    // An old card is left in somebody's messages: nothing of it is here any more, and it begins nothing.
    const old = await press(running, { id: local.as('Noor').id }, 'checkin.answer|4kDl0aB3xYz9QwErTy12Ab|fine');
    expect(said(old)).toContain('That is for people who have joined');
    expect(await rows(running, 'select id from kith.communities')).toEqual([]);
    if (platform === 'discord') {
      (local as LocalDiscord).addApp();
      await join(local.as('Noor'), 'London');
    } else {
      // The workspace's new token would come with a new start; the engine is what remembers.
      await press(running, { id: local.as('Noor').id }, 'join.yes|1|10:00|direct|en|Europe/London');
    }
    expect(await rows(running, 'select external_id from kith.members')).toEqual([{ external_id: local.as('Noor').id }]);
    for (const table of ['programs', 'thanks', 'answers', 'ties'])
      expect(await rows(running, `select * from kith.${table}`)).toEqual([]);
    expect(posts(local, 'general')).toEqual([]);
  });
});

async function remove({ local }: Running): Promise<void> {
  if (local.platform === 'slack') await (local as LocalSlack).uninstall();
  else (local as LocalDiscord).removeApp();
}
