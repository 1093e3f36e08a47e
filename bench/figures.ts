import { type MeasuredRow, type RecordedRow, type RunRecord, titleOf } from './record.ts';
import { rounded } from './table.ts';

/** One thing that is asked for at every size. */
export interface Figure {
  readonly name: string;
  readonly words: string;
  /** What the target is about: the value itself or its ratio. */
  readonly of: 'value' | 'ratio';
  readonly unit: string;
}

export const figures: readonly Figure[] = [
  { name: 'plan', words: 'Planning, of the baseline', of: 'ratio', unit: '×' },
  { name: 'plan-cost', words: 'Cost of planning one, relative', of: 'ratio', unit: '×' },
  { name: 'deliver', words: 'Delivering, of the baseline', of: 'ratio', unit: '×' },
  { name: 'lateness', words: 'Lateness beyond the limit, p99', of: 'value', unit: ' s' },
  { name: 'fan-out-slack', words: 'Slack’s limit made use of', of: 'ratio', unit: '×' },
  { name: 'fan-out-discord', words: 'Discord’s limit made use of', of: 'ratio', unit: '×' },
  { name: 'memory-started', words: 'Memory of a worker, started', of: 'value', unit: ' MB' },
  { name: 'memory-delivered', words: 'Memory after 1,000 deliveries', of: 'value', unit: ' MB' },
];

export interface Target {
  readonly most: boolean;
  readonly value: number;
}

/** `≥ 0.8 ×`, `≤ 2 s`. */
export function targetOf({ target }: MeasuredRow): Target | null {
  const [, sign, value] = /^([≥≤]) ([\d.]+)/.exec(target ?? '') ?? [];
  return value === undefined ? null : { most: sign === '≤', value: Number(value) };
}

export function measureOf(row: MeasuredRow, { of }: Pick<Figure, 'of'>): number {
  return of === 'ratio' ? (row.ratio ?? Number.NaN) : row.value;
}

/** The sizes of a record, ascending. */
export function sizesOf({ rows }: RunRecord): readonly number[] {
  return [...new Set(rows.flatMap(({ among }) => (among === undefined ? [] : [among])))].toSorted((a, b) => a - b);
}

/** What was measured, or failed, of one thing at one size; a scenario that failed is named without what follows its first dash. */
export function rowOf({ rows }: RunRecord, name: string, among: number): RecordedRow | undefined {
  const here = rows.filter((row) => row.among === among);
  return (
    here.find((row) => row.name === name) ?? here.find((row) => 'failed' in row && name.startsWith(`${row.name}-`))
  );
}

/** What is told beside them, in the table alone. */
const beside: readonly Omit<Figure, 'unit'>[] = [
  { name: 'lateness-p50', words: 'Lateness, median', of: 'value' },
  { name: 'lateness-max', words: 'Lateness, the most', of: 'value' },
  { name: 'lateness-of-wish', words: 'Lateness after the time they chose, p99', of: 'value' },
  { name: 'fan-out-slack-429', words: 'Slack answered 429', of: 'value' },
  { name: 'fan-out-discord-429', words: 'Discord answered 429', of: 'value' },
  { name: 'fan-out-slack-waits', words: 'Wakes before the slot, Slack', of: 'value' },
  { name: 'fan-out-discord-waits', words: 'Wakes before the slot, Discord', of: 'value' },
];

/** The tables of `docs/performance.md`, in Markdown, and what has to be known about them. */
export function tables(record: RunRecord): string {
  const parts = [bySize(record)];
  const once = record.rows.filter(({ among }) => among === undefined);
  if (once.length > 0) parts.push(plainTable(once));
  const failed = record.rows.flatMap((row) =>
    'failed' in row ? [`- ${titleOf(row)}: ${row.failed.split('\n')[0]}`] : [],
  );
  if (failed.length > 0) parts.push(['What failed:', ...failed].join('\n'));
  return [...parts, circumstances(record)].join('\n\n');
}

function bySize(record: RunRecord): string {
  const sizes = sizesOf(record);
  const shown = [...figures, ...beside].filter(({ name }) => sizes.some((size) => rowOf(record, name, size)));
  return markdown(
    ['', 'target', ...sizes.map((size) => size.toLocaleString('en'))],
    shown.map(({ name, words, of }) => {
      const rows = sizes.map((size) => rowOf(record, name, size));
      const target = rows.flatMap((row) => (row && 'value' in row ? [row.target ?? ''] : []))[0] ?? '';
      return [words, target, ...rows.map((row) => cell(row, of))];
    }),
  );
}

function plainTable(rows: readonly RecordedRow[]): string {
  return markdown(
    ['', 'value', 'baseline', 'ratio', 'target', ''],
    rows.map((row) => {
      if ('failed' in row) return [row.name, 'failed', '', '', '', ''];
      const { name, value, unit, baseline, ratio, target } = row;
      const [against, times] = [baseline === undefined ? '' : grouped(baseline), ratio?.toFixed(2) ?? ''];
      return [name, `${grouped(value)} ${unit}`, against, times, target ?? '', verdict(row)];
    }),
  );
}

function circumstances({ machine, amounts, rows }: RunRecord): string {
  const busy = rows.some(({ load }) => load >= 1) ? ' Others were at work meanwhile: such figures say little.' : '';
  const when = span(rows.map(({ at }) => at.replace('T', ' ')));
  const load = span(rows.map((row) => row.load.toFixed(1)));
  return `${machine}. The last run: ${amounts}. Measured ${when} UTC; load of the machine before it began: ${load}.${busy}`;
}

function cell(row: RecordedRow | undefined, of: Figure['of']): string {
  if (row === undefined) return '–';
  if ('failed' in row) return 'failed';
  const { value, unit, baseline, ratio } = row;
  const [plain] = unit.split(/ of | beyond | after |,| before /);
  const all = `${grouped(value)} ${plain}`;
  const against = baseline === undefined ? '' : ` against ${grouped(baseline)}`;
  const first = of === 'ratio' && ratio !== undefined ? `${ratio.toFixed(2)} (${all}${against})` : `${all}${against}`;
  return `${first} ${verdict(row)}`.trim();
}

function verdict({ met }: MeasuredRow): string {
  return met === undefined ? '' : met ? '✓' : '**short**';
}

function span(values: readonly string[]): string {
  const sorted = values.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const [first, last] = [sorted[0] ?? '', sorted.at(-1) ?? ''];
  return first === last ? first : `${first} to ${last}`;
}

/** With commas from a thousand on. */
function grouped(value: number): string {
  return Number(rounded(value)).toLocaleString('en', { maximumFractionDigits: 6 });
}

function markdown(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), `|${'---|'.repeat(heads.length)}`, ...rows.map(line)].join('\n');
}

/** What a picture of these figures shows, for whom does not see it. */
export function inWords(record: RunRecord): string {
  const sizes = sizesOf(record);
  const parts = figures.map((figure) => {
    const values = sizes.map((size) => {
      const row = rowOf(record, figure.name, size);
      if (row === undefined) return 'not measured';
      return 'failed' in row ? 'failed' : shown(measureOf(row, figure), figure);
    });
    return `${figure.words}: ${values.join(', ')}`;
  });
  return `Bars for databases of ${sizes.map((size) => size.toLocaleString('en')).join(', ')} enrolments. ${parts.join('; ')}.`;
}

/** Short, as it stands above a bar. */
export function shown(value: number, { unit }: Pick<Figure, 'unit'>): string {
  return unit === '×' ? `${value.toFixed(2)} ×` : `${rounded(value)}${unit}`;
}
