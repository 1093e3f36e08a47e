import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join, labels, reads, readsAfter } from './acting.ts';
import { command, press, said } from './inbound.ts';
import { type Running, run } from './running.ts';
import { home, rows } from './scenes.ts';

/** From setup to the gentle week, and a holiday at work. */

const wednesday = Date.parse('2026-12-23T12:00:00Z');

describe.each(['slack', 'discord'] as const)('setting a community up on %s', (platform) => {
  let running: Running;
  beforeAll(async () => {
    running = await run(platform, 'postgres', wednesday);
  });
  afterAll(async () => {
    expect(running.local.refusals).toEqual([]);
    await running.stop();
  });

  const setup = async () => {
    const robin = running.local.as('Robin');
    return readsAfter(robin, () => robin.type('/kith-admin setup', 'general'), 'Under-18s here?', 'general');
  };

  it('is offered to an organizer in home, and to nobody else', async () => {
    const { local } = running;
    expect(labels(await home(local.as('Robin')))).toContain('Set up Kith');
    expect(labels(await home(local.as('Sam')))).not.toContain('Set up Kith');
  });

  it('asks in a modal of five parts what cannot be read again, and loses nothing', async () => {
    const robin = running.local.as('Robin');
    const card = await setup();
    expect(card.ephemeral).toBe(true);
    expect(labels(card)).toEqual(expect.arrayContaining(['Change', 'That fits', 'Start the gentle week']));
    // Where Slack says what zone its organizer is in, the country is proposed.
    expect(card.text).toMatch(platform === 'slack' ? /Country\W+United Kingdom/ : /Country\W+not known/);
    await robin.press('Change', card);
    const modal = await robin.until('the modal', (one) => one.modal());
    expect(modal.inputs).toHaveLength(5);
    await robin.submit({ 'What this is': 'a workplace', Country: 'Atlantis', 'Clock of posts': 'London' });
    if (platform === 'discord') {
      const told = await reads(robin, 'I don’t know that country', 'general');
      await robin.press(labels(told)[0] ?? '', told);
    }
    await robin.until('the problem', (one) => one.modal()?.inputs.some(({ value }) => value === 'Atlantis'));
    await robin.submit({ Country: 'United Kingdom' });
    const stands = await reads(robin, 'It holds from now on', 'general');
    expect(stands.text).toContain('a workplace');
    expect(stands.text).not.toContain('?:');
    expect(stands.text).toContain('United Kingdom');
    expect(stands.text).toContain('Europe/London');
    expect(labels(await home(robin))).not.toContain('Set up Kith');
    // What was refused is no change.
    expect(await rows(running, "select actor from kith.audit where action = 'setup'")).toEqual([{ actor: robin.id }]);
  });

  it('makes the gentle week once, however often and on however many cards it is pressed', async () => {
    const robin = running.local.as('Robin');
    const [one, two] = [await setup(), await setup()];
    await Promise.all([robin.press('Start the gentle week', one), robin.press('Start the gentle week', two)]);
    await reads(robin, 'The gentle week stands', 'general');
    const programs = await rows(running, 'select kind, cadence, status from kith.programs order by kind');
    expect(programs.map(({ kind }) => kind)).toEqual(['check-in', 'gratitude']);
    expect(labels(await setup())).not.toContain('Start the gentle week');
    const audit = await rows(running, "select action from kith.audit where action = 'program.create'");
    expect(audit).toHaveLength(2);
  });

  it('puts the posts into the channel that is chosen, at once', async () => {
    const robin = running.local.as('Robin');
    const card = await setup();
    await robin.choose('Channel for check-ins and public thanks', ['kindness'], card);
    await robin.until('the channel', (one) =>
      one.sees('general').findLast((message) => labels(message).includes('No channel')),
    );
    const programs = await rows<{ channel: string }>(running, 'select distinct channel from kith.programs');
    expect(programs.map(({ channel }) => channel)).toEqual([
      running.local.places.find(({ name }) => name === 'kindness')?.id,
    ]);
  });

  it('a weekly hello on a holiday of the country comes on the next working day, once', async () => {
    const { local, time } = running;
    const sam = local.as('Sam');
    await join(sam, 'London');
    await sam.type('/kith settings', 'general');
    const settings = await reads(sam, 'Days off', 'general');
    if (platform === 'slack') {
      // Proposed from the profile’s zone.
      expect(settings.text).toContain('Germany');
      await sam.press('Country', settings);
      await sam.until('the modal', (one) => one.modal());
      await sam.submit({ Country: 'UK' });
    }
    await reads(sam, 'United Kingdom', 'general');
    const place = platform === 'slack' ? 'direct' : 'kindness';
    const words = platform === 'slack' ? 'What would be good today?' : 'for those who joined';
    const seen = () => sam.sees(place).filter((message) => message.text.includes(words) && !message.ephemeral);
    // Boxing Day is a Saturday this year: the Monday is off instead.
    await time.moveTo(Date.parse('2026-12-28T23:00:00Z'));
    expect(seen()).toEqual([]);
    await time.moveTo(Date.parse('2026-12-29T12:00:00Z'));
    await reads(sam, words, place);
    await time.moveTo(Date.parse('2026-12-30T12:00:00Z'));
    expect(seen()).toHaveLength(1);
  });

  it('does not say that an archived gentle week stands', async () => {
    await rows(running, "update kith.programs set status = 'archived'");
    const card = await setup();
    expect(card.text).toContain('The gentle week is archived');
    expect(labels(card)).not.toContain('Start the gentle week');
  });

  it('stands in the audit, like the clock that was chosen beside a program, and the invitation', async () => {
    const robin = { id: running.local.as('Robin').id, organizer: true };
    await command(running, robin, 'kith-admin invite');
    await press(running, robin, 'program.zone', ['Europe/London']);
    const audit = await rows(running, 'select actor, action from kith.audit order by id desc limit 2');
    expect(audit.map(({ actor, action }) => [actor, action])).toEqual([
      [robin.id, 'setup'],
      [robin.id, 'invite'],
    ]);
    expect(said(await command(running, robin, 'kith-admin audit'))).toContain('posted the invitation');
  });
});
