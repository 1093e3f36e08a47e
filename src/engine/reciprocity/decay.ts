import type { EpochMs } from '../ids.ts';

const DAY = 86_400_000;
/** Half-life of an act's weight (days; a design choice). */
export const HALF_LIFE_DAYS = 30;

/** An act at a time, with its share: 1, or 1/n of one that was split among n. */
export interface Act {
  readonly at: EpochMs;
  readonly share: number;
}

/** A decayed sum and the moment it stands for: enough to go on from, without the acts. */
export interface Strength {
  readonly weight: number;
  readonly at: EpochMs;
}

export const NO_STRENGTH: Strength = { weight: 0, at: 0 };

/** What is left of a weight after a time: half of it each half-life. */
function faded(weight: number, ms: number, halfLifeDays: number): number {
  return weight * 2 ** (-ms / (halfLifeDays * DAY));
}

/**
 * One more act, in constant time and in any order: w·2^(−Δ/h) + share, and an act older than the sum comes in already faded.
 * @throws RangeError for an act after `now`
 */
export function withAct(strength: Strength, act: Act, now: EpochMs, halfLifeDays = HALF_LIFE_DAYS): Strength {
  if (act.at > now) throw new RangeError('an act of support cannot lie in the future');
  if (act.at >= strength.at) {
    return { weight: faded(strength.weight, act.at - strength.at, halfLifeDays) + act.share, at: act.at };
  }
  return { weight: strength.weight + faded(act.share, strength.at - act.at, halfLifeDays), at: strength.at };
}

/** What the sum is worth at `now`. */
export function strengthAt(strength: Strength, now: EpochMs, halfLifeDays = HALF_LIFE_DAYS): number {
  return faded(strength.weight, now - strength.at, halfLifeDays);
}

/** Σ share·2^(−Δt/h) over the acts. @throws RangeError for an act after `now` */
export function decayedSum(acts: readonly Act[], now: EpochMs, halfLifeDays = HALF_LIFE_DAYS): number {
  return strengthAt(
    acts.reduce((sum, act) => withAct(sum, act, now, halfLifeDays), NO_STRENGTH),
    now,
    halfLifeDays,
  );
}
