import type { World } from './world.ts';

/** Whose eyes read: times show in their zone, words in their language. */
export interface Reader {
  readonly zone: string;
  readonly locale: string;
}

/** Escaped characters stand here as code points of a private use area while markup is taken away. */
const HIDDEN = 0xf0000;

/** Discord's markup as the words a person reads. */
export function plainText(world: World, text: string, reader: Reader): string {
  const safe = text.replaceAll(/\\([^A-Za-z0-9\s])/g, (_, escaped: string) => hide(escaped));
  return reveal(withoutMarkup(withNames(world, safe, reader)));
}

/** Mentions become names; names are hidden too, as they are not markup. */
function withNames(world: World, text: string, reader: Reader): string {
  const name = (userId: string) => (userId === world.botId ? world.botName : world.person(userId)?.name);
  return text
    .replaceAll(/<@!?(\d+)>/g, (_, id: string) => hide(`@${name(id) ?? 'unknown-user'}`))
    .replaceAll(/<#(\d+)>/g, (_, id: string) => hide(`#${world.channels.get(id)?.name ?? 'unknown'}`))
    .replaceAll(/<@&(\d+)>/g, (_, id: string) => hide(`@${id === world.roles.organizers ? 'Organizers' : 'role'}`))
    .replaceAll(/<\/([^:>]+):\d+>/g, (_, command: string) => hide(`/${command}`))
    .replaceAll(/<a?(:\w+:)\d+>/g, (_, emoji: string) => hide(emoji))
    .replaceAll(/<t:(-?\d+)(?::([tTdDfFR]))?>/g, (_, at: string, style?: string) =>
      hide(shownTime(Number(at), style ?? 'f', reader)),
    );
}

function withoutMarkup(text: string): string {
  return (
    text
      .replaceAll(/```(?:\w+\n)?([\s\S]+?)```/g, (_, code: string) => hide(code))
      .replaceAll(/`([^`\n]+)`/g, (_, code: string) => hide(code))
      .replaceAll(/\[([^\]\n]+)\]\(<?[^)\s]+>?\)/g, '$1')
      // Links are shown as they are: their underscores and asterisks are no markup.
      .replaceAll(/<(https?:\/\/[^\s<>]+)>/gi, (_, link: string) => hide(link))
      .replaceAll(/https?:\/\/[^\s<>]+/gi, hide)
      .replaceAll(/^(?:>>> |> )/gm, '')
      .replaceAll(/^(?:-# |#{1,3} )/gm, '')
      .replaceAll(/\*\*\*([^*]+)\*\*\*/g, '$1')
      .replaceAll(/\*\*([\s\S]+?)\*\*/g, '$1')
      .replaceAll(/__([\s\S]+?)__/g, '$1')
      .replaceAll(/~~([\s\S]+?)~~/g, '$1')
      .replaceAll(/\|\|([\s\S]+?)\|\|/g, '$1')
      .replaceAll(/\*(\S(?:[^*\n]*\S)?)\*/g, '$1')
      .replaceAll(/(?<![\p{L}\p{N}_])_(\S(?:[^_\n]*\S)?)_(?![\p{L}\p{N}_])/gu, '$1')
  );
}

const hide = (text: string): string => Array.from(text, (char) => moved(char, HIDDEN)).join('');
const reveal = (text: string): string => Array.from(text, (char) => moved(char, -HIDDEN)).join('');

/** Only the basic plane is moved: emoji are no markup, and stay. */
function moved(char: string, by: number): string {
  const point = (char.codePointAt(0) ?? 0) + by;
  const isMovable = by > 0 ? point <= HIDDEN + 0xffff : point >= 0;
  return isMovable ? String.fromCodePoint(point) : char;
}

const styles: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

/** `at` in seconds since 1970, as a client of that person shows it. reference#message-formatting-timestamp-styles */
function shownTime(at: number, style: string, { zone, locale }: Reader): string {
  if (style === 'R') return relativeTime(at, locale);
  return new Intl.DateTimeFormat(locale, { timeZone: zone, ...styles[style] }).format(at * 1000);
}

function relativeTime(at: number, locale: string): string {
  const seconds = at - Date.now() / 1000;
  const units = [
    ['year', 31_536_000],
    ['month', 2_592_000],
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const);
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.round(seconds / length), unit);
}
