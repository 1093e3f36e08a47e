const segmenter = new Intl.Segmenter();

/** A text in the letters a person sees: an emoji, or a letter with its marks, is one. */
export function letters(text: string): readonly string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
