import { z } from 'zod';

const row = z.object({
  name: z.string(),
  among: z.number().optional(),
  /** When, UTC, and the machine's load before it began. */
  at: z.string(),
  load: z.number(),
});

const measured = row.extend({
  value: z.number(),
  unit: z.string(),
  baseline: z.number().optional(),
  ratio: z.number().optional(),
  target: z.string().optional(),
  met: z.boolean().optional(),
});

const schema = z.object({
  /** Of the last run: on what, and how much of everything. */
  machine: z.string(),
  amounts: z.string(),
  rows: z.array(z.union([measured, row.extend({ failed: z.string() })])),
});

/** What was measured last of everything, with all that a reader has to know: `docs/performance.json`. */
export type RunRecord = z.output<typeof schema>;
export type RecordedRow = RunRecord['rows'][number];
export type MeasuredRow = z.output<typeof measured>;

/** @throws Error when it is no record */
export function readRecord(text: string): RunRecord {
  return schema.parse(JSON.parse(text));
}

/** A record in which newer rows stand in place of older ones; a failed scenario in place of all its rows, and they in place of it. */
export function merged(before: RunRecord | null, { rows, ...run }: RunRecord): RunRecord {
  const replaces = (row: RecordedRow, old: RecordedRow) =>
    row.among === old.among &&
    (row.name === old.name ||
      ('failed' in row && old.name.startsWith(`${row.name}-`)) ||
      ('failed' in old && row.name.startsWith(`${old.name}-`)));
  const kept = (before?.rows ?? []).filter((old) => !rows.some((row) => replaces(row, old)));
  return { ...run, rows: [...kept, ...rows] };
}

/** `plan`, or `plan@1000000` among so many enrolments. */
export function titleOf({ name, among }: { readonly name: string; readonly among?: number | undefined }): string {
  return among === undefined ? name : `${name}@${among}`;
}
