import { expect, onTestFinished, test } from 'vitest';
import { generateKeys } from '../../adapters/crypto/keyring.ts';
import { parseConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { startPlayground } from '../../src/playground.ts';
import { emptyPglite } from '../servers/pglite.ts';

/** Where nobody answers: the playground may stand beside the servers of real people, and leaves them alone. */
const elsewhere = { DATABASE_URL: 'postgres://kith@127.0.0.1:9/kith', REDIS_URL: 'redis://127.0.0.1:9' };

test('the playground opens with a community on each platform that has a check-in to answer, and serves its page', async () => {
  const log = createLog('silent');
  // A week without holidays, which would put the check-in off for some and not for others.
  const at = Date.parse('2026-11-22T12:00:00Z');
  const playground = await startPlayground(parseConfig({ PORT: '0', ...elsewhere }), log, generateKeys(), {
    at,
    beginning: await emptyPglite(),
  });
  onTestFinished(async () => void (await playground.stop()));
  const { kith, platforms, time } = playground;
  const [slack, discord] = platforms.map((platform) => platform.as('Sam'));
  await slack?.press('I’m fine');
  await slack?.until('the answer', (one) =>
    one.sees('direct').some(({ text }) => text.includes('Received, thank you.')),
  );
  await discord?.press('Open mine');
  await discord?.until('the card', (one) => one.sees('kindness').some(({ text }) => text.includes('Hi Sam.')));
  expect(platforms.flatMap(({ refusals }) => refusals)).toEqual([]);
  expect(await time.next()).toBeGreaterThan(time.now());
  // Nobody else on the network sees it.
  await expect(fetch(kith.address.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow('fetch failed');
  const page = await fetch(kith.address);
  expect(await page.text()).toContain('Kith playground');
}, 240_000);
