import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseClock, createProgram, join, labels, newest, posts, reads } from './acting.ts';
import { type PlatformName, type Running, run, type StoresName } from './running.ts';

const HOUR = 3_600_000;

const runs: readonly (readonly [PlatformName, StoresName])[] = [
  ['slack', 'redis'],
  ['slack-http', 'postgres'],
  ['slack', 'embedded'],
  ['discord', 'redis'],
  ['discord', 'postgres'],
  ['discord', 'embedded'],
];

describe.each(runs)('the path on %s with %s', (platform, stores) => {
  let running: Running;
  const direct = platform !== 'discord';
  beforeAll(async () => {
    running = await run(platform, stores);
  });
  afterAll(async () => {
    expect(running.local.refusals).toEqual([]);
    await running.stop();
  });

  it('an organizer invites in public, and reaches nobody', async () => {
    const { local } = running;
    await local.as('Robin').type('/kith-admin invite', 'general');
    const post = await reads(local.as('Tama'), 'I only write to people who join', 'general');
    expect(post.ephemeral).toBe(false);
    expect(labels(post)).toEqual(['Join', 'More']);
    expect(local.as('Tama').sees('direct')).toEqual([]);
  });

  it('somebody else may not invite', async () => {
    const { local } = running;
    if (platform === 'discord') {
      await expect(local.as('Sam').type('/kith-admin invite', 'general')).rejects.toThrow();
    } else {
      await local.as('Sam').type('/kith-admin invite', 'general');
      expect((await reads(local.as('Sam'), 'for organizers', 'general')).ephemeral).toBe(true);
    }
    expect(posts(local, 'general')).toHaveLength(1);
  });

  it('Join shows one private card with a proposal, and stores nothing before Yes', async () => {
    const { local } = running;
    const sam = local.as('Sam');
    await sam.press('Join');
    const card = await reads(sam, 'I’m not care', 'general');
    expect(card.ephemeral).toBe(true);
    expect(newest(local.as('Tama'), 'I’m not care')).toBeUndefined();
    if (card.selects.length > 0) await chooseClock(sam, 'Berlin', card);
    const proposal = await reads(sam, 'Shall we?', 'general');
    expect(proposal.text).toContain('every Monday at 10:00 (Europe/Berlin), ');
    expect(proposal.text).toContain(direct ? 'by direct message' : 'behind a post in the channel');
    expect(labels(proposal)).toEqual(['Yes', 'Change', 'No thanks']);
    await sam.press('Yes', proposal);
    await reads(sam, 'You’re in.', 'general');
    if (direct) await reads(sam, 'see that my messages reach you', 'direct');
  });

  it('Change takes another day, time, place, zone and language; what cannot be read is asked again with nothing lost', async () => {
    const { local } = running;
    const ines = local.as('Ines');
    await ines.type('/kith join', 'general');
    await ines.until('a card to change', (one) =>
      one.sees('general').findLast((m) => labels(m).some((l) => l === 'Change' || l === 'Cambiar')),
    );
    const change =
      ines.sees('general').findLast((m) => labels(m).includes('Cambiar')) === undefined ? 'Change' : 'Cambiar';
    await ines.press(change);
    const modal = await ines.until('the modal', (one) => one.modal());
    // Sending it joins, and Discord's button says nothing of that.
    expect(modal.title).toMatch(/^(Join|Unirme):/);
    expect(modal.inputs).toHaveLength(5);
    const [, time, , zone] = modal.inputs;
    if (time === undefined || zone === undefined) throw new Error('inputs');
    await ines.submit({ [time.label]: 'later', [zone.label]: 'Atlantis' });
    if (direct) {
      const again = await ines.until('the problems', (one) =>
        one.modal()?.inputs.some((i) => i.error !== '') ? one.modal() : undefined,
      );
      expect(again.inputs.map((input) => input.error !== '')).toEqual([false, true, false, true, false]);
      expect(again.inputs[1]?.value).toBe('later');
    } else {
      const told = await ines.until('the problems', (one) =>
        one.sees('general').findLast((m) => m.text.includes(time.label)),
      );
      await ines.press(labels(told)[0] ?? '', told);
      const again = await ines.until('the modal again', (one) => one.modal());
      expect(again.inputs[1]?.value).toBe('later');
    }
    await ines.submit({ [time.label]: '9:30', [zone.label]: 'Mexico City' });
    await ines.until('the welcome', (one) => one.sees('general').findLast((m) => m.buttons.length > 4));
  });

  it('an organizer makes a weekly check-in in a modal of five parts', async () => {
    const { local } = running;
    await createProgram(local.as('Robin'), { Channel: 'kindness' });
    expect(newest(local.as('Robin'), 'every Monday at 10:00')?.ephemeral).toBe(true);
  });

  it('the prompt comes at the member’s own Monday morning, once', async () => {
    const { local, time } = running;
    if (platform === 'discord') await join(local.as('Noor'), 'London');
    await time.moveTo(Date.parse('2026-11-23T08:59:30Z'));
    expect(newest(local.as('Sam'), 'What would be good today?', direct ? 'direct' : 'kindness')).toBeUndefined();
    await time.moveTo(Date.parse('2026-11-23T10:00:30Z'));
    if (direct) {
      const prompt = await reads(local.as('Sam'), 'Hi Sam. What would be good today?', 'direct');
      expect(prompt.notification).not.toMatch(/good today/);
      expect(labels(prompt).slice(0, 5)).toEqual(['I’m fine', 'Say hello to someone', 'A hello', 'A hand', 'Quiet']);
    } else {
      const [bell, ...others] = posts(local, 'kindness');
      expect(others).toEqual([]);
      expect(bell?.text).toContain('for those who joined');
      await local.as('Sam').press('Open mine', bell);
      const prompt = await reads(local.as('Sam'), 'What would be good today?', 'kindness');
      expect(prompt.ephemeral).toBe(true);
      expect(newest(local.as('Noor'), 'What would be good today?', 'kindness')).toBeUndefined();
    }
  });

  it('one tap answers; the card shows it; a second tap edits; a redelivered tap changes nothing', async () => {
    const { local } = running;
    const sam = local.as('Sam');
    await sam.press('I’m fine');
    await reads(sam, 'Received, thank you.');
    await local.redeliver();
    await sam.press('A hand');
    expect(labels(await reads(sam, 'You may ask without earning it.'))).toContain('Something kind');
    await sam.press('Quiet');
    const card = await sam.until('the edited card', (one) => newest(one, 'Quiet it is.'));
    expect(labels(card)).toContain('✓ Quiet');
    expect(sam.sees().filter((message) => message.text.includes('Received, thank you.'))).toHaveLength(1);
  });

  it('More takes words, kept letter by letter', async () => {
    const { local } = running;
    const sam = local.as('Sam');
    const words = 'Tired <!channel> @everyone & *proud* 🌊 שלום \u200b<@U1>';
    await sam.press('More');
    await sam.until('the modal', (one) => one.modal());
    await sam.submit({ 'What would be good today?': words });
    const card = await sam.until('the words', (one) =>
      one.sees().findLast((message) => message.text.includes('Tired')),
    );
    expect(card.text).toContain(words);
  });

  it('Say hello to someone leads to a named person and words to send', async () => {
    const { local } = running;
    const sam = local.as('Sam');
    await sam.press('Say hello to someone');
    await sam.until('the way on', (one) =>
      one.sees().findLast((message) => labels(message).includes('Choose someone')),
    );
    await sam.press('Choose someone');
    await reads(sam, 'Who’s been on your mind?');
    await sam.choose('Choose a person', ['Zola']);
    const card = await reads(sam, 'Write to @Zola');
    expect(card.text).toContain('Thinking of you. No reply needed.');
    await sam.press('Said hello', card);
    await reads(sam, 'count as much as a long letter');
    expect(local.as('Zola').sees('direct')).toEqual([]);
  });

  it('home shows what is next; settings, snooze and help answer privately', async () => {
    const { local } = running;
    const sam = local.as('Sam');
    await sam.type('/kith home', 'general');
    const home = await reads(sam, 'Next check-in', 'general');
    expect(labels(home)).toContain('Need help now');
    const tab = await sam.home();
    if (direct) expect(tab?.text).toContain('Next check-in');
    else expect(tab).toBeUndefined();
    await sam.type('/kith settings', 'general');
    expect((await reads(sam, 'Europe/Berlin', 'general')).ephemeral).toBe(true);
    await sam.type('/kith help', 'general');
    expect((await reads(sam, '/kith snooze 2w', 'general')).text).toContain('I’m a bot and not care');
    await sam.type('/kith snooze until the moon is full', 'general');
    const unread = await reads(sam, 'can’t read “until the moon is full”', 'general');
    const [example = ''] = /\/kith snooze [\d-]{10}/.exec(unread.text) ?? [];
    await sam.type(example, 'general');
    await reads(sam, 'Quiet until', 'general');
  });

  it('an old card says kindly that a newer one has taken its place', async () => {
    const { local, time, clock } = running;
    const sam = local.as('Sam');
    await sam.press('Come back now');
    await reads(sam, 'Good to have you back', 'general');
    const old = sam.sees().findLast((message) => labels(message).includes('Back to my check-in'));
    await time.moveTo(clock.now() + 8 * 24 * HOUR);
    if (old === undefined) throw new Error('no old card');
    await sam.press('Back to my check-in', old);
    await reads(sam, 'a newer one has taken its place');
  });

  it('leaving stops at once and erases on request', async () => {
    const { local } = running;
    const sam = local.as('Sam');
    await sam.type('/kith leave', 'general');
    const card = await reads(sam, 'I won’t write to you any more', 'general');
    await sam.press('Erase now', card);
    await reads(sam, 'Nothing of yours is left here', 'general');
  });

  it('logs nothing a member wrote, and no token', () => {
    const log = running.logged.join('');
    expect(log).not.toMatch(/Tired|proud|Atlantis/);
    for (const secret of Object.values(running.local.environment)) {
      if (secret.length > 12 && !secret.startsWith('http')) expect(log).not.toContain(secret);
    }
  });
});
