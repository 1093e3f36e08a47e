import { OperatorError } from './engine/errors.ts';

/** What the terminal says of the error that ended a program: a sentence where the operator can mend it; anything else is a bug and keeps its stack. */
export function told(error: unknown): string {
  if (error instanceof OperatorError) return error.message;
  return error instanceof Error ? `${error.stack}` : String(error);
}
