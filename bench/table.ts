import type { Measured } from './scenario.ts';

const heads = ['', 'value', 'unit', 'baseline', 'ratio', 'target', ''];

/** Aligned columns; numbers to the right. */
export function table(measured: readonly Measured[]): string {
  const rows = measured.map(({ name, value, unit, baseline, ratio, target, met }) => [
    name,
    rounded(value),
    unit,
    baseline === undefined ? '' : rounded(baseline),
    ratio === undefined ? '' : ratio.toFixed(2),
    target ?? '',
    met === undefined ? '' : met ? '✓' : '✗',
  ]);
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 1 || column === 3 || column === 4 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [line(heads), ...rows.map(line)].join('\n');
}

/** Three digits that matter. */
export function rounded(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toString() : Number(value.toPrecision(3)).toString();
}

/** `{ "<scenario>": { value, unit, baseline?, ratio? } }` */
export function asJson(measured: readonly Measured[]): string {
  const entries = measured.map(({ name, value, unit, baseline, ratio }) => [name, { value, unit, baseline, ratio }]);
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}
