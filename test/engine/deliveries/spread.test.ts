import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Spreadable, spreadOut } from '../../../src/engine/deliveries/spread.ts';
import type { CommunityId, DeliveryId, EnrolmentId, OccurrenceId } from '../../../src/engine/ids.ts';
import type { Random } from '../../../src/engine/ports/random.ts';
import type { Planned, SpreadUntil } from '../../../src/engine/ports/work-store.ts';
import type { Enrolment } from '../../../src/engine/records/program.ts';

const NINE = Date.UTC(2026, 2, 2, 9);
const SLACK = { everyMs: 200, burst: 10 };
const NOTHING: SpreadUntil = new Map();

/** Chance that can be had again. */
function dice(seed: number): Random {
  let state = seed;
  return {
    id: () => 'x',
    fraction() {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return state / 2 ** 31;
    },
  };
}

function due(number: number, dueAt: number, changes: Partial<Spreadable> & { community?: string } = {}): Spreadable {
  const { community = 'C', spread = SLACK } = changes;
  const enrolment = { id: `e${number}` as EnrolmentId } as Enrolment;
  return {
    spread,
    planned: {
      community: community as CommunityId,
      enrolment,
      occurrence: null,
      skipped: [],
      delivery: {
        id: `d${number}` as DeliveryId,
        subject: { kind: 'prompt', occurrence: `o${number}` as OccurrenceId, member: `m${number}` as never },
        to: { kind: 'direct', person: `U${number}` },
        dueAt,
        expiresAt: dueAt + 3_600_000,
        state: 'pending',
        reason: null,
        attempts: 0,
        receipt: null,
      },
    },
  };
}

const many = (count: number, dueAt = NINE) => Array.from({ length: count }, (_, number) => due(number, dueAt));
const times = (planned: readonly Planned[]) =>
  planned.flatMap(({ delivery }) => (delivery?.state === 'pending' ? [delivery.dueAt] : []));
const ascending = (one: number, other: number) => one - other;

test('a thousand due at nine go as fast as Slack takes them: the last a little over three minutes later', () => {
  const { planned, until } = spreadOut(many(1000), NOTHING, NINE - 60_000, dice(1));
  const sorted = times(planned).sort(ascending);
  expect(sorted.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => NINE));
  expect(sorted.at(-1)).toBe(NINE + 990 * 200);
  // The next batch goes on where this one ended.
  expect(times(spreadOut([due(0, NINE)], until, NINE - 60_000, dice(1)).planned)).toEqual([NINE + 991 * 200]);
});

test('a few stay at the time they chose, and communities do not make each other later', () => {
  const some = [...many(10), ...Array.from({ length: 10 }, (_, number) => due(number, NINE, { community: 'D' }))];
  expect(new Set(times(spreadOut(some, NOTHING, NINE - 60_000, dice(1)).planned))).toEqual(new Set([NINE]));
});

test('whose turn would come after the window is dropped as stale, and takes nobody else a turn', () => {
  const late = due(1, NINE - 3_590_000);
  const until = new Map([['C' as CommunityId, NINE + 60_000]]);
  const { planned, until: reached } = spreadOut([late, due(2, NINE)], until, NINE, dice(1));
  expect(planned[0]?.delivery).toMatchObject({ state: 'dropped', reason: 'stale', dueAt: NINE - 3_590_000 });
  expect(planned[1]?.delivery).toMatchObject({ state: 'pending' });
  expect(reached.get('C' as CommunityId)).toBe(NINE + 60_200);
});

test('who is late already keeps the time their lateness is told by', () => {
  expect(times(spreadOut(many(10, NINE - 600_000), NOTHING, NINE, dice(1)).planned)).toEqual(
    Array.from({ length: 10 }, () => NINE - 600_000),
  );
});

test('it is not always the same who wait, and the same chance gives the same turns', () => {
  const waiting = (seed: number) =>
    spreadOut(many(30), NOTHING, NINE, dice(seed)).planned.map(({ delivery }) => delivery?.dueAt);
  expect(waiting(1)).toEqual(waiting(1));
  expect(waiting(1)).not.toEqual(waiting(2));
});

test('in batches of any size: nobody early, never faster than the rate, never slower than it demands', () => {
  const dueTimes = fc.array(fc.integer({ min: 0, max: 120_000 }), { minLength: 1, maxLength: 60 });
  const rate = fc.record({ everyMs: fc.integer({ min: 1, max: 5000 }), burst: fc.integer({ min: 1, max: 5 }) });
  fc.assert(
    fc.property(
      dueTimes,
      rate,
      fc.integer({ min: 1, max: 60 }),
      fc.nat(120_000),
      fc.nat(),
      (at, spread, size, now, seed) => {
        const random = dice(seed);
        const ordered = at.toSorted(ascending).map((ms, number) => due(number, NINE + ms, { spread }));
        let until = NOTHING;
        const turns: number[] = [];
        for (let from = 0; from < ordered.length; from += size) {
          const batch = ordered.slice(from, from + size);
          const done = spreadOut(batch, until, NINE + now, random);
          until = done.until;
          for (const [index, { delivery }] of done.planned.entries()) {
            const wished = batch[index]?.planned.delivery?.dueAt ?? 0;
            expect(delivery?.dueAt).toBeGreaterThanOrEqual(wished);
            turns.push(Math.max(delivery?.dueAt ?? 0, NINE + now));
          }
        }
        turns.sort(ascending);
        for (const [index, turn] of turns.entries()) {
          const later = turns[index + spread.burst];
          if (later !== undefined) expect(later - turn).toBeGreaterThanOrEqual(spread.everyMs);
        }
        // Work-conserving: all are done when a server that takes them one by one at this rate, from when they come, would have begun the last.
        let free = 0;
        for (const { planned } of ordered) {
          const comes = Math.max(planned.delivery?.dueAt ?? 0, NINE + now);
          free = Math.max(free, comes) + spread.everyMs;
        }
        expect(turns.at(-1)).toBeLessThanOrEqual(Math.max(free - spread.everyMs, 0));
      },
    ),
    { numRuns: 200 },
  );
});
