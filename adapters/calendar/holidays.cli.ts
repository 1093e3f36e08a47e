import Holidays from 'date-holidays';

/** Prints the public holidays of countries in some years as JSON; run as a program of its own, since the data takes 50 MB while it is loaded. */
const [countries = '', years = ''] = process.argv.slice(2);
const found = countries
  .split(',')
  .map((country) => [country, years.split(',').flatMap((year) => datesOf(country, Number(year)))]);
process.stdout.write(JSON.stringify(Object.fromEntries(found)));

/** Every date that is off as a whole, for the whole country. */
function datesOf(country: string, year: number): readonly string[] {
  // An unknown country has none, and so has a year the calculation does not reach.
  const holidays = new Holidays(country, { types: ['public'] }).getHolidays(year) ?? [];
  return holidays.flatMap(({ date, start, end }) => {
    // `2026-03-20 00:00:00 -0600`: the local date first. What begins at noon is half a day.
    if (!date.slice(10).startsWith(' 00:00')) return [];
    const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000));
    const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
    return Array.from({ length: days }, (_, day) => new Date(first + day * 86_400_000).toISOString().slice(0, 10));
  });
}
