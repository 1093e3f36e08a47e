import { ApplicationCommandOptionType as Kind } from 'discord-api-types/v10';
import type { OptionBody } from './command-rules.ts';
import type { Choice } from './interactions.ts';
import type { Mentioned } from './resolved.ts';
import type { World } from './world.ts';

export interface OptionValue {
  readonly name: string;
  readonly type: number;
  readonly value: string | number | boolean;
  focused?: true;
}

export interface Typing {
  readonly world: World;
  readonly mentioned: Mentioned;
  /** Choices the app has offered by autocomplete, by option. */
  readonly offered: ReadonlyMap<string, readonly Choice[]>;
}

/** Splits `@Sam for:the soup` into what stands before any `name:`, and what follows each. */
export function splitNamed(options: readonly OptionBody[], text: string): { lead: string; named: Map<string, string> } {
  const names = options.map(({ name }) => name.replaceAll(/[^\p{L}\p{N}_-]/gu, '\\$&'));
  const named = new Map<string, string>();
  if (names.length === 0) return { lead: text.trim(), named };
  const parts = text.split(new RegExp(`(?:^|\\s)(${names.join('|')}):`, 'u'));
  for (let index = 1; index < parts.length; index += 2) named.set(parts[index] ?? '', (parts[index + 1] ?? '').trim());
  return { lead: (parts[0] ?? '').trim(), named };
}

/** Gives unnamed text to the options in their order; the last option of text takes all that is left. */
export function spread(options: readonly OptionBody[], text: string, typing: Typing): OptionValue[] {
  const values: OptionValue[] = [];
  const lastText = options.findLast((option) => option.type === Kind.String && !option.choices?.length);
  let rest = text.trim();
  for (const option of options) {
    if (rest === '') break;
    const piece = option === lastText ? rest : leadingPiece(option, rest, typing.world);
    if (piece === undefined) continue;
    values.push(optionValue(option, piece, typing));
    rest = rest.slice(piece.length).trim();
  }
  if (rest !== '') throw new Error(`“${rest}” fits no option of this command.`);
  return values;
}

/** How much of the text an option takes; `undefined` where it does not look like a value for it. */
function leadingPiece(option: OptionBody, rest: string, world: World): string | undefined {
  const word = rest.split(/\s/)[0] ?? '';
  switch (option.type) {
    case Kind.User:
    case Kind.Mentionable:
      return rest.startsWith('@')
        ? longest(
            world.everyone.map(({ name }) => `@${name}`),
            rest,
          )
        : matching(/^<@!?\d+>$/, word);
    case Kind.Channel:
      return rest.startsWith('#')
        ? longest(
            world.places.map(({ name }) => `#${name}`),
            rest,
          )
        : matching(/^<#\d+>$/, word);
    case Kind.Integer:
      return matching(/^-?\d+$/, word);
    case Kind.Number:
      return matching(/^-?\d+(\.\d+)?$/, word);
    case Kind.Boolean:
      return matching(/^(true|false|yes|no)$/i, word);
    default:
      if (!option.choices?.length) return word;
      return longest(
        option.choices.flatMap(({ name, value }) => [name, String(value)]),
        rest,
      );
  }
}

const matching = (pattern: RegExp, word: string): string | undefined => (pattern.test(word) ? word : undefined);

/** The longest of the names with which the text begins, as the text writes it. */
function longest(names: readonly string[], text: string): string | undefined {
  const lower = text.toLowerCase();
  const found = names
    .filter((name) => lower.startsWith(name.toLowerCase()) && /^(\W|$)/u.test(text.slice(name.length)))
    .toSorted((a, b) => b.length - a.length)[0];
  return found && text.slice(0, found.length);
}

/** The value an option sends for what was typed into it; throws what the client says about it. */
export function optionValue(option: OptionBody, text: string, typing: Typing): OptionValue {
  const { name, type } = option;
  return { name, type, value: convert(option, text, typing) };
}

function convert(option: OptionBody, text: string, { world, mentioned, offered }: Typing): string | number | boolean {
  switch (option.type) {
    case Kind.User:
    case Kind.Mentionable: {
      const person = world.person(text.replace(/^<@!?(\d+)>$/, '$1'));
      if (!person) throw new Error(`${option.name}: there is nobody called “${text}”.`);
      mentioned.users.add(person.id);
      return person.id;
    }
    case Kind.Channel: {
      const place = world.place(text.replace(/^<#(\d+)>$/, '$1'));
      if (!place) throw new Error(`${option.name}: there is no channel “${text}”.`);
      mentioned.channels.add(place.id);
      return place.id;
    }
    case Kind.Integer:
    case Kind.Number:
      return numberFrom(option, text);
    case Kind.Boolean:
      if (!/^(true|false|yes|no)$/i.test(text)) throw new Error(`${option.name}: choose True or False.`);
      return /^(true|yes)$/i.test(text);
    default:
      return textFrom(option, text, offered.get(option.name) ?? []);
  }
}

function numberFrom(option: OptionBody, text: string): number {
  const choice = option.choices?.find(({ name }) => name.toLowerCase() === text.toLowerCase());
  const value = Number(choice?.value ?? text);
  const isWhole = option.type !== Kind.Integer || Number.isInteger(value);
  if (text === '' || Number.isNaN(value) || !isWhole)
    throw new Error(`${option.name}: “${text}” is not a valid number.`);
  if (value < (option.min_value ?? -Infinity)) throw new Error(`${option.name}: must be ${option.min_value} or more.`);
  if (value > (option.max_value ?? Infinity)) throw new Error(`${option.name}: must be ${option.max_value} or less.`);
  return value;
}

function textFrom(option: OptionBody, text: string, offered: readonly Choice[]): string | number {
  if (option.choices?.length) {
    const wanted = text.toLowerCase();
    const choice = option.choices.find(({ name, value }) =>
      [name, String(value)].some((one) => one.toLowerCase() === wanted),
    );
    if (choice) return choice.value;
    throw new Error(`${option.name}: choose one of ${option.choices.map(({ name }) => name).join(', ')}.`);
  }
  // Typing an offered choice's words is how a test picks it.
  const picked = offered.find(({ name }) => name === text);
  if (picked) return picked.value;
  if (text.length < (option.min_length ?? 0))
    throw new Error(`${option.name}: must be ${option.min_length} or more characters.`);
  if (text.length > (option.max_length ?? 6000))
    throw new Error(`${option.name}: must be ${option.max_length ?? 6000} or fewer characters.`);
  return text;
}
