import type * as z from 'zod';

/** What is wrong with submitted blocks, in the words and with the JSON pointers Slack answers with. */
export type Problem = { readonly words: string; readonly pointer: string };

type Issue = z.core.$ZodIssue;

function words(issue: Issue, pointer: string): Problem[] {
  switch (issue.code) {
    case 'too_big':
      return [
        {
          words:
            issue.origin === 'array'
              ? `no more than ${issue.maximum} items allowed`
              : `must be less than ${Number(issue.maximum) + 1} characters`,
          pointer,
        },
      ];
    case 'too_small':
      return [
        {
          words:
            issue.origin === 'array'
              ? `no less than ${issue.minimum} items allowed`
              : `must be more than ${Number(issue.minimum) - 1} characters`,
          pointer,
        },
      ];
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ words: `invalid additional property: ${key}`, pointer }));
    case 'invalid_type':
      return [missingOrWrong(issue, pointer)];
    case 'invalid_union':
      return [
        {
          words: issue.discriminator === undefined ? 'failed to match all allowed schemas' : 'unsupported type',
          pointer,
        },
      ];
    case 'invalid_value':
      return [
        {
          words: pointer.endsWith('/type') ? 'unsupported type' : `must be one of: ${issue.values.join(', ')}`,
          pointer,
        },
      ];
    default:
      return [{ words: issue.message, pointer }];
  }
}

function missingOrWrong(issue: Extract<Issue, { code: 'invalid_type' }>, pointer: string): Problem {
  if (issue.input !== undefined) return { words: `must provide a ${issue.expected}`, pointer };
  const cut = pointer.lastIndexOf('/');
  return { words: `missing required field: ${pointer.slice(cut + 1)}`, pointer: pointer.slice(0, cut) };
}

/** Slack's problems for zod's; `root` is the pointer of what was parsed (`/blocks`, `/view`). */
export function problemsOf(error: z.ZodError, root: string): Problem[] {
  return error.issues.flatMap((issue) => words(issue, [root, ...issue.path.map(String)].join('/')));
}

/** One line as it stands in `response_metadata.messages`. */
export function line(problem: Problem): string {
  return `[ERROR] ${problem.words} [json-pointer:${problem.pointer}]`;
}
