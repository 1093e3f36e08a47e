/**
 * A pure function that keeps its answers: thousands who are due at once share a zone, a time and a rule, and calendar arithmetic costs a
 * hundred times what looking it up does. At `most` answers it begins anew.
 */
export function remembered<Args extends readonly (string | number)[], Answer>(
  most: number,
  compute: (...args: Args) => Answer,
): (...args: Args) => Answer {
  const answers = new Map<string, { readonly answer: Answer }>();
  return (...args) => {
    const key = args.join(' ');
    const known = answers.get(key);
    if (known !== undefined) return known.answer;
    const answer = compute(...args);
    if (answers.size >= most) answers.clear();
    answers.set(key, { answer });
    return answer;
  };
}
