import { expect, test } from 'vitest';
import { recipe } from './contributing.ts';
import { Copy } from './copy.ts';

const tried = new URL('tries/asked.ts', import.meta.url);

const prompts = 'src/engine/content/prompts.ts';

const list = `const smallJoys: readonly Prompt[] = [
  open('prompt.small-joy', 'joys', 'emotional', 'warm'),
  open('prompt.walk', 'company', 'any', 'playful'),
];

`;

const texts = {
  'prompt.small-joy': ['Which small joy did you share lately?', '¿Qué pequeña alegría compartiste?'],
  'prompt.walk': ['Who would like a walk with you?', '¿Quién daría un paseo contigo?'],
  'pack.small-joys': ['Small joys', 'Pequeñas alegrías'],
} as const;

function addPrompts(copy: Copy): void {
  copy.insertBefore(prompts, 'export interface Pack {', list);
}

function addPack(copy: Copy): void {
  copy.insertBefore(prompts, '} as const satisfies', "  'small-joys': { kind: 'check-in', prompts: smallJoys },\n");
}

test('a program asks the prompts of a pack added by the recipe, the least recently seen first', async () => {
  const copy = new Copy();
  addPrompts(copy);
  addPack(copy);
  copy.addTexts(texts);
  const [joy] = texts['prompt.small-joy'];
  const [walk] = texts['prompt.walk'];
  // The hello after joining, and one prompt a week.
  expect(await copy.try(tried)).toEqual({ asked: [joy, walk, joy], sent: 4 });
  const { text, unnamed, untouched } = recipe('A prompt pack');
  expect(text).toContain('A line in `packs` there');
  expect(unnamed(copy.changed)).toEqual([]);
  expect(untouched(copy.changed)).toEqual([]);
}, 120_000);

test('a pack without its line cannot be chosen, nor one without its text', async () => {
  const copy = new Copy();
  addPrompts(copy);
  copy.addTexts(texts, ['en']);
  await expect(copy.try(tried)).rejects.toThrow('not to be chosen: small-joys');
  addPack(copy);
  await expect(copy.try(tried)).rejects.toThrow('no text in the catalogue: es pack.small-joys');
}, 120_000);
