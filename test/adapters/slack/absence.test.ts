import { describe, expect, it } from 'vitest';
import { awayOf, silentOf, userWithStatus } from '../../../adapters/slack/absence.ts';
import { PlatformError } from '../../../src/engine/errors.ts';
import { joinForTest } from './joined-slack.ts';

const status = (text: string, emoji = '', expiration = 0) =>
  awayOf(
    userWithStatus.parse({
      id: 'U1',
      profile: { status_text: text, status_emoji: emoji, status_expiration: expiration },
    }),
  );

describe('a status', () => {
  it.each([
    ['Vacationing', ':palm_tree:'],
    ['Out sick', ':face_with_thermometer:'],
    ['', ':palm_tree:'],
    ['Out of office', ':no_entry:'],
    ['OOO until Monday', ''],
    ['Fuera de la oficina', ''],
    ['De vacaciones 🏖', ''],
    ['De baja médica', ''],
    ['Im Urlaub', ''],
    ['krank', ''],
    ['En congé', ''],
    ['Arrêt maladie', ''],
    ['Férias', ''],
    ['In ferie', ''],
    ['Op vakantie', ''],
    ['Na urlopie', ''],
    ['休暇中', ''],
    ['病假', ''],
    ['휴가', ''],
  ])('“%s” %s is away, for the day', (text, emoji) => {
    expect(status(text, emoji)).toEqual({ until: null });
  });

  it.each([
    ['In a meeting', ':spiral_calendar_pad:'],
    ['Commuting', ':bus:'],
    ['Working remotely', ':house_with_garden:'],
    ['Back from vacation', ''],
    ['Not out of office', ''],
    ['lunch', ':pizza:'],
    ['office hours', ''],
    ['', ''],
  ])('“%s” %s is not', (text, emoji) => {
    expect(status(text, emoji)).toBeNull();
  });

  it('ends when it says so', () => {
    expect(status('Vacationing', ':palm_tree:', 1_795_600_000)).toEqual({ until: 1_795_600_000_000 });
  });
});

it('do-not-disturb is a stretch, or none', () => {
  const dnd = { dnd_enabled: true, next_dnd_start_ts: 1_795_600_000, next_dnd_end_ts: 1_795_603_600 };
  expect(silentOf(dnd)).toEqual({ from: 1_795_600_000_000, until: 1_795_603_600_000 });
  expect(silentOf({ ...dnd, dnd_enabled: false })).toBeNull();
  expect(silentOf({ dnd_enabled: true, next_dnd_start_ts: 1, next_dnd_end_ts: 1 })).toBeNull();
});

it('statuses and zones are told also without the right to do-not-disturb; only when neither can be asked it fails', async () => {
  const { local, slack, installation, start } = await joinForTest();
  await start();
  await local.setStatus('Ada', { text: 'Vacationing', emoji: ':palm_tree:', expiration: 0 });
  local.removeScope('dnd:read');
  const ada = local.as('Ada').id;
  const ask = () => slack.platform.absences(installation, [ada]);
  expect(await ask()).toEqual(new Map([[ada, { away: { until: null }, zone: 'America/New_York' }]]));
  local.fault({ kind: 'status', status: 500, match: 'users.list' });
  await expect(ask()).rejects.toBeInstanceOf(PlatformError);
});
