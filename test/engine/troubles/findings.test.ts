import { expect, test } from 'vitest';
import { plain } from '../../../src/engine/card/card.ts';
import { textsIn } from '../../../src/engine/content/texts.ts';
import { findings, type Seen } from '../../../src/engine/troubles/findings.ts';
import { aProgram, monday } from '../../contract/stores/samples.ts';

const curesOf = (place: string, programs: Seen['programs']) =>
  findings(textsIn('en'), {
    community: {} as Seen['community'],
    programs,
    troubles: [{ kind: 'not-allowed', place, missing: 'chat:write', since: monday, lastSeen: monday, times: 1 }],
    anybodyJoined: true,
    unreached: 0,
    ended: [],
    look: null,
    now: monday,
  }).map(({ cure }) => plain(cure))[0];

// Once, a scope missing everywhere was said to lose nothing "of what is posted there".
test('a cure names the programs of a channel, and what is sent where it is about no channel', () => {
  const program = aProgram({ name: 'The gentle week', channel: 'C1' });
  expect(curesOf('C1', [program])).toContain('Nothing of “The gentle week” is lost');
  expect(curesOf('C2', [program])).toContain('Nothing of what is posted there is lost');
  for (const place of ['', 'direct']) expect(curesOf(place, [program])).toContain('Nothing of what I send is lost');
});
