import { ApplicationCommandType } from 'discord-api-types/v10';
import type { Person } from '../driver.ts';
import { isBranch, type OptionBody } from './command-rules.ts';
import type { Choice } from './interactions.ts';
import { type OptionValue, optionValue, splitNamed, spread, type Typing } from './option-values.ts';
import { nothingMentioned, resolvedShape } from './resolved.ts';
import { visibleCommands } from './visible-commands.ts';
import type { Channel, World } from './world.ts';

export interface TypedLine {
  readonly world: World;
  readonly person: Person;
  readonly channel: Channel;
  readonly line: string;
  readonly offered: ReadonlyMap<string, readonly Choice[]>;
}

/** The data of the interaction that a typed slash command makes; throws what the client would show instead. */
export function commandData(typed: TypedLine): object {
  const { leaf, typing, rest, ...found } = locate(typed);
  const values = valuesOf(leaf, rest, typing);
  const missing = leaf.find(({ name, required }) => required && !values.some((value) => value.name === name));
  if (missing) throw new Error(`This command needs “${missing.name}”: ${missing.description}`);
  return dataOf(typed, found, typing, values);
}

/** As `commandData`, while the last option is still being typed. */
export function autocompleteData(typed: TypedLine): { data: object; option: string } {
  const { leaf, typing, rest, ...found } = locate(typed);
  const { lead, named } = splitNamed(leaf, rest);
  const lastName = [...named.keys()].at(-1);
  const values = lastName === undefined ? [] : valuesOf(leaf, rest, typing);
  const unnamed = lastName === undefined ? leadingValues(leaf, lead, typing) : values;
  const focus = lastName ?? unnamed.at(-1)?.name ?? leaf.find(({ autocomplete }) => autocomplete)?.name;
  const option = leaf.find(({ name }) => name === focus);
  if (!option?.autocomplete) throw new Error(`“${focus ?? typed.line}” offers no suggestions.`);
  const focused = unnamed.find(({ name }) => name === option.name) ?? {
    name: option.name,
    type: option.type,
    value: '',
  };
  const others = unnamed.filter(({ name }) => name !== option.name);
  const data = dataOf(typed, found, typing, [...others, { ...focused, focused: true }]);
  return { data, option: option.name };
}

/** While typing, an option of text that suggests takes the words even though others come before it. */
function leadingValues(leaf: readonly OptionBody[], lead: string, typing: Typing): OptionValue[] {
  const suggesting = leaf.filter(({ autocomplete }) => autocomplete);
  try {
    return spread(leaf, lead, typing);
  } catch {
    return spread(suggesting, lead, typing);
  }
}

interface Found {
  readonly id: string;
  readonly name: string;
  readonly guild: string | undefined;
  /** Subcommand, or group and subcommand. */
  readonly path: readonly OptionBody[];
}

function locate(typed: TypedLine): Found & { leaf: readonly OptionBody[]; rest: string; typing: Typing } {
  const { world, person, channel, line, offered } = typed;
  const [, name = '', after = ''] = /^\/(\S+)\s*([\s\S]*)$/.exec(line.trim()) ?? [];
  const command = visibleCommands(world, person, channel, ApplicationCommandType.ChatInput).find(
    (candidate) => candidate.name === name,
  );
  if (!command) throw unregistered(`/${name || line}`);
  const path: OptionBody[] = [];
  let leaf = (command.options ?? []) as OptionBody[];
  let rest = after;
  while (leaf.some(isBranch)) {
    const [, word = '', remaining = ''] = /^(\S*)\s*([\s\S]*)$/.exec(rest) ?? [];
    const branch = leaf.find((option) => option.name === word);
    if (!branch)
      throw unregistered(['', name, ...path.map((step) => step.name), word].join(' ').trim().replace(/^/, '/'));
    path.push(branch);
    leaf = branch.options ?? [];
    rest = remaining;
  }
  const typing = { world, mentioned: nothingMentioned(), offered };
  return { id: command.id, name, guild: command.guild_id, path, leaf, rest, typing };
}

const unregistered = (command: string): Error => new Error(`The application did not register ${command} for you here.`);

function valuesOf(leaf: readonly OptionBody[], rest: string, typing: Typing): OptionValue[] {
  const { lead, named } = splitNamed(leaf, rest);
  const unnamed = leaf.filter(({ name }) => !named.has(name));
  const values = spread(unnamed, lead, typing);
  for (const option of leaf) {
    const text = named.get(option.name);
    if (text !== undefined) values.push(optionValue(option, text, typing));
  }
  return values;
}

function dataOf({ world, channel, person }: TypedLine, found: Found, typing: Typing, values: readonly OptionValue[]) {
  const { id, name, guild, path } = found;
  const options = path
    .toReversed()
    .reduce<object[]>((inner, { name: step, type }) => [{ name: step, type, options: inner }], [...values]);
  const resolved = resolvedShape(world, channel, person.id, typing.mentioned);
  return {
    id,
    name,
    type: ApplicationCommandType.ChatInput,
    ...(guild ? { guild_id: guild } : {}),
    ...(options.length > 0 ? { options } : {}),
    ...(resolved ? { resolved } : {}),
  };
}
