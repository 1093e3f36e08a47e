/** One thing the doctor found out. Texts never hold a secret, nor anything a member wrote. */
export type Finding =
  | { readonly level: 'fine'; readonly what: string }
  /** Works, but will be regretted. */
  | { readonly level: 'warning'; readonly what: string; readonly cure: string }
  /** Does not work. */
  | { readonly level: 'wrong'; readonly what: string; readonly cure: string };

export const fine = (what: string): Finding => ({ level: 'fine', what });
export const warning = (what: string, cure: string): Finding => ({ level: 'warning', what, cure });
export const wrong = (what: string, cure: string): Finding => ({ level: 'wrong', what, cure });

const MARKS: Readonly<Record<Finding['level'], string>> = { fine: '✓', warning: '!', wrong: '✗' };

export function lineOf(finding: Finding): string {
  const cure = finding.level === 'fine' ? '' : ` — cure: ${finding.cure}`;
  return `${MARKS[finding.level]} ${finding.what}${cure}`;
}

/** The last line: what it all comes to. */
export function summaryOf(findings: readonly Finding[]): string {
  const wrongs = findings.filter(({ level }) => level === 'wrong').length;
  const warnings = findings.filter(({ level }) => level === 'warning').length;
  const more = warnings === 0 ? '' : ` ${counted(warnings, 'warning')} to look at when you have time.`;
  if (wrongs > 0) return `${counted(wrongs, 'thing')} to mend before Kith can do its work.${more}`;
  return warnings === 0 ? 'All is well.' : `Nothing keeps Kith from working.${more}`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** What an error says in one line; a library's message may end in a full stop or not. */
export function sayingOf(error: unknown): string {
  // Trying several addresses of a host fails with an AggregateError whose own message is empty.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const text = first instanceof Error ? first.message : String(first);
  return text.split('\n', 1)[0]?.replace(/[.\s]+$/, '') ?? '';
}
