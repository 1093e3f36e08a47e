import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ActionSpec } from '../../src/engine/action.ts';
import { actions } from '../../src/engine/actions.ts';
import { MAX_TOKEN_LENGTH, readToken, token } from '../../src/engine/card/token.ts';
import { describeCommands } from '../../src/engine/commands/describe.ts';
import { commands } from '../../src/engine/commands/index.ts';
import type { CommandSpec } from '../../src/engine/commands/spec.ts';
import { languages } from '../../src/engine/content/texts.ts';
import { zones } from './cadence/transitions.ts';

const engine = new URL('../../src/engine/', import.meta.url);

/** Every value that a folder's files export, by name. */
async function exportsOf(folder: URL): Promise<readonly (readonly [string, unknown])[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const modules = await Promise.all(files.map((file) => import(new URL(file, folder).href) as Promise<object>));
  return modules.flatMap((module) => Object.entries(module));
}

describe('the commands', () => {
  it('in the folder are those in the index, each once', async () => {
    const isCommand = z.object({ under: z.string(), name: z.string(), run: z.function() });
    const inFolder = (await exportsOf(new URL('commands/', engine)))
      .filter(([, value]) => isCommand.safeParse(value).success)
      .map(([, value]) => value as CommandSpec);
    const nameOf = ({ under, name }: CommandSpec) => `${under} ${name}`;
    expect(inFolder.map(nameOf).toSorted()).toEqual(commands.map(nameOf).toSorted());
    expect(new Set(commands.map(nameOf)).size).toBe(commands.length);
  });

  // https://discord.com/developers/docs/interactions/application-commands
  it.each(languages)('fit into Discord’s limits in %s, and every option has its texts', (language) => {
    const described = describeCommands(language);
    for (const { fullName, words, summary, example, options } of described) {
      expect(words.length, fullName).toBeLessThanOrEqual(2);
      for (const word of words) expect(word, fullName).toMatch(/^[\p{Ll}\d_-]{1,32}$/u);
      expect(summary.length, fullName).toBeGreaterThan(0);
      expect(summary.length, fullName).toBeLessThanOrEqual(100);
      expect(example, fullName).toContain(`/${fullName}`);
      expect(options.length).toBeLessThanOrEqual(25);
      for (const option of options) {
        const name = `${fullName} ${option.name}`;
        expect(option.name, name).toMatch(/^[\p{Ll}\d_-]{1,32}$/u);
        expect(option.description.length, name).toBeGreaterThan(0);
        expect(option.description.length, name).toBeLessThanOrEqual(100);
        expect(option.maxLength, name).toBeGreaterThan(0);
        expect(option.maxLength, name).toBeLessThanOrEqual(6000);
        expect(option.choices.length, name).toBeLessThanOrEqual(25);
        expect(option.kind === 'choice', name).toBe(option.choices.length > 0);
        for (const choice of option.choices) expect(choice.label.length, name).toBeLessThanOrEqual(100);
      }
      const required = options.map((option) => option.required);
      expect(required, `${fullName}: required options come first`).toEqual(
        required.toSorted((a, b) => Number(b) - Number(a)),
      );
    }
  });

  it.each(languages)('have at most 25 leaves at each level and 8,000 characters in all, in %s', (language) => {
    for (const root of ['kith', 'kith-admin']) {
      const leaves = describeCommands(language).filter(({ under }) => under === root);
      expect(new Set(leaves.map(({ words }) => words[0])).size).toBeLessThanOrEqual(25);
      const characters = leaves.flatMap(({ words, summary, options }) => [
        ...words,
        summary,
        ...options.flatMap((option) => [option.name, option.description, ...option.choices.map(({ label }) => label)]),
      ]);
      expect(characters.join('').length).toBeLessThanOrEqual(8000);
    }
  });

  it('no first word is both a command and a group: Discord could not run it', () => {
    for (const root of ['kith', 'kith-admin']) {
      const names = commands.filter(({ under }) => under === root).map(({ name }) => name.split(' '));
      const groups = new Set(names.filter((words) => words.length > 1).map(([group]) => group));
      expect(names.filter((words) => words.length === 1 && groups.has(words[0]))).toEqual([]);
    }
  });
});

describe('the actions', () => {
  it('that any file exports are those in the index, no name twice', async () => {
    const lists = (await exportsOf(engine)).filter(([name, value]) => name.endsWith('Actions') && Array.isArray(value));
    const names = lists.flatMap(([, list]) => (list as ActionSpec[]).map(({ name }) => name));
    expect(names.toSorted()).toEqual([...actions.keys()].toSorted());
  });

  it.each([...actions.values()])('$name: a token with the longest arguments it takes still fits', ({ name, args }) => {
    const longest = argsOf(args).map((one, index) => longestFor(one, `${name}, argument ${index}`));
    const made = token(name, ...longest);
    expect(made.length).toBeLessThanOrEqual(MAX_TOKEN_LENGTH);
    expect(args.safeParse(readToken(made).args).success).toBe(true);
  });

  it.each([...actions.values()])('$name: refuses arguments that a client made up', ({ args }) => {
    const [, ...kinds] = ['', ...argsOf(args)];
    const forged = ["'; drop table members", '\u202e\u200b', 'x'.repeat(5000), '../..', '@everyone'];
    for (const text of forged) {
      expect(args.safeParse([...kinds.map(() => text), text]).success).toBe(false);
      if (kinds.length > 0) expect(args.safeParse(kinds.map(() => text)).success).toBe(false);
    }
    if (kinds.length > 0) expect(args.safeParse([]).success).toBe(false);
  });
});

/** The checks of a token's arguments, one by one. */
function argsOf(args: ActionSpec['args']): readonly z.ZodType[] {
  if (!(args instanceof z.ZodTuple)) throw new Error('arguments are checked by a tuple');
  return args.def.items as readonly z.ZodType[];
}

/** Texts of every length and shape that arguments have: ids, names, zones, dates, times, messages. */
const candidates: readonly string[] = [
  ...zones,
  '2026-12-31',
  '23:59',
  ...Array.from({ length: 80 }, (_, length) => ['0', 'A', 'a'].map((letter) => letter.repeat(length))).flat(),
  ...Array.from({ length: 40 }, (_, length) => `${'A'.repeat(length)}/${'0'.repeat(length)}`),
];

function longestFor(one: z.ZodType, what: string): string {
  const all = one instanceof z.ZodEnum ? one.options.map(String) : candidates;
  const taken = all.filter((candidate) => one.safeParse(candidate).success);
  const [longest] = taken.toSorted((left, right) => right.length - left.length);
  if (longest === undefined) throw new Error(`${what}: no candidate of this test is taken; add one of its shape`);
  return longest;
}
