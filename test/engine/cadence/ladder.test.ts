import { describe, expect, it } from 'vitest';
import { afterSilence, type Rung } from '../../../src/engine/cadence/ladder.ts';

/** The rungs that so many unanswered prompts in a row lead down. */
function silence(times: number, every = 1): readonly Rung[] {
  const rungs: Rung[] = [];
  for (let ignored = 0; ignored < times; ignored++) {
    const last = rungs.at(-1) ?? { every, ignoredInRow: 0 };
    rungs.push(afterSilence(last.every, last.ignoredInRow));
  }
  return rungs;
}

describe('silence', () => {
  it('once changes nothing, twice halves the pace, four times ends it with one goodbye', () => {
    expect(silence(4).map(({ every }) => every)).toEqual([1, 2, 2, 2]);
    expect(silence(4).map(({ goodbye }) => goodbye)).toEqual([false, false, false, true]);
  });

  it('halves whatever pace was chosen', () => {
    expect(silence(2, 3).at(-1)?.every).toBe(6);
  });
});
