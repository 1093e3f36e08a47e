import { performance } from 'node:perf_hooks';
import { communityIndices, type Edge } from '../src/engine/reciprocity/community-indices.ts';
import { type Act, NO_STRENGTH, withAct } from '../src/engine/reciprocity/decay.ts';
import { median } from './rounds.ts';
import type { Measured, Scenario } from './scenario.ts';

const MANY = 1_000_000;
const FEW = 10_000;
const PEOPLE = 10_000;
const NOW = Date.UTC(2026, 10, 23);
const YEAR = 365 * 86_400_000;

/** The same numbers in every run (Park & Miller 1988). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Acts among people of whom a few give much and most give little, as people do. */
function events(count: number): readonly Edge[] {
  const next = chance(7);
  const person = () => Math.floor(next() ** 2 * PEOPLE);
  return Array.from({ length: count }, () => ({
    from: person(),
    to: person(),
    weight: 1 / (1 + Math.floor(next() * 3)),
  }));
}

function acts(count: number): readonly Act[] {
  const next = chance(11);
  return Array.from({ length: count }, () => ({ at: NOW - Math.floor(next() * YEAR), share: 1 }));
}

/** Nanoseconds for one more act, once a strength holds that many. */
function oneMore(count: number, times = 200_000): number {
  const held = acts(count).reduce((sum, act) => withAct(sum, act, NOW), NO_STRENGTH);
  const more = acts(times);
  const began = performance.now();
  const grown = more.reduce((sum, act) => withAct(sum, act, NOW), held);
  const took = performance.now() - began;
  if (!(grown.weight > held.weight)) throw new Error('the acts were not added');
  return (took * 1e6) / times;
}

export const ledger: Scenario = {
  name: 'ledger',
  about: `all indices of ${MANY / 1e6} M acts among ${PEOPLE} people; one more act where 10 k and where 1 M are held`,
  async run(_ground, { rounds }) {
    const edges = events(MANY);
    communityIndices(PEOPLE, edges.slice(0, FEW));
    const times = Array.from({ length: rounds }, () => {
      const began = performance.now();
      communityIndices(PEOPLE, edges);
      return performance.now() - began;
    });
    oneMore(FEW);
    const rates = Array.from({ length: Math.max(rounds, 5) }, () => ({ few: oneMore(FEW), many: oneMore(MANY) }));
    const few = median(rates.map((one) => one.few));
    const many = median(rates.map((one) => one.many));
    const seconds = median(times) / 1000;
    const measured: Measured[] = [
      { name: 'ledger', value: seconds, unit: 's', target: '≤ 2 s', met: seconds <= 2 },
      {
        name: 'ledger-one-more',
        value: many,
        unit: 'ns at 1 M',
        baseline: few,
        ratio: many / few,
        target: 'as at 10 k (≤ 1.5 ×)',
        met: many / few <= 1.5,
      },
    ];
    return measured;
  },
};
