import { z } from 'zod';
import type { Who } from './commands/spec.ts';
import type { Handling } from './handling.ts';
import type { AnswerMode, Reply } from './reply.ts';

/** What a press, a choice or a submitted modal brought. */
export interface Pressed {
  /** Chosen values of a select; empty for a button. */
  readonly values: readonly string[];
  /** A modal's fields by input name; empty for buttons and selects. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

/** An id of ours (`Random.id`) as a token's argument. */
export const idArg = z.string().regex(/^[0-9A-Za-z]{22}$/);
/** A person's id, as any of the platforms makes them. */
export const personArg = z.string().regex(/^[0-9A-Z]{1,24}$/);

/** Something a button, select or modal does. Its name is the token's first part and never changes: cards live long. */
export interface ActionSpec<Args extends readonly string[] = readonly string[]> {
  readonly name: string;
  readonly answer: AnswerMode;
  readonly who: Who;
  /** Checks the token's arguments, which a client may have forged. */
  readonly args: z.ZodType<Args>;
  run(handling: Handling, args: Args, pressed: Pressed): Promise<Reply>;
}

/** Keeps an action's argument types inside its own file. */
export function action<Args extends readonly string[]>(spec: ActionSpec<Args>): ActionSpec {
  return spec as unknown as ActionSpec;
}
