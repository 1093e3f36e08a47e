import type { Zone } from '../ids.ts';
import type { Language } from '../records/community.ts';
import { remembered } from './remembered.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
const MOST_TYPED = 60;
const MOST_ZONES = 1000;

/** What we ask of a locale; `getTimeZones` and `getWeekInfo` are newer than the types of the library. */
interface Region {
  readonly region?: string;
  getTimeZones?(): readonly string[] | undefined;
  getWeekInfo(): { readonly weekend: readonly number[] };
}

const regionOf = (country: string) => new Intl.Locale(`und-${country}`) as unknown as Region;

let zones: ReadonlyMap<string, string> | undefined;
let names: ReadonlyMap<string, string> | undefined;

/** The country of each zone as CLDR has it, which the runtime ships beside its zones. */
function byZone(): ReadonlyMap<string, string> {
  if (zones !== undefined) return zones;
  const map = new Map<string, string>();
  for (const code of LETTERS.flatMap((first) => LETTERS.map((second) => first + second))) {
    const locale = regionOf(code);
    // A country that is no more comes back as the one that took its place.
    const of = locale.region === code ? (locale.getTimeZones?.() ?? []) : [];
    for (const zone of of) map.set(zone, code);
  }
  zones = map;
  return map;
}

function byName(): ReadonlyMap<string, string> {
  if (names !== undefined) return names;
  const map = new Map<string, string>(ALSO_CALLED);
  for (const code of new Set(byZone().values())) {
    map.set(folded(code), code);
    for (const language of ['en', 'es'] as const) map.set(folded(countryName(code, language)), code);
  }
  names = map;
  return map;
}

const ALSO_CALLED = [
  ['usa', 'US'],
  ['ee uu', 'US'],
  ['uk', 'GB'],
  ['great britain', 'GB'],
  ['england', 'GB'],
  ['scotland', 'GB'],
  ['wales', 'GB'],
  ['northern ireland', 'GB'],
  ['holland', 'NL'],
  ['czech republic', 'CZ'],
  ['turkey', 'TR'],
] as const;

/** The spelling under which the runtime lists a zone that has several names (`Asia/Kolkata`, `Asia/Calcutta`). */
const canonical = remembered(
  MOST_ZONES,
  (zone: Zone) => new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone,
);

function folded(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}]+/gu, ' ')
    .trim()
    .toLowerCase();
}

/** The ISO 3166 country a zone lies in; `null` for a zone of none (`UTC`). A guess about a person, and shown as one. */
export function countryOf(zone: Zone | null): string | null {
  return zone === null ? null : (byZone().get(canonical(zone)) ?? null);
}

/** Reads a country as people write it, its name or its two letters; `null` when it is none. */
export function countryNamed(text: string): string | null {
  if (text.length > MOST_TYPED) return null;
  return byName().get(folded(text)) ?? null;
}

/** `Germany` */
export function countryName(country: string, language: Language): string {
  return namesIn[language].of(country) ?? country;
}

const namesIn = {
  en: new Intl.DisplayNames('en', { type: 'region' }),
  es: new Intl.DisplayNames('es', { type: 'region' }),
} as const satisfies Readonly<Record<Language, Intl.DisplayNames>>;

const weekends = new Map<string, readonly number[]>();
/** CLDR's answer for the world at large. */
const SATURDAY_AND_SUNDAY: readonly number[] = [6, 7];

/** On which weekdays a country rests (CLDR, ISO numbers: Friday is 5); Saturday and Sunday where the country is unknown. */
export function weekendOf(country: string | null): readonly number[] {
  if (country === null) return SATURDAY_AND_SUNDAY;
  const known = weekends.get(country) ?? regionOf(country).getWeekInfo().weekend;
  weekends.set(country, known);
  return known;
}
