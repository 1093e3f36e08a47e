import type { LocalDate } from '../ids.ts';

/** Public holidays, by ISO 3166 country. Weekends the engine knows by itself. */
export interface Calendar {
  /** Whether the whole country has that date off. `false` where the calendar does not know the country. */
  isHoliday(country: string, date: LocalDate): boolean;
  /** Reads up on countries ahead of many questions about dates near `date`; {@link isHoliday} does so by itself, but waits for it. */
  learn(countries: ReadonlySet<string>, date: LocalDate): Promise<void>;
}
