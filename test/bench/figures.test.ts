import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inWords, tables } from '../../bench/figures.ts';
import { picture } from '../../bench/picture.ts';
import { merged, type RunRecord, readRecord } from '../../bench/record.ts';
import { costs } from '../../bench/table.ts';

const run = { at: '2026-11-23T10:00', load: 0.4 };
const planned = (among: number, value: number, met: boolean) => ({
  ...run,
  name: 'plan',
  among,
  value,
  unit: 'due/s of 10000',
  baseline: 6_250,
  ratio: value / 6_250,
  target: '≥ 0.8 ×',
  met,
});
const record: RunRecord = {
  machine: 'Node 24 <on> a machine',
  amounts: 'rounds 3',
  rows: [
    planned(10_000, 5_500, true),
    planned(1_000_000, 4_000, false),
    { ...run, name: 'fan-out', among: 10_000, failed: 'no | port\nat start' },
    { ...run, name: 'ledger', value: 0.281, unit: 's', target: '≤ 2 s', met: true },
  ],
};

test('the tables say what was measured at each size, what is short of its target, and what failed', () => {
  const text = tables(record);
  expect(text).toContain(
    '| Planning, of the baseline | ≥ 0.8 × | 0.88 (5,500 due/s against 6,250) ✓ | 0.64 (4,000 due/s against 6,250) **short** |',
  );
  expect(text).toContain('| Slack’s limit made use of |  | failed | – |');
  expect(text).toContain('What failed:\n- fan-out@10000: no | port\n');
  expect(text).toContain('| ledger | 0.281 s |  |  | ≤ 2 s | ✓ |');
  expect(text).toContain(
    '<on> a machine. The last run: rounds 3. Measured 2026-11-23 10:00 UTC; load of the machine before it began: 0.4.',
  );
});

test('the picture shows the same, by stripes where a target is missed, and says it in words', () => {
  const svg = picture(record);
  expect(svg.match(/<rect class="(met|short)" x="[\d.]+" y="[\d.]+" width="56"/g)).toHaveLength(2);
  expect(svg).toContain('0.64 ×</text>');
  expect(svg).toContain(`<desc id="words">${inWords(record)}</desc>`);
  expect(inWords(record)).toContain('Planning, of the baseline: 0.88 ×, 0.64 ×; ');
  expect(inWords(record)).toContain('Slack’s limit made use of: failed, not measured; ');
});

test('a record keeps of everything what was measured last, and a failure in place of all it would have told', () => {
  const old = {
    ...record,
    rows: [...record.rows, { ...run, name: 'fan-out-slack', among: 1_000_000, value: 1, unit: '' }],
  };
  const anew = merged(old, {
    machine: 'new',
    amounts: 'rounds 5',
    rows: [
      planned(10_000, 6_000, true),
      { ...run, name: 'fan-out-slack', among: 10_000, value: 20, unit: 'calls/s' },
      { ...run, name: 'fan-out', among: 1_000_000, failed: 'it broke' },
    ],
  });
  expect(anew.machine).toBe('new');
  expect(anew.rows.map((row) => [row.name, row.among, 'value' in row ? row.value : row.failed])).toEqual([
    ['plan', 1_000_000, 4_000],
    ['ledger', undefined, 0.281],
    ['plan', 10_000, 6_000],
    ['fan-out-slack', 10_000, 20],
    ['fan-out', 1_000_000, 'it broke'],
  ]);
  expect(readRecord(JSON.stringify(anew))).toEqual(anew);
});

test('the cost of planning one is told against that among the fewest', () => {
  expect(
    costs([planned(10_000, 5_500, true), planned(1_000_000, 4_000, false)]).map(({ among, ratio, met }) => [
      among,
      ratio,
      met,
    ]),
  ).toEqual([
    [10_000, 1, true],
    [1_000_000, 1.375, false],
  ]);
});

test('the page of figures shows the record beside it and nothing else: `npm run bench:draw` after a run', () => {
  const doc = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
  const kept = readRecord(doc('performance.json'));
  expect(doc('performance.md')).toContain(`](images/performance.svg)\n\n${tables(kept)}\n\n<!--`);
  expect(doc('images/performance.svg')).toBe(picture(kept));
});
