/** A line one can call or write to now, with where that was read and when. */
export interface Helpline {
  readonly name: string;
  /** As people dial or write it: a display string, never a number to be reformatted. */
  readonly reach: string;
  /** Public page that names the line. */
  readonly source: string;
  /** Month in which the source was last read (`YYYY-MM`); `npm test` warns when it is over a year old. */
  readonly verified: string;
}

export interface CountryHelp {
  readonly emergency: string;
  readonly lines: readonly Helpline[];
}

const line = (name: string, reach: string, source: string): Helpline => ({ name, reach, source, verified: '2026-07' });

/** By ISO 3166 country code. */
export const helplines: Readonly<Record<string, CountryHelp>> = {
  US: { emergency: '911', lines: [line('988 Suicide & Crisis Lifeline', '988', 'health.wyo.gov')] },
  CA: { emergency: '911', lines: [line('9-8-8', '988', 'connectfm.ca')] },
  GB: {
    emergency: '999',
    lines: [line('Samaritans', '116 123', 'samaritans.org'), line('Shout', 'SHOUT → 85258', 'crisistextline.uk')],
  },
  IE: { emergency: '112', lines: [line('Samaritans', '116 123', 'samaritans.org')] },
  AU: { emergency: '000', lines: [line('Lifeline', '13 11 14 · 0477 13 11 14', 'lifeinmind.org.au')] },
  NZ: { emergency: '111', lines: [line('1737', '1737', 'pegasus.health.nz')] },
  IN: { emergency: '112', lines: [line('Tele-MANAS', '14416', 'theshillongtimes.com')] },
  DE: { emergency: '112', lines: [line('TelefonSeelsorge', '0800 1110111', 'domradio.de')] },
  FR: { emergency: '112', lines: [line('3114', '3114', '3114.fr')] },
};

/** Finds a line anywhere else. */
export const directory: Helpline = line('Find A Helpline', 'https://findahelpline.com', 'findahelpline.com');

/** Every line there is, for looking after their age. */
export const allLines: readonly Helpline[] = [directory, ...Object.values(helplines).flatMap(({ lines }) => lines)];
