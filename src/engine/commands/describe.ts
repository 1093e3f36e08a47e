import type { MessageKey } from '../content/messages/keys.ts';
import { textsIn } from '../content/texts.ts';
import type { Language } from '../records/community.ts';
import { commands } from './index.ts';
import type { CommandDescription } from './spec.ts';

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
