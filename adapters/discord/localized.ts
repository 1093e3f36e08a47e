import { Locale, type LocalizationMap } from 'discord-api-types/v10';
import type { Language } from '../../src/engine/records/community.ts';

/** Discord's locales of each language; English is what everybody else sees. */
export const LOCALES: Readonly<Record<Exclude<Language, 'en'>, readonly Locale[]>> = {
  es: [Locale.SpanishES, Locale.SpanishLATAM],
};

/** A text in every language but English, by Discord's locales. */
export function inOtherLanguages(text: (language: Language) => string): LocalizationMap {
  return Object.fromEntries(
    Object.entries(LOCALES).flatMap(([language, locales]) =>
      locales.map((locale) => [locale, text(language as Language)] as const),
    ),
  );
}
