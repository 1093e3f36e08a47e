import { expect, test } from 'vitest';
import { plain } from '../../../src/engine/card/card.ts';
import { textsIn } from '../../../src/engine/content/texts.ts';
import type { Delivery } from '../../../src/engine/records/delivery.ts';
import { findings, type Seen } from '../../../src/engine/troubles/findings.ts';
import { aProgram, monday } from '../../contract/stores/samples.ts';

const WORKS = aProgram({ name: 'The gentle week', channel: 'C1' });

/** A community where nothing stands in the way, but for these. */
const seen = (changes: Partial<Seen>): Seen => ({
  community: { zone: 'Europe/Berlin' } as Seen['community'],
  programs: [WORKS],
  troubles: [],
  anybodyJoined: true,
  unreached: 0,
  ended: [],
  look: null,
  now: Date.parse('2026-11-01'),
  ...changes,
});
const worded = (changes: Partial<Seen>) => findings(textsIn('en'), seen(changes)).map(({ what }) => plain(what));

const curesOf = (place: string, programs: Seen['programs']) =>
  findings(
    textsIn('en'),
    seen({
      programs,
      troubles: [{ kind: 'not-allowed', place, missing: 'chat:write', since: monday, lastSeen: monday, times: 1 }],
    }),
  ).map(({ cure }) => plain(cure))[0];

// Once, a scope missing everywhere was said to lose nothing "of what is posted there".
test('a cure names the programs of a channel, and what is sent where it is about no channel', () => {
  expect(curesOf('C1', [WORKS])).toContain('Nothing of “The gentle week” is lost');
  expect(curesOf('C1', [WORKS, aProgram({ name: 'Thanks', channel: 'C1' })])).toContain(
    '“The gentle week” and “Thanks”',
  );
  expect(curesOf('C2', [WORKS])).toContain('Nothing of what is posted there is lost');
  for (const place of ['', 'direct']) expect(curesOf(place, [WORKS])).toContain('Nothing of what I send is lost');
});

const look: NonNullable<Seen['look']> = {
  as: { identity: 'kith', since: null },
  missing: [],
  commands: true,
  channels: [],
};
const ended = (state: Delivery['state'], reason: string | null, count: number) => ({ state, reason, count });
const zoneless = { zone: null } as Seen['community'];

test.each<[what: string, seen: Partial<Seen>, said: readonly RegExp[]]>([
  ['all is well', { look }, []],
  ['commands are missing', { look: { ...look, commands: false } }, [/doesn’t have all of my commands/]],
  ['nobody can say whether they are', { look: { ...look, commands: null } }, []],
  ['no program runs', { programs: [aProgram({ status: 'paused' })], anybodyJoined: false }, [/no program that runs/]],
  ['nobody joined', { anybodyJoined: false }, [/Nobody has joined yet/]],
  [
    'a pack is gone',
    { programs: [WORKS, aProgram({ name: 'Old', pack: 'gone' })] },
    [/questions of “Old” are no longer/],
  ],
  ['a paused one asks nobody', { programs: [WORKS, aProgram({ pack: 'gone', status: 'paused' })] }, []],
  ['posts go by UTC', { community: zoneless }, [/the posts of “The gentle week” go by UTC/]],
  ['without a post no clock is needed', { community: zoneless, programs: [aProgram()] }, []],
  [
    'how deliveries ended is counted by what it means',
    {
      ended: [
        ended('failed', 'malformed', 2),
        ended('failed', 'person-gone', 40),
        ended('unknown', 'busy', 1),
        ended('unknown', 'unclear', 2),
        ended('dropped', 'stale', 50),
        ended('sent', null, 60),
      ],
    },
    [/the platform did not take these: 2\./, /whether these arrived: 3\./],
  ],
  ['some are not reached', { unreached: 4 }, [/direct messages don’t reach: 4\./]],
  ['a helpline was read again over a year ago', { now: Date.parse('2028-01-01') }, [/last checked over a year ago/]],
])('%s', (_what, changes, said) => {
  expect(worded(changes)).toEqual(said.map((one) => expect.stringMatching(one)));
});
