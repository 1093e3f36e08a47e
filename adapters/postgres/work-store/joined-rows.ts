import { type Row, unhex } from '../scope.ts';

/** Rows as JSON inside a row of another table: one join without renaming every column. */
export type MemberJson = Omit<Row<'members'>, 'name'> & { readonly name: string };
export type OccurrenceJson = Omit<Row<'occurrences'>, 'question'> & { readonly question: string | null };
export type AnswerJson = Omit<Row<'answers'>, 'question' | 'choice' | 'words'> & {
  readonly question: string;
  readonly choice: string | null;
  readonly words: string | null;
};

export function memberRowOf(json: MemberJson): Row<'members'> {
  return { ...json, name: unhex(json.name) };
}

export function occurrenceRowOf(json: OccurrenceJson): Row<'occurrences'> {
  return { ...json, question: bytes(json.question) };
}

export function answerRowOf(json: AnswerJson): Row<'answers'> {
  return { ...json, question: unhex(json.question), choice: bytes(json.choice), words: bytes(json.words) };
}

function bytes(text: string | null): Uint8Array | null {
  return text === null ? null : unhex(text);
}
