import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandGroupOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  type Locale,
  type LocalizationMap,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { CommandDescription, OptionDescription } from '../../src/engine/commands/spec.ts';
import type { Language } from '../../src/engine/records/community.ts';
import { limits } from './limits.ts';
import { LOCALES } from './localized.ts';
import { peopleOptionNames } from './people-option.ts';
import { cut } from './render/fit.ts';

export type Describe = (language: Language) => readonly CommandDescription[];
export type SlashCommand = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** The commands as Discord's: one for each first word, with a subcommand for each leaf and a group for the first of two words. */
export function projectCommands(describe: Describe): readonly SlashCommand[] {
  const worded = inAllLanguages(describe);
  const roots = Map.groupBy(worded, ({ command }) => command.under);
  return [...roots].map(([name, leaves]) => ({
    type: ApplicationCommandType.ChatInput,
    name,
    // Shown nowhere but in the server's settings.
    description: cut(listOf(leaves, 0), limits.commandDescription),
    options: branches(leaves),
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    ...(name === 'kith-admin' ? { default_member_permissions: PermissionFlagsBits.ManageGuild.toString() } : {}),
  }));
}

/** A command in English, and the same one in each other language by Discord's locale. */
interface Worded {
  readonly command: CommandDescription;
  readonly others: ReadonlyMap<Locale, CommandDescription>;
}

function inAllLanguages(describe: Describe): readonly Worded[] {
  const others = Object.entries(LOCALES).flatMap(([language, locales]) => {
    const described = new Map(describe(language as Language).map((command) => [command.fullName, command]));
    return locales.map((locale) => [locale, described] as const);
  });
  return describe('en').map((command) => ({
    command,
    others: new Map(
      others.flatMap(([locale, described]) => {
        const other = described.get(command.fullName);
        return other ? [[locale, other] as const] : [];
      }),
    ),
  }));
}

const listOf = (leaves: readonly Worded[], depth: number): string =>
  [...new Set(leaves.map(({ command }) => command.words[depth] ?? ''))].join(', ');

function branches(
  leaves: readonly Worded[],
): (APIApplicationCommandSubcommandOption | APIApplicationCommandSubcommandGroupOption)[] {
  return [...Map.groupBy(leaves, ({ command }) => command.words[0] ?? '')].map(([word, under]) => {
    const [first] = under;
    if (first?.command.words.length === 1) {
      if (under.length > 1)
        throw new Error(`Discord can run no command that has subcommands: ${first.command.fullName}`);
      return subcommand(word, first);
    }
    if (under.some(({ command }) => command.words.length !== 2)) throw new Error(`not two words deep: ${word}`);
    return {
      type: ApplicationCommandOptionType.SubcommandGroup,
      name: word,
      // Shown nowhere, but required.
      description: cut(listOf(under, 1), limits.commandDescription),
      options: under.map((leaf) => subcommand(leaf.command.words[1] ?? '', leaf)),
    };
  });
}

function subcommand(name: string, { command, others }: Worded): APIApplicationCommandSubcommandOption {
  const inOthers = (text: (other: CommandDescription) => string | undefined) => localized(others, text);
  // Discord wants the required ones first.
  const options = command.options.flatMap(eachRegistered).toSorted((a, b) => Number(b.required) - Number(a.required));
  return {
    type: ApplicationCommandOptionType.Subcommand,
    name,
    description: cut(command.summary, limits.commandDescription),
    ...described(inOthers(({ summary }) => summary)),
    options: options.map(({ option, name: registered, required }) => {
      const sameIn = (other: CommandDescription) => other.options.find((each) => each.name === option.name);
      return {
        name: registered,
        description: cut(option.description, limits.commandDescription),
        ...described(inOthers((other) => sameIn(other)?.description)),
        required,
        ...kindOf(option, (value) =>
          inOthers((other) => sameIn(other)?.choices.find((choice) => choice.value === value)?.label),
        ),
      } as APIApplicationCommandBasicOption;
    }),
  };
}

/** Each of our options is one of Discord's; only *several people* becomes several, of which the first alone can be required. */
function eachRegistered(option: OptionDescription) {
  const names = option.kind === 'people' ? peopleOptionNames(option.name) : [option.name];
  return names.map((name, index) => ({ option, name, required: option.required && index === 0 }));
}

function kindOf(option: OptionDescription, labelsOf: (value: string) => LocalizationMap): object {
  switch (option.kind) {
    case 'text':
      return {
        type: ApplicationCommandOptionType.String,
        max_length: Math.min(option.maxLength, limits.commandText),
      };
    case 'person':
    case 'people':
      return { type: ApplicationCommandOptionType.User };
    case 'channel':
      return {
        type: ApplicationCommandOptionType.Channel,
        channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
      };
    case 'choice':
      return {
        type: ApplicationCommandOptionType.String,
        choices: option.choices.map(({ value, label }) => {
          const names = labelsOf(value);
          const name_localizations = Object.keys(names).length > 0 ? { name_localizations: names } : {};
          return { name: cut(label, limits.choiceName), ...name_localizations, value };
        }),
      };
    default:
      return option.kind satisfies never;
  }
}

function localized(
  others: ReadonlyMap<Locale, CommandDescription>,
  text: (other: CommandDescription) => string | undefined,
): LocalizationMap {
  const entries = [...others].flatMap(([locale, other]) => {
    const words = text(other);
    return words === undefined ? [] : [[locale, cut(words, limits.commandDescription)] as const];
  });
  return Object.fromEntries(entries);
}

const described = (words: LocalizationMap) =>
  Object.keys(words).length > 0 ? { description_localizations: words } : {};
