import { describe, expect, test } from 'vitest';
import { type Bench, type Place, setUp } from './bench.ts';
import { circlesContract } from './circles.ts';
import { enteringContract } from './entering.ts';
import { gratitudeContract } from './gratitude.ts';
import { installationsContract } from './installations.ts';
import { planningContract } from './planning.ts';
import { privacyContract } from './privacy.ts';
import { recordsContract } from './records.ts';
import { sendingContract } from './sending.ts';
import { tenancyContract } from './tenancy.ts';
import { togetherContract } from './together.ts';
import { turnsContract } from './turns.ts';

/** What every implementation of the Stores port promises; run against each database they are kept in. */
export function storesContract(open: () => Promise<Place>): Bench {
  const bench = setUp(open);
  test('migrating again does nothing, also several at once', async () => {
    expect(await bench.database.pending()).toEqual([]);
    const done = await Promise.all([bench.database.migrate(), bench.database.migrate()]);
    expect(done).toEqual([[], []]);
  });
  describe('records', () => recordsContract(bench));
  describe('entering', () => enteringContract(bench));
  describe('gratitude', () => gratitudeContract(bench));
  describe('circles', () => circlesContract(bench));
  describe('tenancy', () => tenancyContract(bench));
  describe('privacy', () => privacyContract(bench));
  describe('planning', () => planningContract(bench));
  describe('installations', () => installationsContract(bench));
  describe('sending', () => sendingContract(bench));
  describe('together', () => togetherContract(bench));
  describe('turns', () => turnsContract(bench));
  return bench;
}
