import { Temporal } from 'temporal-polyfill';
import type { Inline, Rich } from '../card/card.ts';
import { packNames } from '../content/prompts.ts';
import type { Texts } from '../content/texts.ts';
import { wordList } from '../content/when.ts';
import type { EpochMs } from '../ids.ts';
import type { Look } from '../ports/platform.ts';
import type { Community, Trouble } from '../records/community.ts';
import type { Delivery } from '../records/delivery.ts';
import type { Program } from '../records/program.ts';
import { allLines } from '../safety/helplines.ts';

/** One thing an organizer should know, in plain words, with what to do. */
export interface Finding {
  readonly what: Rich;
  readonly cure: Rich;
  /** Where it comes from what was met while sending. */
  readonly trouble: Trouble | null;
}

/** All that the findings are made of. */
export interface Seen {
  readonly community: Community;
  /** Those that are not archived. */
  readonly programs: readonly Program[];
  readonly troubles: readonly Trouble[];
  readonly anybodyJoined: boolean;
  /** Members whom direct messages do not reach. */
  readonly unreached: number;
  /** How the deliveries of the last seven days ended. */
  readonly ended: readonly {
    readonly state: Delivery['state'];
    readonly reason: string | null;
    readonly count: number;
  }[];
  readonly look: Look | null;
  readonly now: EpochMs;
}

/** What needs somebody, most pressing first. */
export function findings(texts: Texts, seen: Seen): readonly Finding[] {
  const met = seen.troubles.map((trouble) => ({ ...wordTrouble(texts, trouble, seen.programs), trouble }));
  return [...met, ...standing(texts, seen)];
}

/** What stands in the way at a place, and its cure. `programs`: those that are not archived. */
export function wordTrouble(
  texts: Texts,
  trouble: Pick<Trouble, 'kind' | 'place' | 'missing'>,
  programs: readonly Program[],
): Pick<Finding, 'what' | 'cure'> {
  const { kind, place } = trouble;
  const isChannel = place !== '' && place !== 'direct';
  const there = programs.filter(({ channel }) => channel === place);
  const values: Readonly<Record<string, Inline>> = {
    where: whereOf(texts, place),
    programs:
      there.length > 0 ? namesOf(there, texts) : texts.say(isChannel ? 'doctor.no-program-there' : 'doctor.no-place'),
    missing: trouble.missing ?? texts.say('trouble.missing.unnamed'),
  };
  return { what: texts.rich(`trouble.${kind}`, values), cure: texts.rich(`trouble.${kind}.cure`, values) };
}

function whereOf(texts: Texts, place: string): Inline {
  if (place === '') return texts.say('doctor.everywhere');
  return place === 'direct' ? texts.say('doctor.direct') : { kind: 'channel', id: place };
}

/** What can be said without anything having gone wrong yet. */
function standing(texts: Texts, seen: Seen): readonly Finding[] {
  const running = seen.programs.filter(({ status }) => status === 'active');
  const packless = running.filter(({ pack }) => !packNames.some((name) => name === pack));
  const clockless = seen.community.zone === null ? running.filter(({ channel }) => channel !== null) : [];
  const count = (state: Delivery['state'], reason?: string) =>
    seen.ended
      .filter((one) => one.state === state && (reason === undefined || one.reason === reason))
      .reduce((sum, one) => sum + one.count, 0);
  const unknown = count('unknown');
  const malformed = count('failed', 'malformed');
  type Key = 'no-program' | 'nobody' | 'no-pack' | 'no-clock' | 'unknown' | 'failed' | 'unreached' | 'helplines';
  const all: readonly (readonly [
    applies: boolean,
    key: Key | 'commands',
    values?: Readonly<Record<string, Inline | number>>,
  ])[] = [
    [seen.look?.commands === false, 'commands'],
    [running.length === 0, 'no-program'],
    [running.length > 0 && !seen.anybodyJoined, 'nobody'],
    [packless.length > 0, 'no-pack', { programs: namesOf(packless, texts) }],
    [clockless.length > 0, 'no-clock', { programs: namesOf(clockless, texts) }],
    [malformed > 0, 'failed', { count: malformed }],
    [unknown > 0, 'unknown', { count: unknown }],
    [seen.unreached > 0, 'unreached', { count: seen.unreached }],
    [allLines.some(({ verified }) => isOld(verified, seen.now)), 'helplines'],
  ];
  return all
    .filter(([applies]) => applies)
    .map(([, key, values]) => ({
      what: texts.rich(`finding.${key}`, values),
      cure: texts.rich(`finding.${key}.cure`),
      trouble: null,
    }));
}

function namesOf(programs: readonly Program[], texts: Texts): string {
  return wordList(
    programs.map(({ name }) => `“${name}”`),
    texts.language,
  );
}

/** Whether a month (`YYYY-MM`) is more than a year ago. */
function isOld(month: string, now: EpochMs): boolean {
  const then = Temporal.PlainYearMonth.from(month).add({ years: 1 });
  const at = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC').toPlainDate().toPlainYearMonth();
  return Temporal.PlainYearMonth.compare(at, then) > 0;
}
