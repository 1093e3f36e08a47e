import type { LocalDate } from '../ids.ts';

/** Public holidays, by ISO 3166 country. Weekends the engine knows by itself. */
export interface Calendar {
  /**
   * Whether the whole country has that date off. `false` where the calendar does not know the country. One not learned before is read now, and the
   * whole process waits for it.
   */
  isHoliday(country: string, date: LocalDate): boolean;
  /** Reads up on countries ahead of questions about dates near `date`; nobody else waits for it. */
  learn(countries: ReadonlySet<string>, date: LocalDate): Promise<void>;
}
