import { expect, test } from 'vitest';
import { textsIn } from '../../../src/engine/content/texts.ts';
import { fieldsOf, readThanks } from '../../../src/engine/gratitude/thanks-modal.ts';
import { wordsOf } from '../../../src/engine/gratitude/words.ts';
import { aMember, aThanks } from '../../contract/stores/samples.ts';

const en = textsIn('en');
const note = (changes: Parameters<typeof aThanks>[2]) => aThanks(aMember(), aMember(), changes);
const quotes = (thanks: ReturnType<typeof note>) =>
  wordsOf(en, thanks).flatMap((block) => (block.kind === 'quote' ? [block.text] : []));

test('a note says what they did, what it took and what it changed, and nothing of what was not said', () => {
  expect(quotes(note({ words: 'a', took: 'b', changed: 'c' }))).toEqual(['a', 'b', 'c']);
  expect(quotes(note({ words: 'a', changed: 'c' }))).toEqual(['a', 'c']);
  expect(wordsOf(en, note({ words: 'a' }))).toHaveLength(1);
});

test('a note from when both were asked in one keeps all it said, shown and edited', () => {
  const old = note({ words: 'a', more: 'b and c' });
  expect(quotes(old)).toEqual(['a', 'b and c']);
  expect(readThanks(en, fieldsOf(old))).toMatchObject({ said: { words: 'a', took: 'b and c', changed: null } });
});
