import { Temporal } from 'temporal-polyfill';
import type { EpochMs, Zone } from '../ids.ts';
import type { Community } from '../records/community.ts';

export const UTC = 'UTC' as Zone;

/** The zone of a community's own days and posts: UTC as long as nobody has said where it lives. */
export function communityZone({ zone }: Pick<Community, 'zone'>): Zone {
  return zone ?? UTC;
}

/** Well-known places, about one for each clock in use, for people whose platform does not tell their zone (at most 24: Discord shows 25 options). */
const PLACES: readonly (readonly [Zone, string])[] = [
  ['Pacific/Honolulu', 'Honolulu'],
  ['America/Anchorage', 'Anchorage'],
  ['America/Los_Angeles', 'Los Angeles, Vancouver'],
  ['America/Denver', 'Denver, Calgary'],
  ['America/Mexico_City', 'Mexico City, San José'],
  ['America/Chicago', 'Chicago, Winnipeg'],
  ['America/Bogota', 'Bogotá, Lima'],
  ['America/New_York', 'New York, Toronto'],
  ['America/Santiago', 'Santiago'],
  ['America/Sao_Paulo', 'São Paulo, Buenos Aires'],
  ['UTC', 'UTC, Reykjavík'],
  ['Europe/London', 'London, Lisbon'],
  ['Africa/Lagos', 'Lagos, Algiers'],
  ['Europe/Berlin', 'Berlin, Madrid, Paris'],
  ['Africa/Johannesburg', 'Johannesburg'],
  ['Europe/Athens', 'Athens, Kyiv'],
  ['Europe/Istanbul', 'Istanbul, Nairobi'],
  ['Asia/Dubai', 'Dubai'],
  ['Asia/Karachi', 'Karachi'],
  ['Asia/Kolkata', 'Delhi, Colombo'],
  ['Asia/Shanghai', 'Shanghai, Perth, Manila'],
  ['Asia/Tokyo', 'Tokyo, Seoul'],
  ['Australia/Sydney', 'Sydney, Melbourne'],
  ['Pacific/Auckland', 'Auckland'],
] as unknown as readonly (readonly [Zone, string])[];

/** What time it is now at each well-known place: `14:30 · Berlin, Madrid, Paris`. */
export function clocks(now: EpochMs): readonly { readonly value: Zone; readonly label: string }[] {
  return PLACES.map(([zone, cities]) => ({ value: zone, label: `${clockIn(zone, now)} · ${cities}` }));
}

function clockIn(zone: Zone, now: EpochMs): string {
  return Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(zone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' });
}

/** The zone of that IANA name as this runtime spells it; `null` when there is none. */
export function zoneNamed(text: string): Zone | null {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{1,39}$/.test(text)) return null;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId as Zone;
  } catch {
    return null;
  }
}

let byCity: ReadonlyMap<string, Zone> | undefined;

function cities(): ReadonlyMap<string, Zone> {
  if (byCity !== undefined) return byCity;
  const map = new Map<string, Zone>();
  for (const zone of Intl.supportedValuesOf('timeZone') as Zone[])
    map.set(folded(zone.split('/').at(-1) ?? zone), zone);
  for (const [zone, names] of PLACES) {
    for (const name of names.split(', ')) {
      // A city that a zone is named after keeps that zone: neighbours may part ways, and the country is guessed from it.
      if (!map.has(folded(name)) && inSomeArea(folded(name)) === null) map.set(folded(name), zone);
    }
  }
  byCity = map;
  return map;
}

function folded(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll(/[_\s-]+/g, ' ')
    .trim()
    .toLowerCase();
}

const AREAS = ['Europe', 'Asia', 'America', 'Africa', 'Australia', 'Pacific', 'Atlantic', 'Indian'] as const;

/** Cities by the names that IANA uses today (Kyiv, Kolkata), where the runtime lists only what they were once called. */
function inSomeArea(city: string): Zone | null {
  const name = city.replaceAll(' ', '_');
  return AREAS.map((area) => zoneNamed(`${area}/${name}`)).find((zone) => zone !== null) ?? null;
}

/** Finds the zone of a place as people name it: an IANA name, or a city that a zone is named after; `null` when unknown. */
export function findZone(text: string): Zone | null {
  const trimmed = text.trim();
  const city = folded(trimmed.split('/').at(-1) ?? trimmed);
  return zoneNamed(trimmed) ?? cities().get(city) ?? inSomeArea(city);
}
