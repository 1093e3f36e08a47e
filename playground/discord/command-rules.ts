import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord-api-types/v10';
import type { FieldIssue } from './api-error.ts';
import { limits } from './limits.ts';
import { required, tooLong } from './validate.ts';

/** An application command as it was registered. */
export interface CommandBody {
  name: string;
  type?: number | null;
  description?: string | null;
  options?: OptionBody[] | null;
  default_member_permissions?: string | number | null;
  dm_permission?: boolean | null;
  contexts?: number[] | null;
  integration_types?: number[] | null;
  name_localizations?: Record<string, string> | null;
  description_localizations?: Record<string, string> | null;
  nsfw?: boolean | null;
}

export interface OptionBody {
  type: number;
  name: string;
  description: string;
  required?: boolean | null;
  autocomplete?: boolean | null;
  choices?: { name: string; value: string | number }[] | null;
  options?: OptionBody[] | null;
  min_length?: number | null;
  max_length?: number | null;
  min_value?: number | null;
  max_value?: number | null;
  channel_types?: number[] | null;
}

type Path = readonly (string | number)[];

/** interactions/application-commands#application-command-object-application-command-naming */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** What Discord documents about commands beyond its schema. */
export function commandIssues(commands: readonly CommandBody[]): FieldIssue[] {
  const issues = commands.flatMap((command, index) => oneCommandIssues(command, commands.length === 1 ? [] : [index]));
  if (commands.length > limits.commands) issues.push(tooLong([], limits.commands));
  const seen = new Set<string>();
  for (const [index, command] of commands.entries()) {
    const key = `${command.type ?? ApplicationCommandType.ChatInput} ${command.name}`;
    if (seen.has(key)) {
      const message = 'Application command names must be unique';
      issues.push({ path: [index], code: 'APPLICATION_COMMANDS_DUPLICATE_NAME', message });
    }
    seen.add(key);
  }
  return issues;
}

function oneCommandIssues(command: CommandBody, path: Path): FieldIssue[] {
  const isSlash = (command.type ?? ApplicationCommandType.ChatInput) === ApplicationCommandType.ChatInput;
  const issues: FieldIssue[] = [];
  if (!isSlash) {
    if (command.description) {
      const message = 'Context menu commands cannot have description';
      issues.push({ path: [...path, 'description'], code: 'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION', message });
    }
    return issues;
  }
  if (!isName(command.name)) issues.push(badName([...path, 'name']));
  if (!command.description) issues.push(required([...path, 'description']));
  if (textTotal(command) > limits.commandTotal) {
    const message = `Command exceeds maximum size (${limits.commandTotal})`;
    issues.push({ path, code: 'APPLICATION_COMMAND_TOO_LARGE', message });
  }
  issues.push(...optionIssues(command.options ?? [], [...path, 'options']));
  return issues;
}

function optionIssues(options: readonly OptionBody[], path: Path): FieldIssue[] {
  const issues: FieldIssue[] = [];
  if (options.length > limits.commandOptions) issues.push(tooLong(path, limits.commandOptions));
  const names = new Set<string>();
  let optionalSeen = false;
  for (const [index, option] of options.entries()) {
    const at = [...path, index];
    if (!isName(option.name)) issues.push(badName([...at, 'name']));
    if (names.has(option.name)) {
      issues.push({ path: at, code: 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', message: 'Name is used twice' });
    }
    names.add(option.name);
    if (option.required && optionalSeen) {
      const message = 'Required options must be placed before non-required options';
      issues.push({ path: at, code: 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', message });
    }
    optionalSeen ||= !option.required;
    issues.push(...kindIssues(option, options, at));
  }
  return issues;
}

function kindIssues(option: OptionBody, siblings: readonly OptionBody[], path: Path): FieldIssue[] {
  const issues: FieldIssue[] = [];
  if (option.choices?.length && option.autocomplete) {
    const message = 'Autocomplete cannot be used with choices';
    issues.push({ path: [...path, 'autocomplete'], code: 'APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES', message });
  }
  if (isBranch(option) && siblings.some((sibling) => !isBranch(sibling))) {
    const message = 'Sub-commands and sub-command groups cannot be mixed with other options';
    issues.push({ path, code: 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', message });
  }
  return [...issues, ...optionIssues(option.options ?? [], [...path, 'options'])];
}

/** Subcommands and groups hold options; everything else holds a value. */
export function isBranch(option: { readonly type: number }): boolean {
  return (
    option.type === ApplicationCommandOptionType.Subcommand ||
    option.type === ApplicationCommandOptionType.SubcommandGroup
  );
}

const isName = (name: string): boolean => NAME.test(name) && name === name.toLowerCase();

const badName = (path: Path): FieldIssue => ({
  path,
  code: 'APPLICATION_COMMAND_INVALID_NAME',
  message: 'Command name is invalid',
});

function textTotal(body: CommandBody | OptionBody): number {
  const choices = 'choices' in body ? (body.choices ?? []) : [];
  const own = body.name.length + (body.description?.length ?? 0);
  const ofChoices = choices.reduce((sum, { name, value }) => sum + name.length + String(value).length, 0);
  return (body.options ?? []).reduce((sum, option) => sum + textTotal(option), own + ofChoices);
}
