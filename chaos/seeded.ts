/** Chance that can be repeated: the same seed gives the same draws. */
export interface Seeded {
  /** In [0, 1). */
  fraction(): number;
  /** A whole number in [0, n). */
  below(n: number): number;
  pick<T>(of: readonly T[]): T;
  /** Another source for another purpose, so that how often one is asked does not change the other. */
  apart(purpose: string): Seeded;
}

/** Mulberry32 (T. Ettinger, 2017), begun from a hash (FNV-1a) of the seed. */
export function seeded(seed: string): Seeded {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(seed)) state = Math.imul(state ^ byte, 0x01000193);
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(fraction() * n);
  return {
    fraction,
    below,
    pick(of) {
      const picked = of[below(of.length)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
    apart: (purpose) => seeded(`${seed}/${purpose}`),
  };
}
