import { execFile, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { LocalDate } from '../../src/engine/ids.ts';
import type { Calendar } from '../../src/engine/ports/calendar.ts';
import type { Log } from '../../src/engine/ports/log.ts';

const PROGRAM = fileURLToPath(new URL('./holidays.cli.ts', import.meta.url));
const TIMEOUT_MS = 20_000;
/** After a failure nobody has a holiday until it is tried again (ms). */
const RETRY_MS = 10 * 60_000;

const printed = z.record(z.string(), z.array(z.iso.date()));

/** A country's holidays around the year they were asked for. */
interface Known {
  readonly dates: ReadonlySet<string>;
  readonly until: number;
}

/** By country and year: facts of the world, so the whole process reads each of them once. */
const known = new Map<string, Known>();
/** What is being read: many who ask at once, when a process begins, must not start a program each. */
let reading: Promise<void> = Promise.resolve();

/**
 * Public holidays from the package `date-holidays`. Its data weighs some 50 MB in memory and is wanted for a moment a year: a program of its own
 * reads it and ends, and what stays here is a set of dates for each country that somebody lives in.
 */
export function createCalendar(log: Log): Calendar {
  const keyOf = (country: string, year: number) => `${country} ${year}`;

  function keep(countries: readonly string[], years: readonly number[], json: string): void {
    const found = printed.parse(JSON.parse(json));
    for (const country of countries) {
      for (const year of years) {
        const dates = new Set((found[country] ?? []).filter((date) => date.startsWith(String(year))));
        known.set(keyOf(country, year), { dates, until: Number.POSITIVE_INFINITY });
      }
    }
  }

  function failed(countries: readonly string[], years: readonly number[], error: unknown): void {
    log.error('calendar.failed', error, { countries: countries.length });
    const none: Known = { dates: new Set(), until: Date.now() + RETRY_MS };
    for (const country of countries) for (const year of years) known.set(keyOf(country, year), none);
  }

  function knows(country: string, year: number): boolean {
    const { until = 0 } = known.get(keyOf(country, year)) ?? {};
    return until > Date.now();
  }

  async function read(wanted: readonly string[], years: readonly number[]): Promise<void> {
    if (wanted.length === 0) return;
    try {
      const { stdout } = await promisify(execFile)(process.execPath, argumentsOf(wanted, years), options);
      keep(wanted, years, stdout);
    } catch (error) {
      failed(wanted, years, error);
    }
  }

  return {
    isHoliday(country, date) {
      const year = yearOf(date);
      if (!knows(country, year)) {
        // Nobody learned it before, as of a year far away. Right, but everybody waits.
        log.warn('calendar.waited', { country, year });
        const years = [year, year + 1];
        try {
          keep([country], years, execFileSync(process.execPath, argumentsOf([country], years), options));
        } catch (error) {
          failed([country], years, error);
        }
      }
      return known.get(keyOf(country, year))?.dates.has(date) ?? false;
    },
    async learn(countries, date) {
      // A slot may move over the turn of the year, either way.
      const years = [yearOf(date) - 1, yearOf(date), yearOf(date) + 1];
      const unknown = () => [...countries].filter((country) => years.some((year) => !knows(country, year)));
      if (unknown().length === 0) return;
      reading = reading.then(() => read(unknown(), years));
      await reading;
    },
  };
}

const options = { timeout: TIMEOUT_MS, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024, env: {} } as const;

function argumentsOf(countries: readonly string[], years: readonly number[]): string[] {
  return [PROGRAM, countries.join(','), years.join(',')];
}

function yearOf(date: LocalDate): number {
  return Number(date.slice(0, 4));
}
