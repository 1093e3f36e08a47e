import type { MessageKey } from '../content/messages/keys.ts';
import { textsIn } from '../content/texts.ts';
import type { Language } from '../records/community.ts';
import type { AnswerMode } from '../reply.ts';
import { commands } from './index.ts';
import type { OptionKind, Who } from './spec.ts';

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

/** All commands in the order of the index, worded in one language. */
export function describeCommands(language: Language): readonly CommandDescription[] {
  const texts = textsIn(language);
  // That every command has its texts is a test, not a type: names are put together here.
  const say = (key: string) => texts.say(key as MessageKey);
  return commands.map((spec) => {
    const fullName = `${spec.under} ${spec.name}`;
    return {
      under: spec.under,
      words: spec.name.split(' '),
      fullName,
      summary: say(`command.${fullName}`),
      example: say(`command.${fullName}.example`),
      answer: spec.answer,
      who: spec.who,
      options: Object.entries(spec.options).map(([name, option]) => ({
        name,
        kind: option.kind,
        required: option.required,
        description: say(`command.${fullName}.${name}`),
        choices: option.choices.map((value) => ({ value, label: say(`command.${fullName}.${name}.${value}`) })),
        maxLength: option.maxLength,
      })),
    };
  });
}
