import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalSlack } from '../../playground/slack/local-slack.ts';
import { chooseClock, createProgram, join, labels, newest, reads, readsAfter } from './acting.ts';
import { type PlatformName, type Running, run } from './running.ts';
import { DAY, home, pressAndRead } from './scenes.ts';

const MINUTE = 60_000;
const platforms: readonly PlatformName[] = ['slack', 'discord'];

/** What a card says comes, comes; what it says does not, does not; and it names the right hour. */
describe.each(platforms)('what cards promise on %s', (platform) => {
  let running: Running;
  const slack = platform === 'slack';
  const as = (name: string) => running.local.as(name);
  const pass = (ms: number) => running.time.moveTo(running.clock.now() + ms);
  const type = (name: string, line: string, text: string) =>
    readsAfter(as(name), () => as(name).type(line, 'general'), text, 'general');

  beforeAll(async () => {
    running = await run(platform, 'postgres');
    await createProgram(as('Robin'), { Name: 'Monday hello', Channel: 'kindness' });
    await createProgram(as('Robin'), {
      Name: 'Thursday thanks',
      'How often': 'every Thursday',
      Questions: 'Thanks: whom to thank (weekly at most)',
    });
    for (const [name, city] of [
      ['Sam', 'Berlin'],
      ['Noor', 'Dubai'],
    ] as const)
      await join(as(name), city);
  });
  afterAll(async () => {
    expect(running.local.refusals).toEqual([]);
    await running.stop();
  });

  it('the hour behind a post in the channel is the community’s, and said so before the yes and in the settings', async () => {
    await as('Ravi').type('/kith join', 'general');
    const card = await reads(as('Ravi'), 'I’m not care', 'general');
    if (card.selects.length > 0) await chooseClock(as('Ravi'), 'Delhi', card);
    const proposal = await reads(as('Ravi'), 'Shall we?', 'general');
    const clock = slack ? 'Asia/Kolkata' : 'Europe/London';
    expect(proposal.text).toContain(`every Monday at 10:00 (${clock})`);
    const settings = await type('Noor', '/kith settings', 'Quiet hours');
    expect(settings.text.includes('with the post in the channel, at its own time')).toBe(!slack);
  });

  it('a program is agreed to, stopped and agreed to again in the settings; home names what comes next', async () => {
    const offered = await home(as('Noor'));
    expect(offered.text).toContain('“Thursday thanks”, every Thursday at 10:00');
    await pressAndRead(as('Noor'), 'No thanks', 'Nobody is told', offered);
    expect((await home(as('Noor'))).text).not.toContain('Thursday thanks');
    const settings = await type('Noor', '/kith settings', 'Quiet hours');
    const asked = await pressAndRead(as('Noor'), 'What I agreed to', '“Thursday thanks” doesn’t ask you.', settings);
    expect(asked.text).toContain('“Monday hello” asks you every Monday at 10:00');
    expect(labels(asked)).toEqual(expect.arrayContaining(['1. Stop it', '2. Let it ask me']));
    const taken = await pressAndRead(
      as('Noor'),
      '2. Let it ask me',
      '“Thursday thanks” asks you every Thursday',
      asked,
    );
    expect((await home(as('Noor'))).text).toContain('Next check-in');
    await pressAndRead(as('Noor'), '1. Stop it', '“Monday hello” doesn’t ask you.', taken);
    expect((await home(as('Noor'))).text).toContain('Next: “Thursday thanks”');
    await pass(1.8 * DAY);
    expect(newest(as('Noor'), 'What would be good today?')).toBeUndefined();
  });

  it('what is offered on Slack’s App Home is answered there', async () => {
    if (!slack) return;
    const sam = (running.local as LocalSlack).as('Sam');
    await sam.press('Yes, please', await sam.home());
    await sam.until('the answer', () =>
      sam.shownHome()?.text.includes('Gladly. It comes at the time of day you chose.'),
    );
    expect(sam.shownHome()?.text).not.toContain('New here');
  });

  it('a note arrives during a pause, also one that was on its way', async () => {
    await type('Sam', '/kith thanks @Noor for the soup', 'for the soup');
    await type('Noor', '/kith snooze 2w', 'a note from somebody still comes');
    await pass(11 * MINUTE);
    if (slack) await reads(as('Noor'), 'A note for you.', 'direct');
    const waiting = await home(as('Noor'));
    expect(waiting.text).toContain('A note for you.');
    expect(waiting.text).toContain('Quiet until');
    await pressAndRead(as('Noor'), 'Open it', 'for the soup', waiting);
  });

  it('an edit leaves the way to say it to who has not joined, with the words as they are now', async () => {
    const given = await type('Sam', '/kith thanks @Noor @Zola for the lfit', 'hasn’t joined');
    await as('Sam').press('Edit', given);
    await as('Sam').until('the modal', (one) => one.modal());
    await as('Sam').submit({ 'What did they do?': 'for the lift' });
    const edited = await reads(as('Sam'), 'for the lift', 'general');
    expect(edited.text).toContain('@Noor');
    await pressAndRead(as('Sam'), 'Words to send', 'To send to @Zola yourself:', given);
    const posted = await pressAndRead(as('Sam'), 'Post it here', '@Sam thanks @Zola:', given);
    expect(posted.text).toContain('for the lift');
    if (!slack) return;
    // Nobody but Sam would read it there.
    await as('Sam').type('/kith thanks @Zola for the map', 'direct');
    expect(labels(await reads(as('Sam'), 'hasn’t joined', 'direct'))).toEqual(['Words to send']);
  });

  it('putting a tie off is no hello, and it rests as long as was said', async () => {
    await as('Sam').type('/kith circle', 'general');
    await as('Sam').press('Add someone', await reads(as('Sam'), 'keep in touch', 'general'));
    await as('Sam').until('the modal', (one) => one.modal());
    await as('Sam').submit({ 'Or someone elsewhere': 'my sister', 'Every how many days': '1' });
    const circle = await reads(as('Sam'), 'my sister: every day.', 'general');
    expect(circle.text).toContain('Nothing here reminds you by itself so far');
    await createProgram(as('Robin'), {
      Name: 'Kin',
      'How often': 'every day',
      Questions: 'Reach-outs: one person of one’s own circle',
    });
    await pass(DAY);
    await pressAndRead(
      as('Sam'),
      'Yes, please',
      'Gladly',
      await type('Sam', '/kith circle', 'It reminds you of one person'),
    );
    const tie = await type('Sam', '/kith reachout', 'You asked me to remember my sister');
    await pressAndRead(as('Sam'), 'Later', '3 days at least', tie);
    const rested = await type('Sam', '/kith circle', '“Kin” looks who has waited longest');
    expect(rested.text).not.toContain('Last hello');
    const nudges = () =>
      as('Sam')
        .sees('direct')
        .filter(({ text }) => text.includes('You asked me to remember someone.')).length;
    await pass(2.9 * DAY);
    expect(nudges()).toBe(0);
    expect((await home(as('Sam'))).text).not.toContain('is open');
    await pass(2 * DAY);
    expect(slack ? nudges() > 0 : (await home(as('Sam'))).text.includes('is open')).toBe(true);
  });

  it('staying after all takes one tap, and what was agreed to goes on, no more', async () => {
    const left = await type('Noor', '/kith leave', 'Stopped.');
    // She sent no notes.
    expect(left.text).not.toContain('jars');
    await pressAndRead(as('Noor'), 'Stay after all', 'You’re in.', left);
    expect((await home(as('Noor'))).text).toContain('Next: “Thursday thanks”');
  });

  it('the audit says what was done in words', async () => {
    const audit = await type('Robin', '/kith-admin audit', 'The newest entries');
    expect(audit.text).toContain('made a program · Kin');
    expect(audit.text).not.toContain('program.create');
    // Discord shows all buttons below: one that ends a program says which.
    const list = await type('Robin', '/kith-admin program list', '1. Kin');
    expect(labels(list)).toEqual(expect.arrayContaining(['1. Archive', '2. Archive']));
  });
});
