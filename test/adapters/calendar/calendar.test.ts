import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createCalendar } from '../../../adapters/calendar/calendar.ts';
import type { LocalDate } from '../../../src/engine/ids.ts';
import type { Log } from '../../../src/engine/ports/log.ts';

const failures: string[] = [];
const waited: unknown[] = [];
const log: Log = {
  info() {},
  warn: (event, fields) => void waited.push([event, fields]),
  error: (event) => void failures.push(event),
};
const calendar = createCalendar(log);
const off = (country: string, date: string) => calendar.isHoliday(country, date as LocalDate);

test('public holidays of the whole country, and no other days', async () => {
  await calendar.learn(new Set(['DE', 'SA', 'US', 'ZZ']), '2026-11-20' as LocalDate);
  expect(off('DE', '2026-12-25')).toBe(true);
  expect(off('DE', '2027-01-01')).toBe(true);
  // Easter moves.
  expect(off('DE', '2026-04-06')).toBe(true);
  expect(off('DE', '2026-11-23')).toBe(false);
  // Only a few of the states have Epiphany off, and Christmas Eve is none.
  expect(off('DE', '2026-01-06')).toBe(false);
  expect(off('DE', '2026-12-24')).toBe(false);
  // A day that is marked and worked.
  expect(off('DE', '2026-02-14')).toBe(false);
  expect(off('US', '2026-11-26')).toBe(true);
  // Every day of a feast of several.
  expect(['2026-03-19', '2026-03-20', '2026-03-21', '2026-03-22', '2026-03-23'].map((date) => off('SA', date))).toEqual(
    [true, true, true, true, false],
  );
  expect(off('ZZ', '2026-12-25')).toBe(false);
});

test('half a day off is none', () => {
  expect(off('IS', '2026-12-25')).toBe(true);
  expect(off('IS', '2026-12-24')).toBe(false);
});

test('a year not learned yet is read when it is asked for', () => {
  expect(off('GB', '2031-12-25')).toBe(true);
  expect(off('GB', '2031-12-24')).toBe(false);
  // It is told, since everybody has waited: what is learned before is not read like that.
  expect(waited.at(-1)).toEqual(['calendar.waited', { country: 'GB', year: 2031 }]);
  expect(failures).toEqual([]);
});

test('the data is never loaded into the process that asks', () => {
  const script = `
    import { createCalendar } from ${JSON.stringify(fileURLToPath(new URL('../../../adapters/calendar/calendar.ts', import.meta.url)))};
    const log = { info() {}, warn() {}, error() {} };
    const calendar = createCalendar(log);
    const before = process.memoryUsage().rss;
    const countries = ['DE', 'GB', 'ES', 'US', 'IN', 'JP', 'IL', 'SA', 'BR', 'CN'];
    await calendar.learn(new Set(countries), '2026-11-20');
    console.log(JSON.stringify({ mb: (process.memoryUsage().rss - before) / 1e6, off: calendar.isHoliday('JP', '2026-01-01') }));
  `;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  const { mb, off: newYear } = JSON.parse(said) as { mb: number; off: boolean };
  process.stdout.write(`the holidays of ten countries for three years: ${mb.toFixed(1)} MB resident\n`);
  expect(newYear).toBe(true);
  expect(mb).toBeLessThan(15);
});
