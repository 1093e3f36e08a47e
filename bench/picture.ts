import { type Figure, figures, inWords, measureOf, rowOf, shown, sizesOf, targetOf } from './figures.ts';
import type { MeasuredRow, RunRecord } from './record.ts';

const COLUMNS = 2;
const PANEL = { width: 380, height: 206, gap: 20 } as const;
const PLOT = { top: 46, bottom: 158, left: 18, right: 362 } as const;
const BAR = 56;

/** Filled where the target is met, striped where it is not: the difference needs no colour. */
const STYLE = `
  :root { color-scheme: light dark }
  text { font: 13px system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: #1f2430 }
  .head { font-weight: 600; font-size: 14px }
  .faint { fill: #5b6273; font-size: 12px }
  .page { fill: #ffffff }
  .panel { fill: #f5f6f9 }
  .met { fill: #2f6fba }
  .short { fill: url(#stripes); stroke: #b4540a; stroke-width: 1.5 }
  .stripe { stroke: #b4540a; stroke-width: 3 }
  .ground { stroke: #9aa1b1 }
  .target { stroke: #1f2430; stroke-width: 1.5; stroke-dasharray: 5 4 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e8eaf0 }
    .faint { fill: #a6adbd }
    .page { fill: #12151c }
    .panel { fill: #1c2029 }
    .met { fill: #6ba6ea }
    .short { stroke: #f0a04b }
    .stripe { stroke: #f0a04b }
    .ground { stroke: #5b6273 }
    .target { stroke: #e8eaf0 }
  }`;

/** The figures of a record at each size, beside their targets, as an SVG that follows the reader's light or dark. */
export function picture(record: RunRecord): string {
  const sizes = sizesOf(record);
  const { width, height, gap } = PANEL;
  const lines = Math.ceil(figures.length / COLUMNS);
  const [wide, high] = [COLUMNS * (width + gap) + gap, lines * (height + gap) + gap + 24];
  const panels = figures.map((figure, index) => {
    const x = gap + (index % COLUMNS) * (width + gap);
    const y = gap + Math.floor(index / COLUMNS) * (height + gap);
    return `<g transform="translate(${x} ${y})">${panel(record, figure, sizes)}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${high}" width="${wide}" height="${high}" role="img" aria-labelledby="title words">
<title id="title">Kith by the number of enrolments</title>
<desc id="words">${escaped(inWords(record))}</desc>
<style>${STYLE}
</style>
<defs><pattern id="stripes" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="stripe" x1="0" y1="0" x2="0" y2="7"/></pattern></defs>
<rect class="page" width="${wide}" height="${high}"/>
${panels.join('\n')}
<g transform="translate(${gap} ${high - 18})"><rect class="met" y="-11" width="14" height="12"/><text class="faint" x="20">target met</text><rect class="short" x="110" y="-11" width="14" height="12"/><text class="faint" x="130">short of it</text><line class="target" x1="220" x2="250" y1="-5" y2="-5"/><text class="faint" x="256">target</text></g>
</svg>
`;
}

function panel(record: RunRecord, figure: Figure, sizes: readonly number[]): string {
  const rows = sizes.map((size) => rowOf(record, figure.name, size));
  const measured = rows.filter((row): row is MeasuredRow => row !== undefined && 'value' in row);
  const target = measured.map(targetOf).find((one) => one !== null) ?? null;
  const most = Math.max(...measured.map((row) => measureOf(row, figure)), target?.value ?? 0) || 1;
  const y = (value: number) => PLOT.bottom - (Math.max(0, value) / most) * (PLOT.bottom - PLOT.top);
  const step = (PLOT.right - PLOT.left) / sizes.length;
  const bars = rows.map((row, index) => {
    const x = PLOT.left + step * (index + 0.5);
    const name = `<text class="faint" x="${round(x)}" y="${PLOT.bottom + 36}" text-anchor="middle">${inShort(sizes[index] ?? 0)}</text>`;
    if (row === undefined || 'failed' in row) {
      const said = row === undefined ? 'not measured' : 'failed';
      return `${name}<text class="faint" x="${round(x)}" y="${PLOT.bottom + 19}" text-anchor="middle">${said}</text>`;
    }
    const value = measureOf(row, figure);
    const top = y(value);
    const bar = `<rect class="${row.met === false ? 'short' : 'met'}" x="${round(x - BAR / 2)}" y="${round(top)}" width="${BAR}" height="${round(PLOT.bottom - top)}"/>`;
    return `${bar}<text x="${round(x)}" y="${PLOT.bottom + 19}" text-anchor="middle">${shown(value, figure)}</text>${name}`;
  });
  const line =
    target === null
      ? ''
      : `<line class="target" x1="${PLOT.left}" x2="${PLOT.right}" y1="${round(y(target.value))}" y2="${round(y(target.value))}"/>`;
  const aim = target === null ? '' : `${target.most ? 'at most' : 'at least'} ${shown(target.value, figure)}`;
  return `<rect class="panel" width="${PANEL.width}" height="${PANEL.height}" rx="8"/><text class="head" x="${PLOT.left}" y="25">${escaped(figure.words)}</text><text class="faint" x="${PLOT.right}" y="25" text-anchor="end">${aim}</text><line class="ground" x1="${PLOT.left}" x2="${PLOT.right}" y1="${PLOT.bottom}" y2="${PLOT.bottom}"/>${bars.join('')}${line}`;
}

/** `10 k`, `1 M`. */
function inShort(size: number): string {
  if (size >= 1_000_000) return `${size / 1_000_000} M`;
  return size >= 1_000 ? `${size / 1_000} k` : `${size}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
