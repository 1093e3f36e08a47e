import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { recipe, titles } from './contributing.ts';

test('there are four recipes, and a test follows each', () => {
  expect(titles).toEqual(['A command', 'A prompt pack', 'A program kind', 'A platform']);
});

test.each(titles)('%s: every place that the recipe names is there', (title) => {
  const { places } = recipe(title);
  expect(places).not.toEqual([]);
  expect(places.filter((place) => !existsSync(place))).toEqual([]);
});
