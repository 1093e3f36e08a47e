/**
 * Reciprocity of a whole community as pure functions (science.md §3). They are computed when needed, shown only behind the gates of
 * product §12, and never for a part of the community.
 */

/** How much one node gave another. Self-loops and weights of 0 or less are left out; several edges of a pair add up. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

export interface DyadCensus {
  readonly mutual: number;
  readonly asymmetric: number;
  readonly null: number;
}

export interface CommunityIndices {
  readonly edges: number;
  readonly dyads: DyadCensus;
  /** a = L/n(n−1); `null` below two nodes. */
  readonly density: number | null;
  /** r = 2M/L: the share of edges that are returned; `null` without edges. */
  readonly reciprocity: number | null;
  /** ρ = (r−a)/(1−a): beyond what density alone gives (Garlaschelli & Loffredo 2004); `null` without edges or when a = 1. */
  readonly rho: number | null;
  /** M/(M+A): igraph's ratio mode; `null` without edges. */
  readonly mutualRatio: number | null;
  readonly weightTotal: number;
  /** Σ min(w_ij,w_ji) over ordered pairs. */
  readonly weightReciprocated: number;
  /** r_w = Σ min(w_ij,w_ji)/Σ w (Squartini et al. 2013); `null` without edges. */
  readonly weightedReciprocity: number | null;
  /** Gini of what each node gave; `null` when nobody gave. */
  readonly giniGiven: number | null;
  readonly giniReceived: number | null;
  readonly gaveNothing: number;
  readonly receivedNothing: number;
  /** Nodes that neither gave nor received: counted, never acted on. */
  readonly isolates: number;
}

/** Pairs keyed by one number: exact while n² stays below 2⁵³. */
function pairs(n: number, edges: readonly Edge[]): Map<number, number> {
  const weights = new Map<number, number>();
  for (const { from, to, weight } of edges) {
    if (from === to || !(weight > 0)) continue;
    const key = from * n + to;
    weights.set(key, (weights.get(key) ?? 0) + weight);
  }
  return weights;
}

/** All indices of a graph of `n` nodes numbered from 0, in one pass over its pairs. */
export function communityIndices(n: number, edges: readonly Edge[]): CommunityIndices {
  const weights = pairs(n, edges);
  const given = new Float64Array(n);
  const received = new Float64Array(n);
  let returned = 0;
  let weightTotal = 0;
  let weightReciprocated = 0;
  for (const [key, weight] of weights) {
    const from = Math.floor(key / n);
    const to = key - from * n;
    given[from] = (given[from] ?? 0) + weight;
    received[to] = (received[to] ?? 0) + weight;
    weightTotal += weight;
    const back = weights.get(to * n + from);
    if (back === undefined) continue;
    returned++;
    weightReciprocated += Math.min(weight, back);
  }
  const count = weights.size;
  const mutual = returned / 2;
  const asymmetric = count - returned;
  const density = n < 2 ? null : count / (n * (n - 1));
  const reciprocity = count === 0 ? null : returned / count;
  const nothing = (side: Float64Array) => side.reduce((sum, one) => sum + (one === 0 ? 1 : 0), 0);
  return {
    edges: count,
    dyads: { mutual, asymmetric, null: (n * (n - 1)) / 2 - mutual - asymmetric },
    density,
    reciprocity,
    rho: reciprocity === null || density === null || density === 1 ? null : (reciprocity - density) / (1 - density),
    mutualRatio: count === 0 ? null : mutual / (mutual + asymmetric),
    weightTotal,
    weightReciprocated,
    weightedReciprocity: count === 0 ? null : weightReciprocated / weightTotal,
    giniGiven: gini(given),
    giniReceived: gini(received),
    gaveNothing: nothing(given),
    receivedNothing: nothing(received),
    isolates: given.reduce((sum, one, node) => sum + (one === 0 && received[node] === 0 ? 1 : 0), 0),
  };
}

/** r₀ = m/(1+2m), m = W/n(n−1): what independent, geometrically distributed integer weights give (derived; science.md §3). */
export function geometricNull(n: number, weightTotal: number): number | null {
  if (n < 2 || weightTotal === 0) return null;
  const mean = weightTotal / (n * (n - 1));
  return mean / (1 + 2 * mean);
}

/** ρ_w = (r_w−r₀)/(1−r₀). For counts only: decayed weights have no such null. */
export function weightedRho(weightedReciprocity: number | null, nullModel: number | null): number | null {
  return weightedReciprocity === null || nullModel === null
    ? null
    : (weightedReciprocity - nullModel) / (1 - nullModel);
}

/** G = Σ(2k−n−1)x₍k₎/(nΣx) over values in rising order; `null` when all are 0. */
export function gini(values: Float64Array): number | null {
  const sorted = values.toSorted();
  const n = sorted.length;
  const total = sorted.reduce((sum, value) => sum + value, 0);
  if (total === 0) return null;
  return sorted.reduce((sum, value, index) => sum + (2 * (index + 1) - n - 1) * value, 0) / (n * total);
}
