import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgram, join } from './acting.ts';
import { command, idOf, OURS, press, said, submit, type Who } from './inbound.ts';
import { type Running, run } from './running.ts';

/** Stands in every text, so that it would be found in a log. */
const MARK = 'zqx';
const texts: readonly string[] = [
  '',
  ' ',
  `${MARK}\u0000`,
  `${MARK}\ud800`,
  MARK + 'x'.repeat(100_000),
  MARK + '🌊'.repeat(5000),
  `${MARK}שלום\u202e\u200b\u200d\u2066`,
  `${MARK}<!channel> <@U1> @everyone @here <#C1|x>`,
  `${MARK}{name} {0, plural, other {#}} <b>x</b> '{`,
  `${MARK}'; drop table kith.members; --`,
  `${MARK}\n\n\n\`*_~>|\\`,
  MARK + '\u0301'.repeat(3000),
];

const options = [
  ['snooze', 'for'],
  ['thanks', 'for'],
  ['thanks', 'people'],
  ['block', 'person'],
] as const;

describe('any text in any input', () => {
  let running: Running;
  let who: Who;
  /** Each modal's token and what would be right in its inputs. */
  let modals: readonly (readonly [token: string, right: Readonly<Record<string, readonly string[]>>])[];

  beforeAll(async () => {
    running = await run('slack', 'postgres');
    const { local, time } = running;
    await createProgram(local.as('Ada'));
    await join(local.as('Robin'), 'London');
    await join(local.as('Noor'), 'Dubai');
    await time.moveTo(Date.parse('2026-11-23T10:10:00Z'));
    who = { id: local.as('Robin').id, organizer: true };
    await press(running, who, `hello.said|hello|-|${local.as('Kai').id}`);
    const rhythm = { day: ['1'], time: ['10:00'], place: ['channel'], zone: ['London'], language: ['en'] };
    const tie = { person: [], label: ['my sister'], layer: ['inner'], days: ['7'] };
    const id = (table: string) =>
      idOf(
        running,
        `select id from kith.${table} where member_id = (select id from kith.members where external_id = $1)`,
        [who.id],
      );
    modals = [
      ['join.with', rhythm],
      ['settings.save', rhythm],
      ['settings.quiet-save', { from: ['21:00'], to: ['08:00'] }],
      ['snooze.until', { until: ['2w'] }],
      ['thanks.give|-', { to: [local.as('Noor').id], words: ['w'], more: [], kind: [], where: ['private'] }],
      ['circle.new', tie],
      [`circle.save|${await id('ties')}`, tie],
      [`checkin.say|${await id('occurrences')}`, { words: ['w'] }],
      // Last, because each program makes everything else dearer.
      ['program.create', { name: ['n'], often: ['weekly-1'], time: ['10:00'], channel: [], pack: ['today'] }],
    ];
  });
  afterAll(() => running.stop());

  it('is taken or asked for again, and never breaks anything', async () => {
    const broken: string[] = [];
    for (const [name, option] of options) {
      for (const text of texts) {
        const reply = await command(running, who, `kith ${name}`, { [option]: text });
        if (said(reply).includes(OURS)) broken.push(`${name} ${option} ${JSON.stringify(text.slice(0, 12))}`);
      }
    }
    for (const [token, right] of modals) {
      const inputs = Object.keys(right);
      for (const [input, text] of inputs.flatMap((one) => texts.map((other) => [one, other] as const))) {
        const reply = await submit(running, who, token, { ...right, [input]: [text] });
        if (said(reply).includes(OURS)) broken.push(`${token} ${input} ${JSON.stringify(text.slice(0, 12))}`);
        if (reply.kind === 'invalid') expect(inputs).toEqual(expect.arrayContaining(Object.keys(reply.problems)));
      }
    }
    expect(broken).toEqual([]);
  }, 60_000);

  it('is not there, as if a client had left inputs or values out', async () => {
    for (const [token] of modals) expect(said(await submit(running, who, token, {})), token).not.toContain(OURS);
  });

  it('can be shown afterwards, everywhere it shows', async () => {
    for (const name of ['home', 'settings', 'checkin', 'jar', 'circle', 'balance', 'help']) {
      const shown = said(await command(running, who, `kith ${name}`));
      expect(shown, name).not.toBe('');
      expect(shown, name).not.toContain(OURS);
    }
    expect(said(await command(running, who, 'kith-admin program list'))).not.toContain(OURS);
  });

  it('is in no log', () => {
    expect(running.logged.filter((line) => line.includes(MARK))).toEqual([]);
    expect(running.logged.filter((line) => line.includes('handle.failed'))).toEqual([]);
  });
});
