import { titleOf } from './record.ts';
import type { Failed, Measured } from './scenario.ts';

const heads = ['', 'value', 'unit', 'baseline', 'ratio', 'target', ''];

/** Aligned columns; numbers to the right. */
export function table(rows: readonly (Measured | Failed)[]): string {
  const cells = rows.map((row) => {
    if ('failed' in row) return [titleOf(row), '', `failed: ${row.failed.split('\n')[0]}`, '', '', '', '✗'];
    const { value, unit, baseline, ratio, target, met } = row;
    return [
      titleOf(row),
      rounded(value),
      unit,
      baseline === undefined ? '' : rounded(baseline),
      ratio === undefined ? '' : ratio.toFixed(2),
      target ?? '',
      met === undefined ? '' : met ? '✓' : '✗',
    ];
  });
  const widths = heads.map((head, column) => Math.max(head.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 1 || column === 3 || column === 4 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [line(heads), ...cells.map(line)].join('\n');
}

/** Three digits that matter. */
export function rounded(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toString() : Number(value.toPrecision(3)).toString();
}

/** `{ "<scenario>": { value, unit, baseline?, ratio? } }`: what failed is not in it. */
export function asJson(rows: readonly (Measured | Failed)[]): string {
  const entries = rows.flatMap((row) =>
    'failed' in row
      ? []
      : [[titleOf(row), { value: row.value, unit: row.unit, baseline: row.baseline, ratio: row.ratio }]],
  );
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

/** What planning one costs among more, against the fewest of the same run. */
export function costs(rows: readonly (Measured | Failed)[]): readonly Measured[] {
  const each = rows.flatMap(({ name, among, ...row }) =>
    name === 'plan' && among !== undefined && 'value' in row ? [{ among, micros: 1_000_000 / row.value }] : [],
  );
  const [fewest] = each.toSorted((one, other) => one.among - other.among);
  if (fewest === undefined) return [];
  return each.map(({ among, micros }) => {
    const ratio = micros / fewest.micros;
    return {
      name: 'plan-cost',
      among,
      value: micros,
      unit: 'µs each',
      baseline: fewest.micros,
      ratio,
      target: `≤ 1.3 × that among ${fewest.among.toLocaleString('en')}`,
      met: ratio <= 1.3,
    };
  });
}
