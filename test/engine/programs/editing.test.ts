import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textsIn } from '../../../src/engine/content/texts.ts';
import type { LocalDate } from '../../../src/engine/ids.ts';
import { marksOf, merge } from '../../../src/engine/programs/merging.ts';
import { readWhat, WHAT, whatFields, whatModal } from '../../../src/engine/programs/what-modal.ts';
import { readWhen, WHEN, whenFields, whenModal } from '../../../src/engine/programs/when-modal.ts';
import { program } from './records.ts';

const texts = textsIn('en');
const today = '2026-11-24' as LocalDate;
const ID = '0'.repeat(22);

describe('two who edit at once', () => {
  it('each keeps what only they changed; of what both changed the later’s stands, and the earlier’s is told', () => {
    const anyFields = fc.record({ name: fc.string(), often: fc.string(), time: fc.string() });
    const names = ['name', 'often', 'time'] as const;
    fc.assert(
      fc.property(anyFields, anyFields, anyFields, (opened, standing, typed) => {
        const { merged, overruled } = merge(names, typed, marksOf(names, opened), standing);
        for (const name of names) {
          expect(merged[name]).toBe(typed[name] === opened[name] ? standing[name] : typed[name]);
          const bothChanged = typed[name] !== opened[name] && standing[name] !== opened[name];
          expect(overruled.includes(name)).toBe(bothChanged && typed[name] !== standing[name]);
        }
      }),
    );
  });

  it('what the inputs held fits into the token', () => {
    const one = program({ id: ID as never });
    expect(() => whatModal(texts, one, whatFields(one), marksOf(WHAT, whatFields(one)))).not.toThrow();
    expect(() => whenModal(texts, one, whenFields(one), marksOf(WHEN, whenFields(one)))).not.toThrow();
  });
});

describe('when a program comes', () => {
  const read = (typed: Partial<ReturnType<typeof whenFields>>, of = program(), on = today) =>
    readWhen(texts, of, { ...whenFields(of), ...typed }, on);

  it('saved as it stands it stays as it stands, by whatever rule', () => {
    for (const rule of ['FREQ=DAILY', 'FREQ=MONTHLY;BYDAY=2TU', 'FREQ=DAILY;COUNT=999'])
      expect(read({}, program({ rule }))).toEqual({ program: program({ rule }) });
  });

  it('the earlier of two ends is the end', () => {
    const own = { often: 'own', rule: 'FREQ=DAILY;UNTIL=20261231' };
    expect(read({ ...own, ends: '2026-12-24' })).toMatchObject({ program: { cadence: { until: '2026-12-24' } } });
    expect(read({ ...own, ends: '2027-12-24' })).toMatchObject({ program: { cadence: { until: '2026-12-31' } } });
  });

  it('a draft begins with its rule, a paused one stays paused', () => {
    const often = { often: 'monthly-BYDAY=1MO' };
    expect(read(often, program({ status: 'draft' }))).toMatchObject({ program: { status: 'active' } });
    expect(read(often, program({ status: 'paused' }))).toMatchObject({ program: { status: 'paused' } });
  });

  it.each([
    [{ time: 'soon' }, 'time'],
    [{ starts: '24.12.2026' }, 'starts'],
    [{ ends: '2026-02-30' }, 'ends'],
    [{ often: 'hourly' }, 'often'],
    [{ often: 'own' }, 'rule'],
    [{ often: 'own', rule: 'FREQ=HOURLY' }, 'rule'],
    // A rule that is written beside another choice must not vanish without a word.
    [{ often: 'daily', rule: 'FREQ=MONTHLY;BYDAY=2TU' }, 'often'],
    [{ ends: '2026-11-23' }, 'ends'],
    [{ starts: '2027-01-02', ends: '2027-01-01' }, 'ends'],
    [{ often: 'own', rule: 'FREQ=DAILY;COUNT=3' }, 'ends'],
  ])('%j is told at “%s”', (typed, input) => {
    const answer = read(typed);
    expect('problems' in answer && Object.keys(answer.problems)).toEqual([input]);
  });

  // Once, both showed Christmas of 2026, which is no end any more after it.
  it('the dates shown to whoever wrote none are right ones', () => {
    const later = (typed: Parameters<typeof read>[0]) => read(typed, program(), '2027-02-01' as LocalDate);
    const shown = (typed: Parameters<typeof read>[0], input: string, example: RegExp) => {
      const answer = later(typed);
      return example.exec('problems' in answer ? (answer.problems[input] ?? '') : '')?.[0] ?? '';
    };
    expect(later({ ends: shown({ ends: 'soon' }, 'ends', /\d{4}-\d{2}-\d{2}/) })).toHaveProperty('program');
    const until = shown({ often: 'own', rule: 'FREQ=DAILY;COUNT=0' }, 'rule', /UNTIL=\d{8}/);
    expect(later({ often: 'own', rule: `FREQ=DAILY;${until}` })).toHaveProperty('program.cadence.until');
  });

  it('thanks are asked for once a week at the most, by a rule of one’s own too', () => {
    const gratitude = program({ kind: 'gratitude', pack: 'gratitude' });
    expect(read({ often: 'own', rule: 'FREQ=MONTHLY;BYMONTHDAY=1,3' }, gratitude)).toHaveProperty('problems.often');
    expect(read({ often: 'own', rule: 'FREQ=MONTHLY;BYMONTHDAY=1,15' }, gratitude)).toHaveProperty('program');
  });
});

describe('what a program is', () => {
  const read = (typed: Partial<ReturnType<typeof whatFields>>) =>
    readWhat(texts, program(), { ...whatFields(program()), ...typed });

  it('saved as it stands it stays as it stands', () => {
    expect(read({})).toEqual({ program: program() });
  });

  it.each([
    [{ name: '' }, 'name'],
    // Members agreed to check-ins, and to no other kind.
    [{ pack: 'gratitude' }, 'pack'],
    [{ window: '1' }, 'window'],
    [{ expiry: '1000000' }, 'expiry'],
    // It might come a minute before it is over, and count as ignored.
    [{ window: '480', expiry: '720' }, 'expiry'],
  ])('%j is told at “%s”', (typed, input) => {
    const answer = read(typed);
    expect('problems' in answer && Object.keys(answer.problems)).toEqual([input]);
  });
});
