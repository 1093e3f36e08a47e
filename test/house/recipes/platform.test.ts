import { readdirSync, readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { startEmbedded } from '../../../adapters/postgres/embedded.ts';
import { emptyPglite } from '../../servers/pglite.ts';
import { cardOf, modalOf, wordsOf } from './guest.ts';
import { DAY, discordLike, openHouse, SUNDAY } from './house.ts';

test('on a platform the core has never heard of, people join, are asked and answer: in the channel and directly', async () => {
  const embedded = await startEmbedded(null, await emptyPglite());
  onTestFinished(() => embedded.stop());
  const house = await openHouse(embedded.url, discordLike);
  onTestFinished(() => house.close());
  await house.guest('Olga', { organizer: true }).setUp('today', 'square');
  const ana = house.guest('Ana');
  const ben = house.guest('Ben');

  const asksZone = cardOf(await ana.type('kith join'));
  const proposal = cardOf(await ana.choose('Europe/Berlin', asksZone));
  expect(wordsOf(cardOf(await ana.press('Yes', proposal)))).toContain('You’re in.');
  const change = modalOf(await ben.press('Change', cardOf(await ben.type('kith join'))));
  const direct = { day: '1', time: '9:30', place: 'direct', zone: 'Europe/Berlin', language: 'es' };
  expect(wordsOf(cardOf(await ben.fill(change, direct)))).toContain('Ya está, te uniste.');

  await house.moveTo(SUNDAY + 2 * DAY);
  const [welcome, prompt, doorbell, ...more] = house.table;
  expect(more).toEqual([]);
  if (welcome === undefined || prompt === undefined || doorbell === undefined) throw new Error('too little came');
  expect([welcome.to, prompt.to]).toEqual([
    { kind: 'direct', person: 'ben' },
    { kind: 'direct', person: 'ben' },
  ]);
  expect(doorbell.to).toEqual({ kind: 'channel', channel: 'square' });

  expect(wordsOf(prompt.card)).toContain('¿');
  expect(wordsOf(cardOf(await ben.press('Calma', prompt.card)))).toContain('✓ Calma');
  const own = cardOf(await ana.press('Open mine', doorbell.card));
  expect(wordsOf(own)).toContain('What would be good today?');
  expect(wordsOf(cardOf(await ana.press('Quiet', own)))).toContain('✓ Quiet');
}, 120_000);

test('the core never names a platform outside of its comments', () => {
  const files = readdirSync('src/engine', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const naming = files.filter((file) =>
    /slack|discord/i.test(withoutComments(readFileSync(`src/engine/${file}`, 'utf8'))),
  );
  expect(files.length).toBeGreaterThan(50);
  expect(naming).toEqual([]);
});

function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');
}
