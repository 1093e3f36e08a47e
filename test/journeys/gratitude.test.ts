import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalDiscord } from '../../playground/discord/local-discord.ts';
import type { Actor, Seen } from '../../playground/driver.ts';
import type { LocalSlack } from '../../playground/slack/local-slack.ts';
import { createProgram, join, labels, newest, posts, reads, readsAfter } from './acting.ts';
import { type PlatformName, type Running, run } from './running.ts';
import { DAY, home, pressAndRead } from './scenes.ts';

const MINUTE = 60_000;

/** Says something in a channel as a person, not to Kith. */
async function say(running: Running, person: string, text: string): Promise<Seen> {
  const { local } = running;
  if (local.platform === 'slack') await local.as(person).type(text, 'general');
  else await (local as LocalDiscord).as(person).say(text, 'general');
  return reads(local.as(person), text, 'general');
}

/** Calls *Thank for this* on a message. */
async function thankFor(running: Running, person: string, message: Seen): Promise<void> {
  const { local } = running;
  if (local.platform === 'slack') await (local as LocalSlack).as(person).messageShortcut('thank_for_message', message);
  else await (local as LocalDiscord).as(person).messageMenu('Thank for this', message);
}

/** Waits until what is due by then has happened. */
async function pass(running: Running, ms: number): Promise<void> {
  await running.time.moveTo(running.clock.now() + ms);
}

/** The newest ephemeral or direct card of Kith that this person sees with this button. */
function withButton(actor: Actor, label: string): Promise<Seen> {
  return actor.until(`a card with “${label}”`, (one) =>
    one.sees().findLast((message) => labels(message).includes(label)),
  );
}

/** Opens the jar, in which a note with these words stands. */
async function jarWith(actor: Actor, words: string): Promise<Seen> {
  await actor.type('/kith jar', 'general');
  return actor.until(`a jar with “${words}”`, (one) =>
    one.sees('general').findLast(({ text }) => text.includes('Kept for you') && text.includes(words)),
  );
}

/** Opens what waits in home, where no direct message brings it. */
async function answerFromHome(actor: Actor): Promise<void> {
  const card = await home(actor);
  if (!labels(card).includes('Answer')) return;
  const before = actor.sees('general').length;
  await actor.press('Answer', card);
  await actor.until('the prompt', (one) =>
    one
      .sees('general')
      .slice(before)
      .find((message) => labels(message).includes('Not today')),
  );
}

const platforms: readonly PlatformName[] = ['slack', 'discord'];

describe.each(platforms)('gratitude on %s', (platform) => {
  let running: Running;
  const slack = platform === 'slack';
  const as = (name: string) => running.local.as(name);

  beforeAll(async () => {
    running = await run(platform, platform === 'slack' ? 'redis' : 'postgres');
    for (const [name, city] of [
      ['Sam', 'Berlin'],
      ['Zola', 'Johannesburg'],
      ['Noor', 'Dubai'],
    ] as const) {
      await join(as(name), city);
    }
  });
  afterAll(async () => {
    expect(running.local.refusals).toEqual([]);
    await running.stop();
  });

  it('a thanks comes ten minutes later, opens on a tap, and its landing is told', async () => {
    await as('Sam').type('/kith thanks @Zola for the lentil soup', 'general');
    const given = await reads(as('Sam'), 'Your thanks is on its way to @Zola', 'general');
    expect(given.ephemeral).toBe(true);
    expect(labels(given)).toContain('Take back');
    await pass(running, 9 * MINUTE);
    expect(newest(as('Zola'), 'A note for you')).toBeUndefined();
    await pass(running, 2 * MINUTE);
    const waiting = slack ? await reads(as('Zola'), 'A note for you', 'direct') : await home(as('Zola'));
    expect(waiting.text).not.toContain('soup');
    expect(waiting.notification).not.toContain('soup');
    await as('Zola').press('Open it', waiting);
    const note = await reads(as('Zola'), 'lentil soup');
    expect(note.text).toContain('Sam writes:');
    await as('Zola').press('♥ It landed', note);
    await withButton(as('Zola'), '♥ They will see it');
    expect((await home(as('Sam'))).text).toContain('♥ Your note to Zola landed.');
    expect((await home(as('Sam'))).text).not.toContain('landed.');
  });

  it('can be edited before it is brought', async () => {
    await as('Sam').type('/kith thanks @Noor for teh advice', 'general');
    await as('Sam').press('Edit', await reads(as('Sam'), 'teh advice', 'general'));
    await as('Sam').until('the modal', (one) => one.modal());
    await as('Sam').submit({ 'What did they do?': 'for the advice' });
    await as('Sam').until('the edited card', (one) => newest(one, 'for the advice', 'general'));
    await pass(running, 11 * MINUTE);
    await as('Noor').type('/kith jar', 'general');
    const jar = await reads(as('Noor'), 'Kept for you', 'general');
    expect(jar.text).toContain('for the advice');
    expect(jar.text).not.toContain('teh');
  });

  it('can be taken back; a redelivery afterwards brings nothing to life', async () => {
    await as('Sam').type('/kith thanks @Noor for nothing at all', 'general');
    const given = await reads(as('Sam'), 'for nothing at all', 'general');
    await running.local.redeliver();
    await as('Noor').type('/kith jar', 'general');
    await reads(as('Noor'), 'Kept for you', 'general');
    expect(newest(as('Noor'), 'nothing at all')).toBeUndefined();
    await as('Sam').press('Take back', given);
    await reads(as('Sam'), 'They never got it', 'general');
    await running.local.redeliver();
    await pass(running, 11 * MINUTE);
    await as('Noor').type('/kith jar', 'general');
    expect((await reads(as('Noor'), 'Kept for you', 'general')).text).not.toContain('nothing at all');
  });

  it('somebody who has not joined is not written to; the giver may post it themselves', async () => {
    await as('Sam').type('/kith thanks @Tama for the lift home', 'general');
    const card = await reads(as('Sam'), '@Tama hasn’t joined', 'general');
    expect(labels(card)).toEqual(['Post it here', 'Words to send']);
    await as('Sam').press('Post it here', card);
    const post = await reads(as('Ellis'), 'for the lift home', 'general');
    expect(post.text).toContain('@Sam thanks @Tama');
    expect(post.ephemeral).toBe(false);
    expect(as('Tama').sees('direct')).toEqual([]);
  });

  const bot = slack ? 'Teapot' : 'Tidybot';
  const gone = slack ? 'Dan' : 'Lou';
  it.each([
    ['oneself', 'Sam', 'You can’t thank yourself'],
    ['a bot', bot, 'Bots do their work without thanks'],
    ['somebody who is gone', gone, 'isn’t here any more'],
  ])('cannot thank %s', async (_whom, name, answer) => {
    await as('Sam').type(`/kith thanks @${name} for all of it`, 'general');
    expect((await reads(as('Sam'), answer, 'general')).ephemeral).toBe(true);
  });

  it('for one message, the same person is thanked once', async () => {
    const message = await say(running, 'Zola', 'I fixed the heating');
    await thankFor(running, 'Sam', message);
    const modal = await as('Sam').until('the modal', (one) => one.modal());
    expect(modal.inputs).toHaveLength(5);
    expect(modal.inputs[0]?.value).toEqual(['Zola']);
    await as('Sam').submit({
      'What did they do?': 'warm rooms again',
      'What kind of support was it?': ['Doing something'],
    });
    await reads(as('Sam'), 'warm rooms again', 'general');
    await thankFor(running, 'Sam', message);
    await as('Sam').until('the modal', (one) => one.modal());
    await as('Sam').submit({ 'What did they do?': 'warm rooms once more' });
    await as('Sam').until('the refusal', (one) => {
      const shown = one.modal()?.inputs.some((input) => input.error.includes('already')) ?? false;
      return shown || newest(one, 'You have thanked them for this already', 'general');
    });
    if (as('Sam').modal() !== undefined) await as('Sam').dismiss();
  });

  it('can be called on a person, or from anywhere', async () => {
    const { local } = running;
    if (slack) await (local as LocalSlack).as('Noor').shortcut('thank');
    else await (local as LocalDiscord).as('Noor').personMenu('Say thanks', 'Zola');
    const modal = await as('Noor').until('the modal', (one) => one.modal());
    expect(modal.inputs[0]?.value).toEqual(slack ? [] : ['Zola']);
    await as('Noor').submit({ ...(slack && { 'To whom': ['Zola'] }), 'What did they do?': 'carried my bags' });
    const given = await as('Noor').until('the thanks', (one) => newest(one, 'carried my bags'));
    await as('Noor').press('Take back', given);
    await reads(as('Noor'), 'They never got it');
  });

  it('is posted where all can read it only when both sides like it', async () => {
    await createProgram(as('Robin'), {
      Name: 'Thursday thanks',
      Channel: 'kindness',
      Questions: 'Thanks: whom to thank (weekly at most)',
      'How often': 'every Thursday',
    });
    const before = posts(running.local, 'kindness').length;
    await as('Zola').type('/kith thanks', 'general');
    await as('Zola').until('the modal', (one) => one.modal());
    await as('Zola').submit({ 'To whom': ['Sam'], 'What did they do?': 'stayed late with me' });
    const given = await reads(as('Zola'), 'stayed late with me', 'general');
    expect(given.text).toContain('Only they will read it');
    await as('Zola').press('Others may read it', given);
    await reads(as('Zola'), 'If they like that too', 'general');
    await pass(running, 11 * MINUTE);
    expect(posts(running.local, 'kindness')).toHaveLength(before);
    await as('Sam').press(
      'Open it',
      slack ? await reads(as('Sam'), 'A note for you', 'direct') : await home(as('Sam')),
    );
    const note = await reads(as('Sam'), 'May I post what you did in #kindness');
    await as('Sam').press('Always', note);
    await reads(as('Sam'), 'and later ones too');
    const post = await reads(as('Tama'), 'stayed late with me', 'kindness');
    expect(post.text).toContain('@Zola thanks @Sam');
    expect(posts(running.local, 'kindness')).toHaveLength(before + 1);
  });

  it('a gratitude program is offered in home, nudges at most weekly, and opens the modal', async () => {
    const offered = await home(as('Noor'));
    expect(offered.text).toContain('Thursday thanks');
    await as('Noor').press('Yes, please', offered);
    await reads(
      as('Noor'),
      slack ? 'It comes at the time of day you chose' : 'A post in the channel opens it',
      'general',
    );
    await pass(running, 8 * DAY);
    if (!slack)
      await as('Noor').press(
        'Open mine',
        posts(running.local, 'kindness').findLast((post) => labels(post).includes('Open mine')),
      );
    const nudge = await reads(as('Noor'), 'Two lines will do.');
    expect(labels(nudge)).toEqual(['Write', 'Not today', 'Less often', 'Why am I seeing this?']);
    await as('Noor').press('Write', nudge);
    expect((await as('Noor').until('the modal', (one) => one.modal())).title).toBe('Say thanks');
    await as('Noor').dismiss();
    // Once, nothing led back from it, and what was agreed to read as before.
    await pressAndRead(as('Noor'), 'Less often', 'every second one comes', nudge);
    await as('Noor').type('/kith settings', 'general');
    const settings = await withButton(as('Noor'), 'What I agreed to');
    const slower = await pressAndRead(as('Noor'), 'What I agreed to', 'every second one comes', settings);
    const each = labels(slower).find((label) => label.endsWith('Ask me each time')) ?? '';
    const whole = await pressAndRead(as('Noor'), each, 'It holds from now on', slower);
    expect(whole.text).toMatch(/“Thursday thanks” asks you every Thursday at 10:00( \(Europe\/London\))?\./);
  });

  it('notes can be hidden, blocked and reported, silently for the one who wrote them', async () => {
    await as('Noor').type('/kith thanks @Sam for the unkind remark', 'general');
    await reads(as('Noor'), 'for the unkind remark', 'general');
    await pass(running, 11 * MINUTE);
    const jar = await jarWith(as('Sam'), 'unkind');
    await as('Sam').press('1. Hide, remove or report', jar);
    await as('Sam').press('Report to organizers', await withButton(as('Sam'), 'Report to organizers'));
    await reads(as('Sam'), 'organizers can read this note now', 'general');
    await as('Robin').type('/kith-admin audit', 'general');
    const audit = await reads(as('Robin'), 'Notes that members reported', 'general');
    expect(audit.text).not.toContain('@Sam');
    await as('Robin').press('Note 1', audit);
    expect((await reads(as('Robin'), 'unkind remark', 'general')).ephemeral).toBe(true);
    await as('Sam').type('/kith block @Noor', 'general');
    await reads(as('Sam'), 'won’t reach you through me', 'general');
    await as('Noor').type('/kith thanks @Sam for a second try', 'general');
    await reads(as('Noor'), 'for a second try', 'general');
    await pass(running, 11 * MINUTE);
    await as('Sam').type('/kith jar', 'general');
    expect(newest(as('Sam'), 'a second try')).toBeUndefined();
    // Once more, to be sure, opens no door; a button does.
    await as('Sam').type('/kith block @Noor', 'general');
    const blocked = await reads(as('Sam'), '@Noor doesn’t reach you through me', 'general');
    await as('Noor').type('/kith thanks @Sam for a third try', 'general');
    await reads(as('Noor'), 'for a third try', 'general');
    await as('Sam').press('Let them reach me again', blocked);
    await reads(as('Sam'), '@Noor can reach you through me again', 'general');
    await as('Noor').type('/kith thanks @Sam for the apology', 'general');
    await reads(as('Noor'), 'for the apology', 'general');
    await pass(running, 11 * MINUTE);
    const later = await jarWith(as('Sam'), 'the apology');
    expect(later.text).not.toContain('a third try');
    await as('Sam').press('1. Hide, remove or report', later);
    await as('Sam').press('Hide, and block them', await withButton(as('Sam'), 'Hide, and block them'));
    const hidden = await reads(as('Sam'), 'nothing of theirs reaches you', 'general');
    await pressAndRead(as('Sam'), 'Let them reach me again', 'can reach you through me again', hidden);
  });

  it('balance is kept only with consent, leads with words, and gives totals without names', async () => {
    await as('Zola').type('/kith balance', 'general');
    const unasked = await reads(as('Zola'), 'Nothing of your giving and receiving is kept', 'general');
    await as('Zola').press('Yes, for me', unasked);
    await reads(as('Zola'), 'shows it to you alone', 'general');
    for (const what of ['bread', 'milk', 'tea', 'time']) {
      await as('Sam').type(`/kith thanks @Zola for the ${what}`, 'general');
      await reads(as('Sam'), `for the ${what}`, 'general');
      if (what !== 'bread') continue;
      await as('Zola').type('/kith balance', 'general');
      await reads(as('Zola'), 'Only one thing was entered lately', 'general');
    }
    await as('Zola').type('/kith balance', 'general');
    const given = 'Lately you’ve mostly given. Seasons change; nobody owes anybody.';
    const view = await reads(as('Zola'), given, 'general');
    expect(view.text).toContain('Does it feel right?');
    await as('Zola').press('Numbers', view);
    const numbers = await reads(as('Zola'), 'Totals, never names', 'general');
    expect(numbers.text).toMatch(/Given:?\s*4/);
    expect(numbers.text).not.toMatch(/Sam|Noor/);
  });

  it('too much on two days leads to an offer to carry less, and old acts are totals', async () => {
    for (const [offered, days] of [
      ['Resting is allowed', 1],
      ['You have carried a lot', 185],
    ] as const) {
      const ask = () => as('Zola').type('/kith balance', 'general');
      const view = await readsAfter(as('Zola'), ask, 'Does it feel right?', 'general');
      await as('Zola').press('Too much', view);
      const said = await reads(as('Zola'), offered, 'general');
      expect(labels(said).includes('Quiet for two weeks')).toBe(days > 1);
      await pass(running, days * DAY);
    }
    await as('Zola').type('/kith balance', 'general');
    await as('Zola').press('Numbers', await reads(as('Zola'), 'Nothing was entered lately', 'general'));
    const numbers = await reads(as('Zola'), 'Before that, in all', 'general');
    expect(numbers.text).toMatch(/Before that, in all:\s*Given:?\s*4/);
  });

  it('twenty thanks a day are carried, the next waits for tomorrow', async () => {
    await pass(running, DAY);
    for (let n = 1; n <= 10; n++) {
      await as('Sam').type(`/kith thanks @Zola @Noor for thing ${n}`, 'general');
      await reads(as('Sam'), `for thing ${n}`, 'general');
    }
    await as('Sam').type('/kith thanks @Zola for thing 11', 'general');
    await reads(as('Sam'), 'as many thanks as I carry in a day', 'general');
  });

  /** The reach-out, once it has come: by direct message, or waiting in home. */
  async function remindedOfSomeone(): Promise<Seen> {
    for (let day = 0; day < 15; day++) {
      await pass(running, DAY);
      if (!slack) await answerFromHome(as('Noor'));
      const found = newest(as('Noor'), 'You asked me to remember someone.');
      if (found !== undefined) return found;
    }
    throw new Error('nobody was remembered');
  }

  it('reminds of one person of one’s own circle, also of one who is not here', async () => {
    await as('Noor').type('/kith circle', 'general');
    await as('Noor').press('Add someone', await reads(as('Noor'), 'keep in touch with', 'general'));
    await as('Noor').until('the modal', (one) => one.modal());
    // A name that runs from right to left turns nothing but itself.
    const sister = '\u2068أختي\u2069';
    await as('Noor').submit({ 'Or someone elsewhere': 'أختي', 'How close': 'Inner: about every 7 days' });
    await reads(as('Noor'), `${sister}: every 7 days`, 'general');
    await createProgram(as('Robin'), { Name: 'Reach out', Questions: 'Reach-outs: one person of one’s own circle' });
    await as('Noor').press('Yes, please', await home(as('Noor')));
    await reads(
      as('Noor'),
      slack ? 'It comes at the time of day you chose' : 'A post in the channel opens it',
      'general',
    );
    const nudge = await remindedOfSomeone();
    expect(nudge.text).not.toContain('أختي');
    await as('Noor').press('Open it', nudge);
    const named = await reads(as('Noor'), `You asked me to remember ${sister}. Ten`);
    await as('Noor').press('Said hello', named);
    await reads(as('Noor'), 'count as much as a long letter');
  });
});
