import { countryName, countryOf } from '../cadence/countries.ts';
import type { Input } from '../card/card.ts';
import type { Texts } from '../content/texts.ts';
import type { Zone } from '../ids.ts';
import type { Member } from '../records/member.ts';

/** The country of a member whose clock is in `zone` from now on: proposed from the zone, unless they once said another. */
export function countryIn(member: Pick<Member, 'zone' | 'country'> | null, zone: Zone): string | null {
  const told = member !== null && member.country !== countryOf(member.zone);
  return told ? member.country : countryOf(zone);
}

export function wordCountry(texts: Texts, country: string | null): string {
  return country === null ? texts.say('country.unknown') : countryName(country, texts.language);
}

/** Where a country is typed; left empty it is unknown. */
export function countryInput(texts: Texts, hint: string, initial: string): Input {
  return {
    kind: 'text',
    name: 'country',
    label: texts.say('country.title'),
    hint,
    required: false,
    multiline: false,
    maxLength: 60,
    initial,
    placeholder: texts.say('country.example'),
  };
}
