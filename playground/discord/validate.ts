import * as z from 'zod/mini';
import { type FieldIssue, invalidForm } from './api-error.ts';
import { strict } from './strict-schema.ts';

type Issue = z.core.$ZodIssue;

/** Throws `50035 Invalid Form Body` where the body breaks the schema; unknown keys count as broken. */
export function validateBody(schema: z.core.$ZodType, body: unknown): void {
  const issues = issuesOf(schema, body);
  if (issues.length > 0) throw invalidForm(issues);
}

/** What in the body breaks the schema, with Discord's codes. */
export function issuesOf(schema: z.core.$ZodType, body: unknown): FieldIssue[] {
  const result = z.safeParse(strict(schema), body);
  return result.success ? [] : result.error.issues.flatMap((issue) => translate(issue as Issue, [], body));
}

function translate(issue: Issue, prefix: readonly (string | number)[], body: unknown): FieldIssue[] {
  const path = [...prefix, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  switch (issue.code) {
    case 'invalid_union':
      return closestBranch(issue, path, body);
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        code: 'UNKNOWN_FIELD',
        message: 'This field is not in the API.',
      }));
    case 'too_big':
      return [tooBig(path, issue.origin, Number(issue.maximum))];
    case 'too_small':
      return [tooSmall(path, issue.origin, Number(issue.minimum))];
    case 'invalid_type':
      return [at(body, path) === undefined ? required(path) : wrongType(path, issue.expected)];
    case 'invalid_value':
      return [at(body, path) === undefined ? required(path) : choices(path, issue.values)];
    default:
      return [{ path, code: 'BASE_TYPE_BAD_FORMAT', message: issue.message }];
  }
}

/** Unions of components and options differ by `type`: the branch whose `type` fits tells what is wrong. */
function closestBranch(issue: z.core.$ZodIssueInvalidUnion, path: (string | number)[], body: unknown): FieldIssue[] {
  const branches = issue.errors.map((errors) => errors.flatMap((error) => translate(error, path, body)));
  const depth = path.length;
  const fitting = branches.filter(
    (branch) => !branch.some((found) => found.path.length === depth + 1 && found.path[depth] === 'type'),
  );
  const closest = fitting.toSorted((a, b) => a.length - b.length)[0];
  const typed = branches.some((branch) => branch.some((found) => found.path[depth] === 'type'));
  if (closest && (typed || branches.length === 1)) return closest;
  const kind = typed ? [...path, 'type'] : path;
  return [{ path: kind, code: 'UNION_TYPE_CHOICES', message: 'Value of this field is not one of the allowed types.' }];
}

function at(body: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined,
    body,
  );
}

type Path = readonly (string | number)[];

export const required = (path: Path): FieldIssue => ({
  path,
  code: 'BASE_TYPE_REQUIRED',
  message: 'This field is required',
});

export const wrongType = (path: Path, expected: string): FieldIssue => ({
  path,
  code: 'BASE_TYPE_BAD_TYPE',
  message: `Must be of type ${expected}.`,
});

export const choices = (path: Path, values: readonly unknown[]): FieldIssue => ({
  path,
  code: 'BASE_TYPE_CHOICES',
  message: `Value must be one of {${values.map(String).join(', ')}}.`,
});

export const tooLong = (path: Path, maximum: number): FieldIssue => tooBig(path, 'string', maximum);

function tooBig(path: Path, origin: string, maximum: number): FieldIssue {
  return origin === 'string' || origin === 'array'
    ? { path, code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${maximum} or fewer in length.` }
    : {
        path,
        code: 'NUMBER_TYPE_MAX',
        message: `${origin} value should be less than or equal to ${maximum}.`,
      };
}

function tooSmall(path: Path, origin: string, minimum: number): FieldIssue {
  return origin === 'string' || origin === 'array'
    ? { path, code: 'BASE_TYPE_MIN_LENGTH', message: `Must be ${minimum} or more in length.` }
    : {
        path,
        code: 'NUMBER_TYPE_MIN',
        message: `${origin} value should be greater than or equal to ${minimum}.`,
      };
}
