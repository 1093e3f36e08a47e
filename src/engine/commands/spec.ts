import type { z } from 'zod';
import type { Handling } from '../handling.ts';
import type { AnswerMode, Reply } from '../reply.ts';

/** Who may run something: anyone in the community, those who joined, or organizers. */
export type Who = 'anyone' | 'member' | 'organizer';

/** Most persons one `people` option takes. */
export const MOST_PEOPLE = 10;

/** What an option is, for the platforms' own pickers and for the text parser. `people` is one or several persons, separated by commas. */
export type OptionKind = 'text' | 'person' | 'people' | 'channel' | 'choice';

/** One option of a command. Options are positional in a text line, in the order they are declared; the last `text` takes the rest. */
export interface OptionSpec {
  readonly kind: OptionKind;
  readonly required: boolean;
  /** Values of a `choice`; shown by their catalogue text `command.<full name>.<option>.<value>`. */
  readonly choices: readonly string[];
  /** Longest text taken, in characters. */
  readonly maxLength: number;
}

/**
 * A command leaf, defined once: the Slack text parser, the Slack manifest, the Discord registration and the help are projected from it.
 * Its summary and option descriptions stand in the catalogue under `command.<full name>…`.
 */
export interface CommandSpec<Input = unknown> {
  /** `kith` for members, `kith-admin` for organizers. */
  readonly under: 'kith' | 'kith-admin';
  /** One or two words: `home`, `program create`. */
  readonly name: string;
  readonly answer: AnswerMode;
  readonly who: Who;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Checks what came in by option name; its complaint is answered with the command's example. */
  readonly input: z.ZodType<Input>;
  run(handling: Handling, input: Input): Promise<Reply>;
}

/** A command as adapters project it into manifests, registrations, parsers and help. */
export interface CommandDescription {
  readonly under: 'kith' | 'kith-admin';
  /** One or two words. */
  readonly words: readonly string[];
  /** `kith-admin program create` */
  readonly fullName: string;
  /** At most 100 characters (Discord's limit). */
  readonly summary: string;
  /** A right example to show after a wrong one: `/kith snooze 2w`. */
  readonly example: string;
  readonly answer: AnswerMode;
  readonly who: Who;
  readonly options: readonly OptionDescription[];
}

export interface OptionDescription {
  readonly name: string;
  readonly kind: OptionKind;
  readonly required: boolean;
  /** At most 100 characters; says who will see it where it holds words. */
  readonly description: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly maxLength: number;
}

/** Keeps a command's input type inside its own file. */
export function command<Input>(spec: CommandSpec<Input>): CommandSpec {
  return spec as CommandSpec;
}
