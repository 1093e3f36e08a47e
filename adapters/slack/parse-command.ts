import type { CommandDescription, OptionDescription } from '../../src/engine/commands/spec.ts';
import type { Misunderstanding } from '../../src/engine/event.ts';
import { nearest } from './nearest.ts';

/** What a text line after `/kith` or `/kith-admin` means. */
export type Parsed =
  | { readonly command: string; readonly input: Readonly<Record<string, string>> }
  | { readonly problem: Misunderstanding };

/** How much of what was typed is given back in a complaint, in characters. */
const QUOTED = 60;

/*
 * Angle brackets that somebody typed come as entities, so no part of a mention holds one: looking no further than the next keeps the time to read
 * a line in proportion to its length, whatever stands in it.
 */
const PERSON = /^<@([A-Z0-9]+)(?:\|[^<>]*)?>/;
/** Several persons in a row, with or without commas and *and* between them. */
const PEOPLE = /^(?:<@[A-Z0-9]+(?:\|[^<>]*)?>(?:(?:\s*(?:,|&amp;|\+|and\b|y\b))?\s*(?=<@))?)+/i;
/** A channel, a user group, `@here`. */
const NO_PERSON = /^<[#!]/;
const CHANNEL = /^<#([A-Z0-9]+)(?:\|[^<>]*)?>/;
/** One word, or several between quotes (straight or typographic: phones type those). */
const WORD = /^(?:"([^"]*)"|“([^”]*)”|(\S+))/;

/** Slack sends `&`, `<` and `>` of what was typed as entities, and mentions and links in angle brackets. */
function readTyped(text: string): string {
  return text
    .replace(/<@[A-Z0-9]+\|([^<>]+)>/g, '@$1')
    .replace(/<#[A-Z0-9]+\|([^<>]+)>/g, '#$1')
    .replace(/<!(?:[^<>|]*\|@?([^<>]+)|(\w+))>/g, (_whole, label?: string, word?: string) => `@${label ?? word}`)
    .replace(
      /<((?:https?:\/\/|mailto:)[^<>|]+)(?:\|([^<>]*))?>/g,
      (_whole, url: string, label?: string) => label || url,
    )
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

const typedPart = (text: string) => readTyped(text).slice(0, QUOTED);

/**
 * Reads a command line by the commands' descriptions: exact words first, then an unambiguous beginning (`sn 2w`); nothing at all is
 * `home`, or `help` where there is none; `help` is understood everywhere. Options are positional; the last text takes the rest.
 */
export function parseCommand(commands: readonly CommandDescription[], under: string, text: string): Parsed {
  const own = commands.filter((command) => command.under === under);
  const line = text.trim();
  const words = line.toLowerCase().split(/\s+/).filter(Boolean);
  const help = named(commands, 'help');
  const command =
    words.length === 0
      ? (named(own, 'home') ?? help)
      : (match(own, words) ?? (words.join(' ') === 'help' ? help : undefined));
  if (!command) {
    const typed = line.split(/\s+/).slice(0, 2).join(' ');
    const similar = nearest(own, words)?.fullName ?? null;
    return { problem: { kind: 'unknown-command', typed: typedPart(typed), nearest: similar } };
  }
  return readOptions(command, words.length === 0 ? '' : afterWords(line, command.words.length));
}

const named = (among: readonly CommandDescription[], name: string) =>
  among.find(({ words }) => words.join(' ') === name);

function match(own: readonly CommandDescription[], typed: readonly string[]): CommandDescription | undefined {
  const fits = (how: (word: string, part: string) => boolean) =>
    own.filter(({ words }) => words.every((word, index) => typed[index] !== undefined && how(word, typed[index])));
  const exact = fits((word, part) => word === part).toSorted((a, b) => b.words.length - a.words.length);
  if (exact[0]) return exact[0];
  const begun = fits((word, part) => word.startsWith(part));
  return begun.length === 1 ? begun[0] : undefined;
}

function afterWords(line: string, count: number): string {
  let rest = line;
  for (let word = 0; word < count; word += 1) rest = rest.replace(/^\S+\s*/, '');
  return rest;
}

/** Longer than words may be that are worth keeping; of a name or a span a complaint quotes enough. */
function tooLong(option: OptionDescription, rest: string): boolean {
  return option.kind === 'text' && option.maxLength > QUOTED && readTyped(rest).length > option.maxLength;
}

type Taken = { readonly value: string; readonly rest: string } | undefined;

function readOptions(command: CommandDescription, text: string): Parsed {
  const input: Record<string, string> = {};
  let rest = text;
  /** An optional option that did not fit what stands there: only a problem when nothing else takes it. */
  let unfit: OptionDescription | undefined;
  for (const [index, option] of command.options.entries()) {
    if (rest === '') {
      if (option.required)
        return { problem: { kind: 'missing-option', command: command.fullName, option: option.name } };
      continue;
    }
    // A channel or a group where people are meant: taken for words it would be a riddle.
    if (NO_PERSON.test(rest) && (option.kind === 'person' || option.kind === 'people'))
      return wrong(command, option, rest);
    const taken = take(option, rest, index === command.options.length - 1);
    if (taken) {
      input[option.name] = taken.value;
      rest = taken.rest;
    } else if (option.required || tooLong(option, rest)) {
      return wrong(command, option, rest);
    } else {
      unfit ??= option;
    }
  }
  if (rest === '') return { command: command.fullName, input };
  if (unfit) return wrong(command, unfit, rest);
  return { problem: { kind: 'too-much', command: command.fullName, typed: typedPart(rest) } };
}

function wrong(command: CommandDescription, option: OptionDescription, rest: string): Parsed {
  if (tooLong(option, rest)) {
    const whole = { typed: readTyped(rest), most: option.maxLength };
    return { problem: { kind: 'too-long', command: command.fullName, ...whole } };
  }
  const typed = typedPart(option.kind === 'text' ? rest : (WORD.exec(rest)?.[0] ?? rest));
  return { problem: { kind: 'wrong-option', command: command.fullName, option: option.name, typed } };
}

function take(option: OptionDescription, text: string, last: boolean): Taken {
  switch (option.kind) {
    case 'person':
      return takeReference(PERSON, text);
    case 'people':
      return takePeople(text);
    case 'channel':
      return takeReference(CHANNEL, text);
    case 'choice':
      return takeChoice(option, text);
    case 'text':
      return takeText(option, text, last);
    default:
      return option.kind satisfies never;
  }
}

function takeReference(pattern: RegExp, text: string): Taken {
  const found = pattern.exec(text);
  return found?.[1] ? { value: found[1], rest: text.slice(found[0].length).trim() } : undefined;
}

/** However many there are: the engine says kindly when they are too many. */
function takePeople(text: string): Taken {
  const found = PEOPLE.exec(text)?.[0];
  if (!found) return undefined;
  const ids = [...found.matchAll(/<@([A-Z0-9]+)/gi)].flatMap((each) => each[1] ?? []);
  return { value: [...new Set(ids)].join(','), rest: text.slice(found.length).trim() };
}

function takeChoice(option: OptionDescription, text: string): Taken {
  // Labels may be several words long; the longest that stands there wins.
  const names = option.choices.flatMap(({ value, label }) => [
    { value, name: value.toLowerCase() },
    { value, name: label.toLowerCase() },
  ]);
  const lower = text.toLowerCase();
  const whole = names
    .filter(({ name }) => lower === name || lower.startsWith(`${name} `))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
  if (whole) return { value: whole.value, rest: text.slice(whole.name.length).trim() };
  const word = WORD.exec(lower)?.[0] ?? '';
  const begun = new Set(names.filter(({ name }) => name.startsWith(word)).map(({ value }) => value));
  const [only] = begun;
  return begun.size === 1 && only !== undefined ? { value: only, rest: text.slice(word.length).trim() } : undefined;
}

function takeText(option: OptionDescription, text: string, last: boolean): Taken {
  const found = WORD.exec(text);
  if (!found) return undefined;
  const quoted = found[1] ?? found[2];
  const rest = text.slice(found[0].length).trim();
  const takesAll = last && (quoted === undefined || rest !== '');
  const value = readTyped(takesAll ? text : (quoted ?? found[3] ?? ''));
  if (value.trim() === '' || value.length > option.maxLength) return undefined;
  return { value, rest: takesAll ? '' : rest };
}
