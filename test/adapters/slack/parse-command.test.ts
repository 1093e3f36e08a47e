import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCommand } from '../../../adapters/slack/parse-command.ts';
import type { CommandDescription, OptionDescription } from '../../../src/engine/commands/spec.ts';
import { slips } from '../../../src/engine/content/slips.ts';

function command(fullName: string, ...options: OptionDescription[]): CommandDescription {
  const [under, ...words] = fullName.split(' ');
  return {
    under: under as CommandDescription['under'],
    words,
    fullName,
    summary: '',
    example: '',
    answer: 'private',
    who: 'anyone',
    options,
  };
}

function option(name: string, kind: OptionDescription['kind'], required = true): OptionDescription {
  return { name, kind, required, description: '', choices: [], maxLength: 40 };
}

const often: OptionDescription = {
  ...option('often', 'choice', false),
  choices: [
    { value: 'weekly', label: 'Every week' },
    { value: 'weekdays', label: 'Weekdays' },
  ],
};
const commands = [
  command('kith home'),
  command('kith help'),
  command('kith snooze', option('for', 'text', false)),
  command('kith thanks', option('person', 'person'), option('words', 'text', false)),
  command('kith remember', option('person', 'person'), option('what', 'text'), option('when', 'text')),
  command('kith settings'),
  command('kith praise', option('people', 'people'), option('words', 'text', false)),
  command('kith cheer', option('people', 'people', false), { ...option('for', 'text', false), maxLength: 80 }),
  command('kith-admin program create', often, option('channel', 'channel', false)),
  command('kith-admin program list'),
  command('kith-admin prompts list'),
];
const kith = (text: string) => parseCommand(commands, 'kith', text);
const admin = (text: string) => parseCommand(commands, 'kith-admin', text);

describe('a command line', () => {
  test.each([
    ['', 'kith home', {}],
    ['   ', 'kith home', {}],
    ['help', 'kith help', {}],
    ['HELP', 'kith help', {}],
    ['sn 2w', 'kith snooze', { for: '2w' }],
    ['set', 'kith settings', {}],
    ['snooze until next friday', 'kith snooze', { for: 'until next friday' }],
    ['snooze "2 weeks"', 'kith snooze', { for: '2 weeks' }],
    ['snooze “2 weeks”', 'kith snooze', { for: '2 weeks' }],
    ['thanks <@U12AB|sam>', 'kith thanks', { person: 'U12AB' }],
    ['thanks <@U12AB> for the   soup', 'kith thanks', { person: 'U12AB', words: 'for the   soup' }],
    ['thanks <@U1|sam> "soup" and bread', 'kith thanks', { person: 'U1', words: '"soup" and bread' }],
    ['thanks <@U1|sam> for &lt;b&gt; &amp;amp; co', 'kith thanks', { person: 'U1', words: 'for <b> &amp; co' }],
    ['thanks <@U1|sam> with <@U2|noor> in <#C1|kind>', 'kith thanks', { person: 'U1', words: 'with @noor in #kind' }],
    ['thanks <@U1|sam> see <http://a.test|a.test>', 'kith thanks', { person: 'U1', words: 'see a.test' }],
    ['remember <@U1|sam> exam Friday', 'kith remember', { person: 'U1', what: 'exam', when: 'Friday' }],
    [
      'remember <@U1|sam> "big exam" next Friday',
      'kith remember',
      { person: 'U1', what: 'big exam', when: 'next Friday' },
    ],
    ['praise <@U1|sam>', 'kith praise', { people: 'U1' }],
    ['praise <@U1|sam> <@U2> for it', 'kith praise', { people: 'U1,U2', words: 'for it' }],
    ['praise <@U1|sam>, <@U2|noor> and <@U1|sam>', 'kith praise', { people: 'U1,U2' }],
    ['praise <@U1|sam> and so on', 'kith praise', { people: 'U1', words: 'and so on' }],
  ])('%j is %s', (text, name, input) => {
    expect(kith(text)).toEqual({ command: name, input });
  });

  test.each([
    ['program create', 'kith-admin program create', {}],
    ['program create weekly', 'kith-admin program create', { often: 'weekly' }],
    ['program create every week <#C9|kind>', 'kith-admin program create', { often: 'weekly', channel: 'C9' }],
    ['program create <#C9|kind>', 'kith-admin program create', { channel: 'C9' }],
    ['prog cr weekd', 'kith-admin program create', { often: 'weekdays' }],
    ['prom l', 'kith-admin prompts list', {}],
    // Once answered with “I don’t know “””.
    ['', 'kith help', {}],
    ['Help', 'kith help', {}],
  ])('two words: %j is %s', (text, name, input) => {
    expect(admin(text)).toEqual({ command: name, input });
  });

  test.each([
    ['h', { kind: 'unknown-command', typed: 'h', nearest: null }],
    ['thnaks <@U1|sam>', { kind: 'unknown-command', typed: 'thnaks @sam', nearest: 'kith thanks' }],
    ['setings', { kind: 'unknown-command', typed: 'setings', nearest: 'kith settings' }],
    ['zebra', { kind: 'unknown-command', typed: 'zebra', nearest: null }],
    ['thanks', { kind: 'missing-option', command: 'kith thanks', option: 'person' }],
    ['thanks @sam', { kind: 'wrong-option', command: 'kith thanks', option: 'person', typed: '@sam' }],
    ['praise everybody', { kind: 'wrong-option', command: 'kith praise', option: 'people', typed: 'everybody' }],
    ['cheer <#C1|garden> on', { kind: 'wrong-option', command: 'kith cheer', option: 'people', typed: '#garden' }],
    ['cheer <!subteam^S1|@crew> on', { kind: 'wrong-option', command: 'kith cheer', option: 'people', typed: '@crew' }],
    ['cheer <!here> on', { kind: 'wrong-option', command: 'kith cheer', option: 'people', typed: '@here' }],
    [
      `cheer <@U1> ${'x'.repeat(80)} &amp; more`,
      { kind: 'too-long', command: 'kith cheer', typed: `${'x'.repeat(80)} & more`, most: 80 },
    ],
    [`cheer ${'x'.repeat(81)}`, { kind: 'too-long', command: 'kith cheer', typed: 'x'.repeat(81), most: 80 }],
    ['help me please', { kind: 'too-much', command: 'kith help', typed: 'me please' }],
    [
      `snooze ${'x'.repeat(41)}`,
      { kind: 'wrong-option', command: 'kith snooze', option: 'for', typed: 'x'.repeat(41) },
    ],
  ])('%j is misunderstood, with what to say about it', (text, problem) => {
    expect(kith(text)).toEqual({ problem });
  });

  test('a group alone suggests one of its leaves', () => {
    expect(admin('program')).toEqual({
      problem: { kind: 'unknown-command', typed: 'program', nearest: 'kith-admin program create' },
    });
  });

  test('what does not fit an optional choice is named as wrong, not as too much', () => {
    expect(admin('program create wekly')).toEqual({
      problem: { kind: 'wrong-option', command: 'kith-admin program create', option: 'often', typed: 'wekly' },
    });
  });

  test('any line is understood or answered, and holds nothing that was not typed', () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc
        .array(
          fc.constantFrom(
            'thanks',
            'remember',
            '<@U1|sam>',
            '<#C1|x>',
            '"',
            '“',
            '”',
            '<',
            '&lt;',
            'snooze',
            '@x',
            ' ',
          ),
        )
        .map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(line, (text) => {
        for (const parsed of [kith(text), admin(text)]) {
          if ('problem' in parsed) expect(parsed.problem.kind).not.toBe('');
          else expect(Object.values(parsed.input).every((value) => value.trim() !== '')).toBe(true);
        }
      }),
    );
  });

  // In proportion to its square, each of these would take minutes, and nobody else be answered.
  test.each([
    ['one word', 'x'.repeat(200_000)],
    ['openings of groups', `thanks <@U1> ${'<!'.repeat(100_000)}`],
    ['openings of people', `thanks <@U1> ${'<@A|'.repeat(50_000)}`],
    ['openings of channels', `thanks <@U1> ${'<#A|'.repeat(50_000)}`],
    ['openings of links', `thanks <@U1> ${'<http://a'.repeat(25_000)}`],
    ['blanks after a person', `thanks <@U1>${' '.repeat(200_000)}x`],
  ])('a line of nothing but %s is read in proportion to its length', (_what, line) => {
    expect(kith(line)).toBeDefined();
  });

  test('slips are counted as people make them', () => {
    expect([slips('thnaks', 'thanks'), slips('', 'abc'), slips('abc', 'abc'), slips('kitten', 'sitting')]).toEqual([
      1, 3, 0, 3,
    ]);
  });
});
