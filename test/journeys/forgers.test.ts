import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../../src/engine/actions.ts';
import { describeCommands } from '../../src/engine/commands/describe.ts';
import { createProgram, join } from './acting.ts';
import { command, idOf, OURS, press, rowsWith, said, submit, type Who } from './inbound.ts';
import { type Running, run } from './running.ts';

const WORDS = /the soup|the bread|the lift|gentle week/;

describe('tokens that a client made up', () => {
  let running: Running;
  let sam: Who;
  let mallory: Who;
  const elsewhere: Who = { id: 'U0ELSEWHERE', community: 'T0ELSEWHERE', organizer: true };
  /** Every id of Sam's that a forger could have got hold of. */
  let samsIds: readonly string[];
  let programId: string;
  /** Every action that takes arguments, with each of those ids in each place where it would be taken. */
  let forgeries: readonly string[];

  beforeAll(async () => {
    running = await run('slack', 'redis');
    const { local, time } = running;
    await createProgram(local.as('Robin'), { Channel: 'kindness' });
    await join(local.as('Sam'), 'Berlin');
    await join(local.as('Noor'), 'Dubai');
    await join(local.as('Zola'), 'Johannesburg');
    sam = { id: local.as('Sam').id };
    mallory = { id: local.as('Zola').id };
    const [noor, kai] = [local.as('Noor').id, local.as('Kai').id];
    await press(running, elsewhere, 'join.yes|1|10:00|channel|en|Europe/London');
    await time.moveTo(Date.parse('2026-11-23T10:10:00Z'));
    await command(running, sam, 'kith thanks', { people: noor, for: 'the soup' });
    await command(running, { id: noor }, 'kith thanks', { people: sam.id, for: 'the bread' });
    await command(running, sam, 'kith thanks', { people: kai, for: 'the lift' });
    await press(running, sam, `hello.said|hello|-|${kai}`);
    const member = await idOf(running, 'select id from kith.members where external_id = $1', [sam.id]);
    programId = await idOf(running, 'select id from kith.programs');
    const owned = [
      'select id from kith.occurrences where member_id = $1',
      'select id from kith.thanks where giver_id = $1',
      'select id from kith.thanks where receiver_id = $1',
      'select id from kith.ties where member_id = $1',
      'select id from kith.drafts where member_id = $1',
    ];
    samsIds = [member, ...(await Promise.all(owned.map((statement) => idOf(running, statement, [member]))))];
    forgeries = [...new Set([...samsIds, programId].flatMap((id) => forgedWith(id, kai)))];
  });
  afterAll(async () => {
    expect(running.logged.filter((line) => line.includes('handle.failed'))).toEqual([]);
    await running.stop();
  });

  it('on somebody else’s card are answered kindly, tell nothing and change nothing of its owner', async () => {
    const before = await rowsWith(running, samsIds);
    expect(before.length).toBeGreaterThan(samsIds.length);
    expect(forgeries.length).toBeGreaterThan(40);
    const kai = running.local.as('Kai').id;
    for (const token of forgeries) {
      const pressed = await press(running, mallory, token, [kai]);
      const submitted = await submit(running, mallory, token, { words: ['Mine now'], to: [kai] });
      for (const reply of [pressed, submitted]) {
        expect(said(reply), token).not.toContain(OURS);
        expect(JSON.stringify(reply), token).not.toMatch(/the soup|the bread|the lift/);
      }
    }
    expect(await rowsWith(running, samsIds)).toEqual(before);
  }, 60_000);

  it('with ids of another community lead nowhere, even for an organizer there', async () => {
    const here = await idOf(running, 'select id from kith.communities where external_id = $1', [
      running.local.communityId,
    ]);
    const before = await rowsWith(running, [here]);
    for (const token of forgeries) {
      const reply = await press(running, elsewhere, token, ['U0SOMEBODY']);
      expect(said(reply), token).not.toContain(OURS);
      expect(JSON.stringify(reply), token).not.toMatch(WORDS);
    }
    expect(await rowsWith(running, [here])).toEqual(before);
  }, 60_000);

  it('with arguments that nobody makes are answered kindly', async () => {
    const made = ['', '|', '||||', 'nothing', 'checkin.answer', 'checkin.answer|', 'checkin.answer|x|quiet'];
    const more = ['constructor', '__proto__|a', 'toString', 'x'.repeat(500), `checkin.answer|${'0'.repeat(22)}|evil`];
    const joins = ['join.yes|9|99:99|moon|xx|Mars/Olympus', 'join.yes|1|10:00|direct|en|../../UTC'];
    for (const token of [...made, ...more, ...joins]) {
      expect(said(await press(running, mallory, token)), token).toContain('from another time or place');
      expect(running.kith.engine.answerMode(eventOf(token)), token).toBeDefined();
    }
  });

  it('in fields that no client lets anybody fill in so are answered beside them, and nothing is kept', async () => {
    const right = { person: [], label: ['my sister'], layer: ['inner'], days: ['7'] };
    const before = await rowsWith(running, ['^ties ']);
    for (const wrong of [{ label: ['x'.repeat(41)] }, { label: [], person: ['<!channel>'] }]) {
      expect((await submit(running, mallory, 'circle.new', { ...right, ...wrong })).kind).toBe('invalid');
    }
    expect(await rowsWith(running, ['^ties '])).toEqual(before);
  });

  it('without rights or membership do nothing, and neither does any command', async () => {
    const nobody: Who = { id: running.local.as('Mei').id };
    const before = await rowsWith(running, ['.']);
    for (const { name, who, args } of actions.values()) {
      if (who === 'anyone') continue;
      const token = args.safeParse([]).success ? name : forgeries.find((one) => one.startsWith(`${name}|`));
      if (token === undefined) continue;
      expect(said(await press(running, nobody, token)), token).toMatch(/people who have joined|for organizers/);
    }
    for (const { fullName, who } of describeCommands('en')) {
      if (who === 'anyone') continue;
      expect(said(await command(running, nobody, fullName)), fullName).toMatch(/people who have joined|for organizers/);
    }
    expect(await rowsWith(running, ['.'])).toEqual(before);
  });
});

function eventOf(token: string) {
  const nobody = { externalId: '', name: '', locale: null, zone: null, organizer: false, ordinary: true };
  const installation = { platform: 'slack', externalId: '', name: '' };
  const origin = { claim: '', installation, person: nobody, place: { channel: '', direct: false } };
  return { kind: 'action', origin, token, values: [], mentioned: {} } as const;
}

/** Tokens of all actions that take this id, beside whatever else they take. */
function forgedWith(id: string, person: string): readonly string[] {
  const others = ['hello', '0', '-', 'quiet', 'hide', 'once', 'archived', 'less', '2026-11-23', person];
  const pairs = others.flatMap((one) => [
    [id, one],
    [one, id],
  ]);
  const candidates = [[id], ...pairs, ['hello', id, person], ['hello', id, person, '0']];
  return [...actions.values()].flatMap(({ name, args }) =>
    candidates
      .filter((candidate) => args.safeParse(candidate).success)
      .map((candidate) => [name, ...candidate].join('|')),
  );
}
