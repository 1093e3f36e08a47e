import {
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
  type CommandInteractionOption,
  ComponentType,
  type ModalSubmitInteraction,
} from 'discord.js';
import { peopleOptionOf } from './people-option.ts';

/** Discord nests leaf and options under group and subcommand; our full name is their words in a row. */
export function commandOf(interaction: ChatInputCommandInteraction): {
  readonly command: string;
  readonly input: Readonly<Record<string, string>>;
} {
  const { options } = interaction;
  const words = [interaction.commandName, options.getSubcommandGroup(false), options.getSubcommand(false)];
  const values = leavesOf(options.data).flatMap(({ name, type, value }) => {
    if (value === undefined || value === null) return [];
    const ours = type === ApplicationCommandOptionType.User ? peopleOptionOf(name) : name;
    return [{ ours, value: String(value) }];
  });
  const input = Object.fromEntries(
    [...Map.groupBy(values, ({ ours }) => ours)].map(([name, all]) => [name, all.map(({ value }) => value).join(',')]),
  );
  return { command: words.filter((word) => word !== null).join(' '), input };
}

function leavesOf(options: readonly CommandInteractionOption[]): readonly CommandInteractionOption[] {
  return options.flatMap((option) => (option.options ? leavesOf(option.options) : [option]));
}

/** What was entered, by input name. */
export function fieldsOf(interaction: ModalSubmitInteraction): Readonly<Record<string, readonly string[]>> {
  const entries = interaction.fields.fields.map((field, name) => {
    if ('values' in field) return [name, [...field.values]] as const;
    const text = 'value' in field && typeof field.value === 'string' ? field.value : '';
    return [name, text === '' ? [] : [text]] as const;
  });
  return Object.fromEntries(entries);
}

/** The inputs in which one writes, by name. */
export function writtenIn({ fields }: ModalSubmitInteraction): readonly string[] {
  return [...fields.fields.filter(({ type }) => type === ComponentType.TextInput).keys()];
}
