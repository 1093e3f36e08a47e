/**
 * Reciprocity of a whole community as pure functions. They are computed when needed, may be shown only of communities large
 * enough that nobody can be recognized, and never of a part of one.
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

/** Who gave to whom how much in all, each pair once, in order of giver and then receiver. */
interface Pairs {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly weight: Float64Array;
}

/** A stable counting sort of places by their key: linear, and read from front to back, unlike a map of a million keys. */
function sortedBy(n: number, key: Int32Array, order: Int32Array): Int32Array {
  const next = new Int32Array(n + 1);
  for (let rank = 0; rank < order.length; rank++) {
    const node = at(key, at(order, rank));
    next[node + 1] = at(next, node + 1) + 1;
  }
  for (let node = 0; node < n; node++) next[node + 1] = at(next, node + 1) + at(next, node);
  const sorted = new Int32Array(order.length);
  for (let rank = 0; rank < order.length; rank++) {
    const place = at(order, rank);
    const node = at(key, place);
    const free = at(next, node);
    sorted[free] = place;
    next[node] = free + 1;
  }
  return sorted;
}

/** What stands at a place that is known to exist. */
function at(values: Int32Array | Float64Array, place: number): number {
  return values[place] ?? 0;
}

/** 0, 1, 2, … */
function places(count: number): Int32Array {
  const all = new Int32Array(count);
  for (let place = 0; place < count; place++) all[place] = place;
  return all;
}

/** The edges that count, as columns. */
function columns(edges: readonly Edge[]): Pairs {
  const from = new Int32Array(edges.length);
  const to = new Int32Array(edges.length);
  const weight = new Float64Array(edges.length);
  let count = 0;
  for (const edge of edges) {
    if (edge.from === edge.to || !(edge.weight > 0)) continue;
    from[count] = edge.from;
    to[count] = edge.to;
    weight[count] = edge.weight;
    count++;
  }
  return { from: from.subarray(0, count), to: to.subarray(0, count), weight: weight.subarray(0, count) };
}

function pairsOf(n: number, edges: readonly Edge[]): Pairs {
  const all = columns(edges);
  const { length } = all.weight;
  const from = new Int32Array(length);
  const to = new Int32Array(length);
  const weight = new Float64Array(length);
  const order = sortedBy(n, all.from, sortedBy(n, all.to, places(length)));
  let last = -1;
  for (let rank = 0; rank < length; rank++) {
    const place = at(order, rank);
    if (last < 0 || from[last] !== all.from[place] || to[last] !== all.to[place]) {
      last++;
      from[last] = at(all.from, place);
      to[last] = at(all.to, place);
    }
    weight[last] = at(weight, last) + at(all.weight, place);
  }
  const count = last + 1;
  return { from: from.subarray(0, count), to: to.subarray(0, count), weight: weight.subarray(0, count) };
}

/** How many pairs are returned (both directions counted), and Σ min(w_ij,w_ji) over them: the pairs beside themselves turned round. */
function returnedOf(n: number, { from, to, weight }: Pairs): { readonly returned: number; readonly weight: number } {
  const turned = sortedBy(n, to, places(to.length));
  let returned = 0;
  let sum = 0;
  let next = 0;
  for (let pair = 0; pair < from.length; pair++) {
    const giver = at(from, pair);
    const receiver = at(to, pair);
    let back = at(turned, next);
    while (next < turned.length && (at(to, back) < giver || (at(to, back) === giver && at(from, back) < receiver))) {
      next++;
      back = at(turned, next);
    }
    if (next === turned.length) break;
    if (at(to, back) !== giver || at(from, back) !== receiver) continue;
    returned++;
    sum += Math.min(at(weight, pair), at(weight, back));
  }
  return { returned, weight: sum };
}

/** All indices of a graph of `n` nodes numbered from 0, in time linear in nodes and edges. */
export function communityIndices(n: number, edges: readonly Edge[]): CommunityIndices {
  const pairs = pairsOf(n, edges);
  const given = new Float64Array(n);
  const received = new Float64Array(n);
  let weightTotal = 0;
  const count = pairs.weight.length;
  for (let pair = 0; pair < count; pair++) {
    const from = at(pairs.from, pair);
    const to = at(pairs.to, pair);
    const weight = at(pairs.weight, pair);
    given[from] = at(given, from) + weight;
    received[to] = at(received, to) + weight;
    weightTotal += weight;
  }
  const { returned, weight: weightReciprocated } = returnedOf(n, pairs);
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

/** r₀ = m/(1+2m), m = W/n(n−1): what independent, geometrically distributed integer weights give (derived). */
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
