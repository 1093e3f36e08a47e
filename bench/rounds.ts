import { performance } from 'node:perf_hooks';

/** Two ways of doing the same; each returns its time in milliseconds. */
export interface Contest {
  readonly ours: () => Promise<number>;
  readonly baseline: () => Promise<number>;
}

/** Medians of `rounds` rounds each, in turn (ABBA…) so that a busy machine hurts both alike, after one each that warms up. */
export async function alternating(
  rounds: number,
  { ours, baseline }: Contest,
): Promise<{ ours: number; baseline: number }> {
  await ours();
  await baseline();
  const times = { ours: [] as number[], baseline: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) times.ours.push(await ours());
    times.baseline.push(await baseline());
    if (round % 2 === 1) times.ours.push(await ours());
  }
  return { ours: median(times.ours), baseline: median(times.baseline) };
}

/** Milliseconds that work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The nearest-rank percentile. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}
