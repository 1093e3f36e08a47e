import { type Row, unhex } from '../scope.ts';

/** A member's row as JSON inside a row of another table: one join without renaming every column. */
export type MemberJson = Omit<Row<'members'>, 'name'> & { readonly name: string };

export function memberRowOf(json: MemberJson): Row<'members'> {
  return { ...json, name: unhex(json.name) };
}
