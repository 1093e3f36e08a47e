import { IntlMessageFormat } from 'intl-messageformat';
import type { Inline, Rich } from '../card/card.ts';
import type { Community, Language } from '../records/community.ts';
import type { Member } from '../records/member.ts';
import { en } from './messages/en.ts';
import { es } from './messages/es.ts';
import type { MessageKey } from './messages/keys.ts';

/** The catalogue in one language. */
export interface Texts {
  readonly language: Language;
  /** A plain text. */
  say(key: MessageKey, values?: Readonly<Record<string, string | number>>): string;
  /** Running text, whose values may be mentions and times, and whose `<b>` is bold. */
  rich(key: MessageKey, values?: Readonly<Record<string, Inline | number>>): Rich;
}

export const languages: readonly Language[] = ['en', 'es'];
const catalogues: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { en, es };
const formats = new Map<string, IntlMessageFormat>();

function formatOf(language: Language, key: MessageKey): IntlMessageFormat {
  const id = `${language} ${key}`;
  let format = formats.get(id);
  if (format === undefined) {
    const message = catalogues[language][key];
    if (message === undefined) throw new Error(`no text in the catalogue: ${id}`);
    format = new IntlMessageFormat(message, language);
    formats.set(id, format);
  }
  return format;
}

const bold = (parts: readonly unknown[]) => ({ kind: 'bold', text: parts.join('') }) as const;

/** The catalogue of a language. A key or a value that is missing is a bug and throws. */
export function textsIn(language: Language): Texts {
  return {
    language,
    say: (key, values = {}) => String(formatOf(language, key).format({ ...values })),
    rich: (key, values = {}) => {
      const parts = formatOf(language, key).format<unknown>({ ...values, b: bold });
      return (Array.isArray(parts) ? parts : [parts]) as Rich;
    },
  };
}

/** The language we ship that is nearest to a BCP 47 tag; `otherwise` when the platform does not say or we do not speak it. */
export function languageOf(locale: string | null, otherwise: Language): Language {
  const wanted = locale?.toLowerCase().split(/[-_]/)[0];
  return languages.find((language) => language === wanted) ?? otherwise;
}

/** The language of whoever acted: a member's own, else what the platform says of them, else the community's. */
export function languageFor(
  member: Pick<Member, 'status' | 'language'> | null,
  community: Pick<Community, 'language'>,
  locale: string | null,
): Language {
  const chosen = member?.language ?? community.language;
  return member?.status === 'joined' ? chosen : languageOf(locale, chosen);
}

/** What a language calls itself. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', es: 'Español' };
