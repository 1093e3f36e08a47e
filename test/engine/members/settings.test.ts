import { expect, it } from 'vitest';
import { textsIn } from '../../../src/engine/content/texts.ts';
import type { LocalTime } from '../../../src/engine/ids.ts';
import { settingsCard } from '../../../src/engine/members/settings.ts';
import type { Member } from '../../../src/engine/records/member.ts';
import { community, member } from '../programs/records.ts';

const NOW = Date.parse('2026-11-30T10:00:00Z');
const shown = (given: Partial<Member>, mode: 'work' | 'community' = 'community') =>
  JSON.stringify(
    settingsCard(textsIn(given.language ?? 'en'), member(given), { community: community({ mode }), now: NOW }),
  );

it.each([
  ['10:00', 'direct', 'Mondays at 10:00'],
  ['07:59', 'direct', 'Mondays at 07:59; that lies in your quiet hours'],
  ['21:00', 'direct', 'Mondays at 21:00; that lies in your quiet hours'],
  ['08:00', 'direct', 'Mondays at 08:00'],
  ['07:59', 'channel', 'with the post in the channel, at its own time; what has none: Mondays at 07:59'],
] as const)('of %s, %s, the settings say when it really comes: %s', (time, place, when) => {
  expect(shown({ time: time as LocalTime, place })).toContain(`"${when}${when.endsWith('hours') ? ', so' : '"'}`);
});

it('in a pause the settings say until when, and offer the way back instead of another pause', () => {
  const paused = shown({ snoozedUntil: NOW + 86_400_000 });
  expect(paused).toContain('Quiet until');
  expect(paused).toContain('Come back now');
  expect(paused).not.toContain('"Pause"');
  for (const snoozedUntil of [null, NOW]) {
    expect(shown({ snoozedUntil })).not.toContain('Quiet until');
    expect(shown({ snoozedUntil })).toContain('"Pause"');
  }
});

it('weekends are named where they are off', () => {
  expect(shown({}, 'work')).toContain('nothing at weekends, nor on the country’s holidays');
  expect(shown({}, 'community')).toContain('"nothing on the country’s holidays"');
  expect(shown({ daysOff: false }, 'work')).toContain('asked on holidays and weekends, too');
});
