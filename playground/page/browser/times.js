/** Moments as the acting person's client shows them. `at` and `now` in milliseconds since 1970. */

const DAY_MS = 86_400_000;
const formats = new Map();

/** Making a formatter is slow, and the same few are needed for every message. */
function format(at, { locale, zone }, options) {
  const key = JSON.stringify([locale, zone, options]);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
  formats.set(key, known);
  return known.format(at);
}

export const viewer = { locale: 'en-GB', zone: Intl.DateTimeFormat().resolvedOptions().timeZone };

export const clockTime = (at, reader) => format(at, reader, { timeStyle: 'short' });
export const dayAndTime = (at, reader) => `${format(at, reader, { weekday: 'short' })} ${clockTime(at, reader)}`;
export const dateAndTime = (at, reader) =>
  `${format(at, reader, { weekday: 'short', day: 'numeric', month: 'short' })}, ${clockTime(at, reader)}`;
export const fullTime = (at, reader) => format(at, reader, { dateStyle: 'full', timeStyle: 'short' });
export const dayKey = (at, reader) => format(at, { ...reader, locale: 'en-CA' }, { dateStyle: 'short' });

const capitalised = (words, locale) => words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);

/** Days between two dates of the reader's calendar. */
function daysFrom(at, now, reader) {
  return Math.round((Date.parse(dayKey(at, reader)) - Date.parse(dayKey(now, reader))) / DAY_MS);
}

/** *today*, *yesterday*, or the date. */
function nearDay(at, now, reader, options) {
  const days = daysFrom(at, now, reader);
  if (Math.abs(days) > 1) return format(at, reader, options);
  return new Intl.RelativeTimeFormat(reader.locale, { numeric: 'auto' }).format(days, 'day');
}

/** The same where it stands alone. */
export function dayName(at, now, reader, options = { weekday: 'long', day: 'numeric', month: 'long' }) {
  return capitalised(nearDay(at, now, reader, options), reader.locale);
}

const units = [
  ['year', 365 * DAY_MS],
  ['month', 30 * DAY_MS],
  ['day', DAY_MS],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** *in 3 days*, *2 hours ago*. */
export function relative(at, now, locale) {
  // A moment past a full hour or day, it is not yet one unit less: the page draws a little after it was told the time.
  const minutes = Math.round((at - now) / 60_000);
  const away = minutes === 0 ? at - now : minutes * 60_000;
  const [unit, length] = units.find(([, size]) => Math.abs(away) >= size) ?? ['second', 1000];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.round(away / length), unit);
}

const long = { day: 'numeric', month: 'long', year: 'numeric' };
const slackTokens = {
  date_num: (at, reader) => dayKey(at, reader),
  date: (at, reader) => format(at, reader, long),
  date_short: (at, reader) => format(at, reader, { ...long, month: 'short' }),
  date_long: (at, reader) => format(at, reader, { ...long, weekday: 'long' }),
  date_pretty: (at, reader, now) => nearDay(at, now, reader, long),
  date_short_pretty: (at, reader, now) => nearDay(at, now, reader, { ...long, month: 'short' }),
  date_long_pretty: (at, reader, now) => nearDay(at, now, reader, { ...long, weekday: 'long' }),
  time: (at, reader) => clockTime(at, reader),
  time_secs: (at, reader) => format(at, reader, { timeStyle: 'medium' }),
  ago: (at, reader, now) => relative(at, now, reader.locale),
};

/** https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export function slackDate(at, pattern, reader, now) {
  return pattern.replaceAll(/\{(\w+)\}/g, (whole, token) => slackTokens[token]?.(at, reader, now) ?? whole);
}

const discordStyles = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

/** https://discord.com/developers/docs/reference#message-formatting-timestamp-styles */
export function discordTime(at, style, reader, now) {
  return style === 'R' ? relative(at, now, reader.locale) : format(at, reader, discordStyles[style ?? 'f']);
}
