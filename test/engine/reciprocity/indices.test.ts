import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  communityIndices,
  geometricNull,
  gini,
  weightedRho,
} from '../../../src/engine/reciprocity/community-indices.ts';
import { decayedSum, HALF_LIFE_DAYS, NO_STRENGTH, strengthAt, withAct } from '../../../src/engine/reciprocity/decay.ts';
import {
  balance,
  dyad,
  leaning,
  partnerBreadth,
  reciprocatedShare,
} from '../../../src/engine/reciprocity/member-indices.ts';
import vectors from './vectors.json' with { type: 'json' };

const DAY = 86_400_000;

describe('indices of a community', () => {
  it.each(Object.entries(vectors.toys))('%s agrees with the reference values', (_name, { edges, expected }) => {
    const n = expected.nodes;
    const found = communityIndices(
      n,
      edges.map(([from = 0, to = 0, weight = 0]) => ({ from, to, weight })),
    );
    const r0 = geometricNull(n, found.weightTotal);
    expect({
      edges: found.edges,
      dyads: found.dyads,
      weight_total: found.weightTotal,
      weight_reciprocated: found.weightReciprocated,
      out_strength_zero: found.gaveNothing,
      in_strength_zero: found.receivedNothing,
      isolates: found.isolates,
    }).toEqual({
      edges: expected.edges,
      dyads: expected.dyads,
      weight_total: expected.weight_total,
      weight_reciprocated: expected.weight_reciprocated,
      out_strength_zero: expected.out_strength_zero,
      in_strength_zero: expected.in_strength_zero,
      isolates: expected.isolates,
    });
    const close = (value: number | null, reference: number | null) =>
      reference === null ? expect(value).toBeNull() : expect(value).toBeCloseTo(reference, 5);
    close(found.reciprocity, expected.reciprocity);
    close(found.density, expected.density);
    close(found.rho, expected.rho_garlaschelli_loffredo);
    close(found.mutualRatio, expected.igraph_ratio_mode);
    close(found.weightedReciprocity, expected.reciprocity_weighted_squartini);
    close(r0, expected.null_iid_geometric);
    close(weightedRho(found.weightedReciprocity, r0), expected.rho_weighted);
    close(found.giniGiven, expected.gini_given);
    close(found.giniReceived, expected.gini_received);
  });

  const graph = fc
    .integer({ min: 2, max: 12 })
    .chain((n) =>
      fc.tuple(
        fc.constant(n),
        fc.array(fc.record({ from: fc.nat(n - 1), to: fc.nat(n - 1), weight: fc.integer({ min: 0, max: 9 }) })),
      ),
    );

  it('leaves self-loops out, stays within its bounds and does not depend on order', () => {
    fc.assert(
      fc.property(graph, ([n, edges]) => {
        const found = communityIndices(n, edges);
        expect(communityIndices(n, edges.toReversed())).toEqual(found);
        expect(
          communityIndices(
            n,
            edges.filter(({ from, to }) => from !== to),
          ),
        ).toEqual(found);
        for (const share of [found.reciprocity, found.density, found.weightedReciprocity, found.giniGiven]) {
          if (share !== null) expect(share).toSatisfy((value: number) => value >= -1e-12 && value <= 1 + 1e-12);
        }
        expect(found.dyads.mutual + found.dyads.asymmetric + found.dyads.null).toBe((n * (n - 1)) / 2);
      }),
    );
  });

  it('a ring gives nothing back pairwise, yet everyone is even', () => {
    const ring = [0, 1, 2].map((from) => ({ from, to: (from + 1) % 3, weight: 1 }));
    expect(communityIndices(3, ring)).toMatchObject({ reciprocity: 0, giniGiven: 0, giniReceived: 0 });
  });

  it('equal shares have a Gini of 0, all with one nearly 1', () => {
    expect(gini(Float64Array.of(2, 2, 2))).toBeCloseTo(0, 12);
    expect(gini(Float64Array.of(0, 0, 0, 8))).toBeCloseTo(0.75, 12);
  });
});

describe('decay', () => {
  const acts = fc.array(
    fc.record({ at: fc.integer({ min: 0, max: 400 * DAY }), share: fc.double({ min: 0.01, max: 1, noNaN: true }) }),
    { maxLength: 40 },
  );
  const now = 400 * DAY;

  it('halves each half-life', () => {
    expect(decayedSum([{ at: now - HALF_LIFE_DAYS * DAY, share: 1 }], now)).toBeCloseTo(0.5, 12);
  });

  it('one by one is the same as all at once, in any order', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const formula = list.reduce(
          (sum, { at, share }) => sum + share * 2 ** (-(now - at) / (HALF_LIFE_DAYS * DAY)),
          0,
        );
        const shuffled = list.toSorted((a, b) => a.share - b.share);
        const stepwise = strengthAt(
          shuffled.reduce((sum, act) => withAct(sum, act, now), NO_STRENGTH),
          now,
        );
        expect(stepwise).toBeCloseTo(formula, 9);
        expect(decayedSum(list, now)).toBeCloseTo(formula, 9);
      }),
    );
  });

  it('refuses the future', () => {
    expect(() => withAct(NO_STRENGTH, { at: now + 1, share: 1 }, now)).toThrow(RangeError);
  });
});

describe('indices of a member', () => {
  it('few acts stay near even; many lean', () => {
    expect(leaning(balance(1, 0))).toBe('even');
    expect(leaning(balance(8, 0))).toBe('given');
    expect(leaning(balance(0, 8))).toBe('received');
    expect(balance(3, 3)).toBe(0);
  });

  it('says nothing of a pair below four acts', () => {
    expect(dyad(2, 1, 3)).toBeNull();
    expect(dyad(3, 1, 4)).toBe(0.5);
    expect(dyad(0, 0, 9)).toBeNull();
  });

  it('counts what came back from the same people', () => {
    expect(reciprocatedShare([])).toBeNull();
    expect(
      reciprocatedShare([
        { given: 3, received: 1 },
        { given: 1, received: 0 },
      ]),
    ).toBe(0.25);
  });

  it('breadth is the effective number of people', () => {
    expect(partnerBreadth([])).toBe(0);
    expect(partnerBreadth([2, 2, 2])).toBeCloseTo(3, 12);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 20 }), (given) => {
        expect(partnerBreadth(given)).toBeLessThanOrEqual(given.filter((one) => one > 0).length + 1e-9);
      }),
    );
  });
});
