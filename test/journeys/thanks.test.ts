import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalDiscord } from '../../playground/discord/local-discord.ts';
import type { SeenModal } from '../../playground/driver.ts';
import type { LocalSlack } from '../../playground/slack/local-slack.ts';
import { createProgram, join, labels, newest, posts, reads } from './acting.ts';
import { command, idOf, press, rowsWith, said, submission, submit } from './inbound.ts';
import { type PlatformName, type Running, run } from './running.ts';
import { home, pressAndRead, rows } from './scenes.ts';

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;
const platforms: readonly PlatformName[] = ['slack', 'discord'];
/** As a client sends what was typed into the modal. */
const typed = (to: readonly string[], words: string) => ({
  to,
  words: [words],
  took: ['a whole evening'],
  changed: ['I could sleep'],
  kind: ['practical'],
});
const valuesOf = (modal: SeenModal) => Object.fromEntries(modal.inputs.map(({ label, value }) => [label, value]));

/** Ways a thanks goes wrong, is changed, or meets another at the same moment. */
describe.each(platforms)('a thanks on %s', (platform) => {
  let running: Running;
  const slack = platform === 'slack';
  const as = (name: string) => running.local.as(name);
  const pass = (ms: number) => running.time.moveTo(running.clock.now() + ms);
  const counted = async () => (await rows(running, 'select id from kith.thanks')).length;

  /** How many thanks of this person count for their newest day. */
  const countedToday = async (name: string) => {
    const day = `select d.count from kith.thanks_days d join kith.members m on m.id = d.giver_id
       where m.external_id = $1 order by d.day desc limit 1`;
    const [newest] = await rows<{ count: number }>(running, day, [as(name).id]);
    return newest?.count ?? 0;
  };

  const newestTo = (name: string) =>
    idOf(
      running,
      `select t.together as id from kith.thanks t join kith.members m on m.id = t.receiver_id
       where m.external_id = $1 order by t.given_at desc limit 1`,
      [as(name).id],
    );

  async function jar(name: string): Promise<string> {
    const before = as(name).sees('general').length;
    await as(name).type('/kith jar', 'general');
    const shown = await as(name).until('the jar', (one) =>
      one
        .sees('general')
        .slice(before)
        .findLast((message) => /Kept for you|The jar is empty/.test(message.text)),
    );
    return shown.text;
  }
  async function modalOf(name: string): Promise<SeenModal> {
    return as(name).until('the modal', (one) => one.modal());
  }

  beforeAll(async () => {
    running = await run(platform, 'postgres');
    for (const [name, city] of [
      ['Sam', 'Berlin'],
      ['Zola', 'Johannesburg'],
      ['Noor', 'Dubai'],
      ['Ellis', 'London'],
    ] as const) {
      await join(as(name), city);
    }
  });
  afterAll(async () => {
    expect(running.local.refusals).toEqual([]);
    await running.stop();
  });

  it('asks what it took and what it changed apart, and an edit brings every answer back', async () => {
    await as('Sam').type('/kith thanks', 'general');
    expect((await modalOf('Sam')).inputs.map(({ label }) => label)).toEqual([
      'To whom',
      'What did they do?',
      'What did it take?',
      'What did it change?',
      'What kind of support was it?',
    ]);
    const answers = {
      'What did they do?': 'drove me home',
      'What did it take?': 'an hour of your night',
      'What did it change?': 'I was with my family',
      'What kind of support was it?': ['Doing something'],
    };
    await as('Sam').submit({ ...answers, 'To whom': ['Zola'] });
    const given = await reads(as('Sam'), 'drove me home', 'general');
    expect(given.text).toContain('I was with my family');
    // Nowhere to post it: nobody is asked who may read it.
    expect(labels(given)).toEqual(expect.arrayContaining(['Edit', 'Take back']));
    expect(labels(given)).not.toContain('Others may read it');
    await as('Sam').press('Edit', given);
    const modal = await modalOf('Sam');
    expect(valuesOf(modal)).toEqual(answers);
    await as('Sam').submit({ 'What did it take?': 'two hours of your night' });
    await reads(as('Sam'), 'two hours of your night', 'general');
    await pass(11 * MINUTE);
    const text = await jar('Zola');
    for (const words of ['drove me home', 'two hours of your night', 'I was with my family'])
      expect(text).toContain(words);
  });

  it('those thanked at once are edited together and taken back together', async () => {
    const today = await countedToday('Sam');
    await as('Sam').type('/kith thanks @Zola @Noor for the moveing', 'general');
    await as('Sam').press('Edit', await reads(as('Sam'), 'the moveing', 'general'));
    await modalOf('Sam');
    await as('Sam').submit({ 'What did they do?': 'for the moving', 'What did it change?': 'we are home' });
    const edited = await reads(as('Sam'), 'we are home', 'general');
    expect(edited.text).toContain('@Zola');
    expect(edited.text).toContain('@Noor');
    const before = await counted();
    await pressAndRead(as('Sam'), 'Take back', 'They never got it', edited);
    expect(await counted()).toBe(before - 2);
    // They count no more for the twenty of a day.
    expect(await countedToday('Sam')).toBe(today);
  });

  it('an edit that cannot be taken comes back with all that was typed', async () => {
    await as('Sam').type('/kith thanks @Noor for the shelf', 'general');
    await reads(as('Sam'), 'for the shelf', 'general');
    const sam = { id: as('Sam').id };
    const answer = { words: ['  '], took: ['a free afternoon'] };
    const id = await newestTo('Noor');
    const tokens = [`thanks.save|${id}`, `thanks.save-too|${id}|${id}`];
    for (const token of tokens) {
      const reply = await submit(running, sam, token, answer);
      if (reply.kind !== 'invalid') throw new Error(`answered ${reply.kind}`);
      expect(reply.problems).toEqual({ words: 'Please write a word or two.' });
      expect(JSON.stringify(reply.modal)).toContain('a free afternoon');
    }
    expect(said(await press(running, sam, `thanks.undo|${id}`))).toContain('They never got it');
  });

  it('what was written comes back where it cannot be kept, and is kept with the next press', async () => {
    const words = 'for *staying*, and for the soup\n<3';
    /** Slack leaves the modal open with the words in it; on Discord, which closes it, the answer holds them. */
    const comesBack = (why: string) =>
      slack
        ? as('Sam').until(why, (one) => one.modal()?.inputs.find(({ error }) => error.startsWith(why)))
        : as('Sam').until(why, (one) => one.sees('general').find(({ text }) => text.includes(why)));
    await as('Sam').type('/kith thanks @Noor', 'general');
    await modalOf('Sam');
    await rows(running, 'alter table kith.thanks rename to thanks_away');
    await as('Sam').submit({ 'What did they do?': words });
    const said = await comesBack('Something went wrong on my side');
    expect(JSON.stringify(said)).toContain('soup');
    await as('Sam').type('/kith thanks @Noor for the *second* plate', 'general');
    expect((await reads(as('Sam'), 'second', 'general')).text).toContain('Something went wrong on my side');
    await rows(running, 'alter table kith.thanks_away rename to thanks');
    const count = await counted();
    if (slack) await as('Sam').submit({});
    else {
      await as('Sam').type('/kith thanks @Noor', 'general');
      await modalOf('Sam');
      await as('Sam').submit({ 'What did they do?': words });
    }
    await reads(as('Sam'), 'for the soup', 'general');
    expect(await counted()).toBe(count + 1);
  });

  it('twenty at once are too many, kindly, and nothing typed is lost', async () => {
    const twenty = Array.from({ length: 20 }, (_, n) =>
      slack ? `U${1000 + n}` : `${300_000_000_000_000_000n + BigInt(n)}`,
    );
    const before = await counted();
    const reply = await submit(running, { id: as('Sam').id }, 'thanks.give|-', typed(twenty, 'being here'));
    if (reply.kind !== 'invalid' || reply.modal === null) throw new Error(`answered ${reply.kind}`);
    expect(reply.problems.to).toBe('That is 20 people; up to 10 at once keeps it personal.');
    const kept = Object.fromEntries(
      reply.modal.inputs.map((one) => [one.name, 'initial' in one ? one.initial : one.choice]),
    );
    expect(kept).toMatchObject({ words: 'being here', took: 'a whole evening', changed: 'I could sleep' });
    expect(kept.kind).toMatchObject({ chosen: 'practical' });
    expect(await counted()).toBe(before);
    if (!slack) return;
    // Typed in one line; Discord's own command takes five.
    const everyone = ['Robin', 'Noor', 'Mateo', 'Ines', 'Kai', 'Ada', 'Ravi', 'Mei', 'Tama', 'Zola', 'Ellis'];
    await as('Sam').type(`/kith thanks ${everyone.map((name) => `@${name}`).join(' ')} for being here`, 'general');
    const refused = await reads(as('Sam'), 'That is 11 people; up to 10 at once', 'general');
    expect(refused.text).toContain('for being here');
    await as('Sam').press('Choose again', refused);
    expect(valuesOf(await modalOf('Sam'))).toMatchObject({ 'What did they do?': 'for being here' });
    await as('Sam').dismiss();
  });

  it('ten at once are a note for each who joined, and words to say for those who did not', async () => {
    const ten = ['Zola', 'Noor', 'Ellis', 'Robin', 'Mateo', 'Ines', 'Kai', 'Ada', 'Ravi', 'Mei'];
    const before = await counted();
    const reply = await submit(
      running,
      { id: as('Sam').id },
      'thanks.give|-',
      typed(
        // Whoever is named twice is thanked once.
        [...ten, 'Zola'].map((name) => as(name).id),
        'this week',
      ),
    );
    expect(await counted()).toBe(before + 3);
    for (const name of ten) expect(JSON.stringify(reply)).toContain(`"id":"${as(name).id}"`);
    await pass(11 * MINUTE);
    for (const name of ten.slice(0, 3)) expect(await jar(name)).toContain('this week');
  });

  it('each of several who have not joined can be posted to once, with all that was said, and the words stay for the rest', async () => {
    await as('Ellis').type('/kith thanks', 'general');
    await modalOf('Ellis');
    const said = {
      'What did they do?': 'set the tables',
      'What did it take?': 'two hours',
      'What did it change?': 'we ate',
    };
    await as('Ellis').submit({ ...said, 'To whom': ['Mei', 'Ravi'] });
    const card = await reads(as('Ellis'), '1. @Mei hasn’t joined', 'general');
    for (const words of Object.values(said)) expect(card.text.split(words)).toHaveLength(2);
    expect(labels(card)).toEqual(['1. Post it here', '1. Words to send', '2. Post it here', '2. Words to send']);
    const post = await pressAndRead(as('Ellis'), '1. Post it here', '@Ellis thanks @Mei:', card);
    for (const words of Object.values(said)) expect(post.text).toContain(words);
    await pressAndRead(as('Ellis'), '1. Post it here', 'That stands here already', card);
    expect(posts(running.local, 'general').filter(({ text }) => text.includes('thanks @Mei:'))).toHaveLength(1);
    const toSend = await pressAndRead(as('Ellis'), '2. Words to send', 'To send to @Ravi yourself:', card);
    expect(toSend.text).toContain('two hours');
    await pressAndRead(as('Ellis'), '2. Post it here', '@Ellis thanks @Ravi:', card);
  });

  // Discord lets nobody put a channel where a person goes, nor call commands of a server outside of it.
  if (slack) {
    it('a channel is no person to thank', async () => {
      await as('Sam').type('/kith thanks #general for all of it', 'general');
      await reads(as('Sam'), 'I can’t read “#general” as “people”', 'general');
      expect(as('Sam').modal()).toBeUndefined();
    });

    it('words too long for a note come back whole, to be shortened', async () => {
      const words = `for ${'every single thing, '.repeat(80)}and more`;
      await as('Sam').type(`/kith thanks @Zola ${words}`, 'general');
      const refused = await reads(as('Sam'), `That is ${words.length} characters, and I can keep 1500.`, 'general');
      expect(refused.text).toContain(words);
    });

    it('can be given in the conversation with Kith', async () => {
      await as('Sam').type('/kith thanks @Zola for the quiet', 'direct');
      const given = await reads(as('Sam'), 'for the quiet', 'direct');
      await pressAndRead(as('Sam'), 'Take back', 'They never got it', given);
    });
  }

  it('two devices at once give it once', async () => {
    const { local } = running;
    if (slack) await local.as('Zola').type('I fixed the bike', 'general');
    else await (local as LocalDiscord).as('Zola').say('I fixed the bike', 'general');
    const message = await reads(as('Zola'), 'I fixed the bike', 'general');
    if (slack) await (local as LocalSlack).as('Sam').messageShortcut('thank_for_message', message);
    else await (local as LocalDiscord).as('Sam').messageMenu('Thank for this', message);
    await modalOf('Sam');
    const before = await counted();
    const token = `thanks.give|${message.place}/${message.id}`;
    const other = typed([as('Zola').id], 'a bike that runs');
    const [, answer] = await Promise.all([
      as('Sam').submit({ 'What did they do?': 'a bike that rides' }),
      submit(running, { id: as('Sam').id }, token, other),
    ]);
    await as('Sam').until(
      'both answers',
      (one) =>
        newest(one, 'a bike that rides') || newest(one, 'You have thanked them') || one.modal()?.inputs[0]?.error,
    );
    expect(said(answer)).toMatch(/on its way|You have thanked them/);
    expect(await counted()).toBe(before + 1);
    if (as('Sam').modal() !== undefined) await as('Sam').dismiss();
    // Thanked for it already, Zola counts for nothing of Sam's day when it is said to both.
    const [notes, today] = [await counted(), await countedToday('Sam')];
    const both = typed([as('Zola').id, as('Noor').id], 'a bike that runs');
    expect(said(await submit(running, { id: as('Sam').id }, token, both))).toContain('on its way');
    expect([await counted(), await countedToday('Sam')]).toEqual([notes + 1, today + 1]);
  });

  it('redelivered after it was taken back, it does not come back', async () => {
    const { engine } = running.kith;
    const sam = { id: as('Sam').id };
    const event = submission(running, sam, 'thanks.give|-', typed([as('Ellis').id], 'nothing at all'));
    const before = await counted();
    expect(said(await engine.handle(event))).toContain('on its way');
    expect(await counted()).toBe(before + 1);
    await press(running, sam, `thanks.undo|${await newestTo('Ellis')}`);
    expect(said(await engine.handle(event))).toContain('on its way');
    expect(await counted()).toBe(before);
    await pass(11 * MINUTE);
    expect(await jar('Ellis')).not.toContain('nothing at all');
  });

  it('is theirs after ten minutes: no edit any more, and what was typed into an open one is shown', async () => {
    await as('Sam').type('/kith thanks @Noor for the map', 'general');
    const given = await reads(as('Sam'), 'for the map', 'general');
    await pass(9 * MINUTE);
    await as('Sam').press('Edit', given);
    await modalOf('Sam');
    await pass(2 * MINUTE);
    await as('Sam').submit({ 'What did they do?': 'for the better map' });
    const late = await reads(as('Sam'), 'The ten minutes are over', 'general');
    expect(late.text).toContain('for the better map');
    expect(await jar('Noor')).toContain('for the map');
    const id = await newestTo('Noor');
    const longer = { words: ['for the best map'], took: ['a night of drawing'] };
    const whole = said(await submit(running, { id: as('Sam').id }, `thanks.save|${id}`, longer));
    for (const words of ['for the best map', 'a night of drawing']) expect(whole).toContain(words);
    const refused = await press(running, { id: as('Sam').id }, `thanks.edit|${id}`);
    expect(said(refused)).toContain('The ten minutes are over');
  });

  it('an edit in the moment of delivery is either in time or told that it is not', async () => {
    await as('Sam').type('/kith thanks @Ellis for the old words', 'general');
    await reads(as('Sam'), 'for the old words', 'general');
    const id = await newestTo('Ellis');
    await pass(10 * MINUTE - 1);
    const [answer] = await Promise.all([
      submit(running, { id: as('Sam').id }, `thanks.save|${id}`, { words: ['for the new words'] }),
      pass(1),
    ]);
    const inTime = !said(answer).includes('The ten minutes are over');
    const text = await jar('Ellis');
    expect(text).toContain(inTime ? 'for the new words' : 'for the old words');
    expect(text).not.toContain(inTime ? 'for the old words' : 'for the new words');
  });

  /** Given openly, posted, and in the jar. */
  async function postedThanks(words: string): Promise<string> {
    await as('Sam').type(`/kith thanks @Zola for ${words}`, 'general');
    await as('Sam').press('Others may read it', await reads(as('Sam'), words, 'general'));
    await reads(as('Sam'), 'If they like that too', 'general');
    const id = await newestTo('Zola');
    await pass(11 * MINUTE);
    await reads(as('Tama'), words, 'kindness');
    return id;
  }
  /** Lets time pass until the post of this note is under way, and holds it up while `act` goes on: as long as a platform may take for a call. */
  async function whileOnItsWay(id: string, act: () => Promise<void>): Promise<void> {
    const { local } = running;
    // The note itself goes first on Slack.
    local.fault({ kind: 'delay', ms: 9_000, times: 2, match: slack ? 'chat.postMessage' : /^POST .*messages$/ });
    const arriving = pass(10 * MINUTE);
    const onItsWay = `select 1 from kith.deliveries where thanks_id = $1 and kind = 'public-thanks' and state = 'sending'`;
    await expect.poll(() => rows(running, onItsWay, [id])).toHaveLength(1);
    await act();
    local.clearFaults();
    await arriving;
  }
  const gone = async (words: string) => {
    await as('Tama').until('the post to be gone', (one) => newest(one, words, 'kindness') === undefined);
    expect(await jar('Zola')).not.toContain(words);
  };

  it('its giver removes it later: it is gone from the jar and from the channel, and nobody is told', async () => {
    await createProgram(as('Robin'), {
      Name: 'Thursday thanks',
      Channel: 'kindness',
      Questions: 'Thanks: whom to thank (weekly at most)',
      'How often': 'every Thursday',
    });
    await rows(running, `update kith.members set public_thanks = 'always' where external_id = $1`, [as('Zola').id]);
    const id = await postedThanks('the ladder');
    expect(await jar('Zola')).toContain('the ladder');
    const told = as('Zola').sees('direct').length;
    await as('Sam').press('Kindness jar', await home(as('Sam')));
    await as('Sam').press('Notes I sent', await reads(as('Sam'), 'The jar is empty', 'general'));
    const list = await reads(as('Sam'), 'Sent by you, newest first', 'general');
    expect(list.text).toContain('To @Zola');
    await pressAndRead(as('Sam'), '1. Remove', 'so does a post of it', list);
    await pressAndRead(as('Sam'), 'Remove for good', 'Removed. Nobody is told.');
    await gone('the ladder');
    expect(as('Zola').sees('direct')).toHaveLength(told);
    expect(await rows(running, 'select 1 from kith.thanks where id = $1', [id])).toEqual([]);
    await pressAndRead(as('Sam'), 'Notes I sent', 'Sent by you');
    expect(newest(as('Sam'), 'Sent by you', 'general')?.text).not.toContain('the ladder');
  });

  it('the week’s public thanks are told once more, without their words, as far as both like it; removing one takes that away', async () => {
    const digests = () => posts(running.local, 'kindness').filter(({ text }) => text.includes('shared here this week'));
    const id = await postedThanks('the harbour');
    await postedThanks('the sails');
    await rows(running, `update kith.members set public_thanks = 'always' where external_id = $1`, [as('Noor').id]);
    await as('Zola').type('/kith thanks @Noor for the wind', 'general');
    await as('Zola').press('Others may read it', await reads(as('Zola'), 'the wind', 'general'));
    await reads(as('Zola'), 'If they like that too', 'general');
    await pass(11 * MINUTE);
    await reads(as('Tama'), 'the wind', 'kindness');
    await rows(running, `update kith.members set public_thanks = 'never' where external_id = $1`, [as('Noor').id]);
    await pass(WEEK);
    const [digest] = digests();
    expect(digest?.text.match(/Sam thanked @Zola/g)).toHaveLength(1);
    expect(digest?.text).not.toMatch(/Noor|harbour|sails/);
    await pass(WEEK);
    expect(digests()).toHaveLength(1);
    expect(said(await press(running, { id: as('Sam').id }, `sent.removed|${id}`))).toContain('Removed');
    await as('Tama').until('the digest to be gone', () => digests().length === 0);
  });

  it('whoever is asked to have a note posted reads where, and is not asked again once it stands there', async () => {
    await as('Zola').type('/kith thanks @Ellis for the shore', 'general');
    await as('Zola').press('Others may read it', await reads(as('Zola'), 'the shore', 'general'));
    await reads(as('Zola'), 'I also post what they did in #kindness', 'general');
    const id = await newestTo('Ellis');
    await pass(11 * MINUTE);
    const ellis = { id: as('Ellis').id };
    const channel = running.local.places.find(({ name }) => name === 'kindness')?.id;
    // Read in the jar first, it still leads to what is asked of her, until that is answered.
    const jarLeadsToIt = async () =>
      JSON.stringify(await press(running, ellis, 'jar.open')).includes(`note.open|${id}`);
    expect([await jarLeadsToIt(), await jarLeadsToIt()]).toEqual([true, true]);
    const asked = await press(running, ellis, `note.open|${id}`);
    expect(said(asked)).toContain(`May I post what you did in #${channel}`);
    const consents = async () => JSON.stringify(await press(running, ellis, 'consents.open'));
    // Nothing was agreed to yet; a yes to this one is no yes to the next.
    expect(await consents()).toContain('✓ Ask me first');
    expect(said(await press(running, ellis, `note.post|${id}|once`))).not.toContain('May I post');
    expect(await consents()).toContain('✓ Ask me first');
    await reads(as('Tama'), 'the shore', 'kindness');
    await expect.poll(async () => said(await press(running, ellis, `note.open|${id}`))).not.toContain('May I post');
    expect(await jarLeadsToIt()).toBe(false);
  });

  it('what was agreed to stands in settings, and is taken back there', async () => {
    await as('Zola').type('/kith settings', 'general');
    const settings = await reads(as('Zola'), 'Quiet hours', 'general');
    const agreed = await pressAndRead(as('Zola'), 'What I agreed to', 'would like others to read', settings);
    expect(labels(agreed)).toContain('✓ Post it');
    // Its post is planned already when she changes her mind.
    await as('Sam').type('/kith thanks @Zola for the quiet', 'general');
    await as('Sam').press('Others may read it', await reads(as('Sam'), 'the quiet', 'general'));
    await reads(as('Sam'), 'If they like that too', 'general');
    const revoked = await pressAndRead(as('Zola'), 'Never post it', 'Saved. It holds from now on.', agreed);
    expect(revoked.text).toContain('read their thanks to you, I don’t post it.');
    await pass(11 * MINUTE);
    expect(newest(as('Tama'), 'the quiet', 'kindness')).toBeUndefined();
    const post = `select state, reason from kith.deliveries where kind = 'public-thanks' and thanks_id = $1`;
    expect(await rows(running, post, [await newestTo('Zola')])).toEqual([{ state: 'dropped', reason: 'withdrawn' }]);
    const zola = { id: as('Zola').id };
    const acts = `select 1 from kith.support_events e join kith.members m on m.id = e.giver_id where m.external_id = $1`;
    expect(said(await press(running, zola, 'consents.ledger|yes'))).toContain('is kept for your own private balance');
    await as('Sam').type('/kith thanks @Zola for the tea', 'general');
    await reads(as('Sam'), 'the tea', 'general');
    expect(await rows(running, acts, [zola.id])).toHaveLength(1);
    // What kind of support it was follows an edit.
    const kinds = `select kind from kith.support_events where source_id = $1`;
    const tea = await newestTo('Zola');
    expect(await rows(running, kinds, [tea])).toEqual([{ kind: null }]);
    await submit(running, { id: as('Sam').id }, `thanks.save|${tea}`, { words: ['for the tea'], kind: ['practical'] });
    expect(await rows(running, kinds, [tea])).toEqual([{ kind: 'practical' }]);
    expect(said(await press(running, zola, 'consents.ledger|no'))).toContain('Nothing of your giving');
    expect(await rows(running, acts, [zola.id])).toEqual([]);
    await press(running, zola, 'consents.posting|always');
  });

  it('something kind is one note of the jar and then another, or a kind word while it is empty', async () => {
    const zola = { id: as('Zola').id };
    const first = await press(running, zola, 'jar.one');
    expect(said(first)).toMatch(/From your jar.*\nSam writes:/);
    const more = 'card' in first ? JSON.stringify(first.card).match(/jar\.another\|\w+/)?.[0] : undefined;
    expect(said(await press(running, zola, more ?? 'none'))).not.toBe(said(first));
    expect(said(await press(running, { id: as('Sam').id }, 'jar.one'))).toMatch(/today/);
  });

  it('hidden by one tap, it comes back by one; before, all that stands in it is shown', async () => {
    const zola = { id: as('Zola').id };
    await submit(running, { id: as('Sam').id }, 'thanks.give|-', typed([zola.id], 'the rope'));
    const id = await newestTo('Zola');
    await pass(11 * MINUTE);
    expect(said(await press(running, zola, `note.more|${id}`))).toContain('a whole evening');
    const hidden = await press(running, zola, `note.hide|${id}|hide`);
    expect(await jar('Zola')).not.toContain('the rope');
    await press(running, zola, JSON.stringify(hidden).match(/note\.keep\|\w+/)?.[0] ?? '');
    expect(await jar('Zola')).toContain('the rope');
  });

  it('its receiver removes it with one more tap, and its giver is not told', async () => {
    const id = await postedThanks('the lamp');
    await as('Zola').type('/kith jar', 'general');
    const shown = await reads(as('Zola'), 'the lamp', 'general');
    // Which of several it is stands on the button, and on the card that asks.
    expect(shown.text).toMatch(/1\. Sam writes:\s*for the lamp/);
    const asked = await pressAndRead(as('Zola'), '1. Hide, remove or report', 'Whatever you choose', shown);
    expect(asked.text).toContain('the lamp');
    const sure = await pressAndRead(as('Zola'), 'Remove it', 'It goes for good, from your jar');
    expect(sure.text).toContain('the lamp');
    const told = as('Sam').sees('direct').length;
    await pressAndRead(as('Zola'), 'Remove for good', 'Removed. Nobody is told.');
    await gone('the lamp');
    expect(as('Sam').sees('direct')).toHaveLength(told);
    const again = await press(running, { id: as('Zola').id }, `note.open|${id}`);
    expect(said(again)).toContain('taken back or erased');
  });

  it('nobody else removes it', async () => {
    const id = await newestTo('Noor');
    const noor = { id: as('Noor').id };
    expect(said(await press(running, noor, `sent.removed|${id}`))).toContain('isn’t one of yours');
    expect(said(await press(running, { id: as('Zola').id }, `note.removed|${id}`))).toContain('isn’t yours');
    expect(await rows(running, 'select 1 from kith.thanks where id = $1', [id])).toHaveLength(1);
  });

  it('a post that was on its way while its note was removed is taken away when it has arrived', async () => {
    await as('Sam').type('/kith thanks @Zola for the race', 'general');
    await as('Sam').press('Others may read it', await reads(as('Sam'), 'the race', 'general'));
    await reads(as('Sam'), 'If they like that too', 'general');
    const id = await newestTo('Zola');
    await whileOnItsWay(id, async () => {
      expect(said(await press(running, { id: as('Sam').id }, `sent.removed|${id}`))).toContain('Removed');
    });
    await pass(MINUTE);
    await gone('the race');
    const [taken] = await rows<{ state: string }>(
      running,
      `select state from kith.deliveries where kind = 'withdrawal' order by due_at desc limit 1`,
    );
    expect(taken?.state).toBe('sent');
  });

  it('a reported note stays for organizers when its giver removes it', async () => {
    await as('Sam').type('/kith thanks @Noor for knowing better', 'general');
    await reads(as('Sam'), 'for knowing better', 'general');
    const id = await newestTo('Noor');
    await pass(11 * MINUTE);
    const [sam, noor] = [{ id: as('Sam').id }, { id: as('Noor').id }];
    await press(running, noor, `note.hide|${id}|report`);
    expect(said(await press(running, sam, `sent.removed|${id}`))).toContain('Removed');
    expect(said(await press(running, sam, `sent.removed|${id}`))).toContain('isn’t one of yours');
    expect(said(await press(running, noor, `note.open|${id}`))).toContain('taken back or erased');
    const read = await press(running, { id: as('Robin').id, organizer: true }, `audit.show|${id}`);
    expect(said(read)).toContain('for knowing better');
  });

  it('a reported note is read by organizers in full, and its own writer never hears of it', async () => {
    const answer = typed([as('Noor').id], 'the praise');
    await submit(running, { id: as('Sam').id }, 'thanks.give|-', { ...answer, took: ['the sting in it'] });
    const id = await newestTo('Noor');
    await pass(11 * MINUTE);
    await press(running, { id: as('Noor').id }, `note.hide|${id}|report`);
    const robin = { id: as('Robin').id, organizer: true };
    expect(said(await press(running, robin, `audit.show|${id}`))).toContain('the sting in it');
    const audit = async (organizer: Parameters<typeof command>[1]) =>
      said(await command(running, organizer, 'kith-admin audit'));
    const entries = /reported a note|read a reported note|Notes that members reported/;
    expect(await audit(robin)).toMatch(entries);
    // Its writer becomes an organizer.
    // Beside what has nothing to do with notes.
    await rows(running, `update kith.audit set action = 'program.paused', target = null where target <> $1`, [id]);
    await rows(running, 'update kith.thanks set reported = false where id <> $1', [id]);
    const sam = { id: as('Sam').id, organizer: true };
    expect(await audit(sam)).not.toMatch(entries);
    expect(said(await press(running, sam, `audit.show|${id}`))).toContain('Nothing was changed');
  });

  it('a reported note no longer stands for all to read', async () => {
    const id = await postedThanks('the sharp end');
    await press(running, { id: as('Zola').id }, `note.hide|${id}|report`);
    await gone('the sharp end');
  });

  it('somebody who left is written to no more than somebody who never joined, and is read no more once erased', async () => {
    await as('Ellis').type('/kith thanks @Zola for the stories', 'general');
    await as('Ellis').press('Others may read it', await reads(as('Ellis'), 'the stories', 'general'));
    await reads(as('Ellis'), 'If they like that too', 'general');
    await pass(11 * MINUTE);
    await reads(as('Tama'), 'the stories', 'kindness');
    await as('Ellis').type('/kith leave', 'general');
    const asked = await reads(as('Ellis'), 'Stopped. I won’t write', 'general');
    expect(asked.text).toContain('from the jars of those who got them');
    const before = await counted();
    await as('Sam').type('/kith thanks @Ellis for the years', 'general');
    const card = await reads(as('Sam'), '@Ellis hasn’t joined', 'general');
    expect(labels(card)).toEqual(['Post it here', 'Words to send']);
    expect(await counted()).toBe(before);
    await press(running, { id: as('Ellis').id }, 'leave.erase');
    await gone('the stories');
  });

  it('hiding a note offers to take its post away, and so does blocking its giver: silently, and what is on its way stays out', async () => {
    const id = await postedThanks('the rudder');
    const told = as('Sam').sees('direct').length;
    await as('Zola').type('/kith jar', 'general');
    await pressAndRead(
      as('Zola'),
      '1. Hide, remove or report',
      'Whatever you choose',
      await reads(as('Zola'), 'the rudder', 'general'),
    );
    const hidden = await pressAndRead(as('Zola'), 'Hide it', 'It stands in #kindness too');
    expect(labels(hidden)).toContain('Bring it back');
    await reads(as('Tama'), 'the rudder', 'kindness');
    await pressAndRead(as('Zola'), 'Take that post away', 'Its post goes, too', hidden);
    await as('Tama').until('the post to be gone', (one) => !newest(one, 'the rudder', 'kindness'));
    await pressAndRead(as('Zola'), 'Bring it back', 'Kept in your jar');
    expect(await jar('Zola')).toContain('the rudder');
    expect(said(await press(running, { id: as('Zola').id }, `note.hide|${id}|hide`))).toBe(
      'Hidden. They are not told.',
    );

    await postedThanks('the anchor');
    await as('Sam').type('/kith thanks @Zola for the tides', 'general');
    await as('Sam').press('Others may read it', await reads(as('Sam'), 'the tides', 'general'));
    await reads(as('Sam'), 'If they like that too', 'general');
    await as('Zola').type('/kith block @Sam', 'general');
    const blocked = await reads(as('Zola'), 'stands in the channel too', 'general');
    const gone = await pressAndRead(as('Zola'), 'Take those posts away', 'Those posts go', blocked);
    expect(labels(gone)).toEqual(['Let them reach me again', 'Who can’t reach me', 'Open home']);
    await as('Tama').until(
      'no post',
      () => !posts(running.local, 'kindness').some(({ text }) => text.includes('@Sam thanks @Zola')),
    );
    await pass(11 * MINUTE);
    expect(newest(as('Tama'), 'the tides', 'kindness')).toBeUndefined();
    expect(await jar('Zola')).not.toContain('the tides');
    expect(as('Sam').sees('direct')).toHaveLength(told);
  });

  it('whom one has blocked stands in settings, a few at a time, and each can reach one again by a button', async () => {
    const others = ['Noor', 'Robin', 'Mateo', 'Ines', 'Mei'];
    const zola = { id: as('Zola').id };
    for (const name of others) await command(running, zola, 'kith block', { person: as(name).id });
    await as('Zola').type('/kith settings', 'general');
    const settings = await reads(as('Zola'), 'Quiet hours', 'general');
    const list = await pressAndRead(as('Zola'), 'Who can’t reach me', 'These people don’t reach you', settings);
    const again = (many: number) => Array.from({ length: many }, (_, n) => `${n + 1}. Let them reach me again`);
    expect(labels(list)).toEqual([...again(4), 'More', 'Settings']);
    // Each answer takes the place of the one before.
    const pressed = async (label: string, left: readonly string[]) => {
      await as('Zola').press(label, newest(as('Zola'), 'These people', 'general'));
      return as('Zola').until(`the list after ${label}`, (one) => {
        const now = newest(one, 'These people', 'general');
        return now && JSON.stringify(labels(now)) === JSON.stringify(left) ? now : undefined;
      });
    };
    const rest = await pressed('More', [...again(2), 'Settings']);
    const named = (message: { readonly text: string }) => message.text.match(/@\w+/g) ?? [];
    expect([...named(list), ...named(rest)].sort()).toEqual([...others, 'Sam'].map((name) => `@${name}`).sort());
    // The last page is empty at last: then it begins anew.
    const one = await pressed('2. Let them reach me again', ['Let them reach me again', 'Settings']);
    expect(one.text).toContain('can reach you through me again');
    await pressed('Let them reach me again', [...again(4), 'Settings']);
    for (const name of ['Sam', ...others]) await press(running, zola, `blocked.undo|${as(name).id}|-`);
    expect(said(await press(running, zola, 'blocked.open'))).toContain('Nobody is kept from reaching you');
    await as('Sam').type('/kith thanks @Zola for the calm', 'general');
    await reads(as('Sam'), 'for the calm', 'general');
    await pass(11 * MINUTE);
    expect(await jar('Zola')).toContain('the calm');
  });

  it('a leaver’s notes stay unsigned where they say so, out of the channel, and nothing leads back to them', async () => {
    await join(as('Kai'), 'London');
    const kai = { id: as('Kai').id };
    const member = await idOf(running, 'select id from kith.members where external_id = $1', [kai.id]);
    const thank = async (words: string) => {
      await as('Kai').type(`/kith thanks @Zola for ${words}`, 'general');
      await as('Kai').press('Others may read it', await reads(as('Kai'), words, 'general'));
      await reads(as('Kai'), 'If they like that too', 'general');
    };
    await thank('the candle');
    await pass(11 * MINUTE);
    await reads(as('Tama'), 'the candle', 'kindness');
    await thank('the match');
    const zola = { id: as('Zola').id };
    const [late, early] = await rows<{ id: string }>(
      running,
      'select id from kith.thanks where giver_id = $1 order by given_at desc',
      [member],
    );
    // The other post is on its way while they leave.
    await whileOnItsWay(late?.id ?? '', async () => {
      const asked = await command(running, kai, 'kith leave');
      expect(said(asked)).toContain('leave them there, unsigned');
      const gone = await press(running, kai, 'leave.erase-unsigned');
      expect(said(gone)).toContain('stay with those who got them, unsigned');
    });
    await pass(MINUTE);
    await as('Tama').until('no post', (one) => !newest(one, 'the candle', 'kindness'));
    await as('Tama').until('no late post', (one) => !newest(one, 'the match', 'kindness'));
    expect(await rowsWith(running, [kai.id, member])).toEqual([]);
    const shown = await jar('Zola');
    for (const words of ['the candle', 'the match'])
      expect(shown).toMatch(new RegExp(`Left with you, unsigned:\\s*for ${words}`));
    expect(shown).not.toContain('Kai');
    const opened = JSON.stringify(await press(running, zola, `note.open|${early?.id}`));
    expect(opened).not.toMatch(/note\.landed|Kai/);
    expect(JSON.stringify(await press(running, zola, `note.more|${early?.id}`))).not.toContain('|block');
    // From an old card, too: nobody is there to be blocked, and it says no more than what is so.
    expect(said(await press(running, zola, `note.hide|${early?.id}|block`))).toBe('Hidden. They are not told.');
    expect(said(await press(running, zola, `note.hide|${early?.id}|report`))).toContain(
      'organizers can read this note',
    );
    const robin = { id: as('Robin').id, organizer: true };
    expect(said(await press(running, robin, `audit.show|${early?.id}`))).toMatch(/Somebody wrote:[\s\S]*the candle/);
    // Back again, they begin anew.
    await join(as('Kai'), 'London');
    expect(said(await press(running, kai, 'sent.open'))).toContain('You have sent no notes');
    expect(said(await press(running, kai, `sent.removed|${late?.id}`))).toContain('isn’t one of yours');
    expect(said(await press(running, zola, `note.removed|${late?.id}`))).toContain('Removed');
  });
});
