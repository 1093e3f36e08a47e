import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choosePrompt } from '../../../src/engine/content/choose-prompt.ts';
import { packNames, promptByKey, promptsOf } from '../../../src/engine/content/prompts.ts';

const general = promptsOf('general');
const DAY = 86_400_000;
const NOW = Date.parse('2026-11-23T10:00:00Z');

describe('the prompt to show next', () => {
  it('is every prompt of the pack once before any comes again, in the pack’s order at first', () => {
    const seen = new Map<string, number>();
    const shown: string[] = [];
    for (let turn = 0; turn < general.length * 2; turn++) {
      const chosen = choosePrompt(general, seen, new Map(), NOW + turn * DAY);
      if (chosen === null) throw new Error('nothing to show');
      shown.push(chosen.key);
      seen.set(chosen.key, NOW + turn * DAY);
    }
    const order = general.map(({ key }) => key);
    expect(shown).toEqual([...order, ...order]);
  });

  it('is never of a category that rests, always the least recently seen of the others, and none only when all rest', () => {
    const times = fc.dictionary(fc.constantFrom(...general.map(({ key }) => key)), fc.integer({ min: 0, max: 100 }));
    const rests = fc.dictionary(
      fc.constantFrom(...general.map(({ category }) => category)),
      fc.integer({ min: 40, max: 60 }),
    );
    fc.assert(
      fc.property(times, rests, (seenAt, restUntil) => {
        const [seen, resting] = [new Map(Object.entries(seenAt)), new Map(Object.entries(restUntil))];
        const awake = general.filter(({ category }) => (resting.get(category) ?? 0) <= 50);
        const chosen = choosePrompt(general, seen, resting, 50);
        if (chosen === null) {
          expect(awake).toEqual([]);
          return;
        }
        expect(awake).toContain(chosen);
        for (const other of awake) expect(seen.get(chosen.key) ?? -1).toBeLessThanOrEqual(seen.get(other.key) ?? -1);
      }),
    );
  });

  it('a rest is over at its last moment', () => {
    const all = new Map(general.map(({ category }) => [category, NOW]));
    expect(choosePrompt(general, new Map(), all, NOW - 1)).toBeNull();
    expect(choosePrompt(general, new Map(), all, NOW)).toBe(general[0]);
  });
});

describe('the packs', () => {
  it('have prompts, each found by its key, no key twice', () => {
    const keys = packNames.flatMap((pack) => promptsOf(pack).map(({ key }) => key));
    expect(new Set(keys).size).toBe(keys.length);
    for (const pack of packNames) expect(promptsOf(pack), pack).not.toEqual([]);
    for (const key of keys) expect(promptByKey(key)?.key).toBe(key);
  });

  it('a pack or prompt we no longer ship is no crash', () => {
    expect(promptsOf('gone')).toBe(promptsOf('today'));
    expect(promptsOf('__proto__')).toBe(promptsOf('today'));
    expect(promptByKey('prompt.gone')).toBeNull();
  });
});
