import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import type { PlatformError } from '../../src/engine/errors.ts';
import type { Absence, Pace, Restraints } from '../../src/engine/ports/platform.ts';
import { calling, isRateLimited, platformErrorOf } from './errors.ts';
import type { Workspace } from './workspaces.ts';

/** Statuses by which Slack and calendars say that somebody is away: https://slack.com/help/articles/201864558 */
const AWAY_EMOJI: ReadonlySet<string> = new Set([
  ':palm_tree:',
  ':face_with_thermometer:',
  ':beach_with_umbrella:',
  ':umbrella_on_ground:',
  ':desert_island:',
]);

/** The same in words, folded as {@link folded} does. Meetings, commutes and working from home are not among them. */
const AWAY_WORDS = [
  // English
  /\bout of (the )?office\b|\booo\b|\bpto\b|\bvacation(ing)?\b|\bon holidays?\b|\bout sick\b|\bsick (day|leave)\b|\bsabbatical\b|\bday off\b/,
  /\b(annual|parental|maternity|paternity|bereavement|on) leave\b/,
  // Spanish, Portuguese, Italian, French
  /\bfuera de (la )?oficina\b|\bvacaciones\b|\bde baja\b|\bbaja medica\b|\bdia libre\b|\bpermiso de (pa|ma)ternidad\b/,
  /\bfora do escritorio\b|\bferias\b|\bde licenca\b/,
  /\bfuori (sede|ufficio)\b|\bin ferie\b|\bin vacanza\b|\bin malattia\b/,
  /\babsente? du bureau\b|\ben conges?\b|\ben vacances\b|\barret maladie\b|\bconge (parental|maternite|paternite)\b/,
  // German, Dutch, Polish
  /\burlaub\b|\babwesend\b|\bnicht im buro\b|\bkrank(geschrieben)?\b|\belternzeit\b/,
  /\bafwezig\b|\bvakantie\b|\bmet verlof\b|\bziek(gemeld)?\b/,
  /\burlop(ie)?\b|\bpoza biurem\b|\bzwolnieni[eu] lekarski/,
  // Japanese, Chinese, Korean
  /休暇|不在|有給|病欠|夏休み|冬休み|休假|请假|請假|病假|不在办公室|휴가|부재중|병가/,
];
/** Words that turn the others round: *back from vacation*, *not out of office*. */
const RETURNED =
  /\b(back from|not out of|not on|no longer|de vuelta de|zuruck aus|nicht abwesend|de retour de|terug van)\b/;

function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase();
}

const status = z.object({
  status_text: z.string().nullish(),
  status_emoji: z.string().nullish(),
  /** Unix seconds; 0 is never. */
  status_expiration: z.number().nullish(),
});
/** A user with nothing but their clock and their status, of which nothing is kept but what {@link awayOf} makes of it. */
export const userWithStatus = z.object({ id: z.string(), tz: z.string().nullish(), profile: status.default({}) });

/** Whether a status means being away, and until when. */
export function awayOf({ profile }: z.output<typeof userWithStatus>): Absence['away'] {
  const words = folded(profile.status_text ?? '');
  const told = AWAY_EMOJI.has(profile.status_emoji ?? '') || AWAY_WORDS.some((one) => one.test(words));
  if (!told || RETURNED.test(words)) return null;
  const ends = profile.status_expiration ?? 0;
  return { until: ends > 0 ? ends * 1000 : null };
}

/** https://docs.slack.dev/reference/methods/dnd.teamInfo: Unix seconds; 1 stands for no stretch at all. */
export const dndStatus = z.object({
  dnd_enabled: z.boolean(),
  next_dnd_start_ts: z.number(),
  next_dnd_end_ts: z.number(),
});

export function silentOf(dnd: z.output<typeof dndStatus>): Absence['silent'] {
  if (!dnd.dnd_enabled || dnd.next_dnd_end_ts <= 1) return null;
  return { from: dnd.next_dnd_start_ts * 1000, until: dnd.next_dnd_end_ts * 1000 };
}

/** https://docs.slack.dev/reference/methods/dnd.teamInfo: at most 50 users a call. */
const USERS_A_CALL = 50;
/** https://docs.slack.dev/reference/methods/users.list: at most 1,000 a page. */
const USERS_A_PAGE = 1000;
/** Pages read in one round: a minute's worth. Whoever stands behind them is told of by events alone. */
const MOST_PAGES = 15;
/** A call that would have to wait for its pace longer than this is left to the next round (ms); rounds come every minute. */
const PATIENCE_MS = 40_000;

/** How one workspace is asked. */
export interface Asking {
  readonly workspace: Workspace;
  /** The pace of each of the methods. */
  readonly rate: Pick<Pace, 'everyMs' | 'burst'>;
  readonly restraints: Restraints | null;
}

/** Of how many persons do-not-disturb can be asked in a minute. */
export function personsPerMinute({ everyMs }: Asking['rate']): number {
  return Math.floor((USERS_A_CALL * 60_000) / everyMs);
}

/**
 * What Slack says of these persons, as far as it says: by fifties of do-not-disturb, and of statuses by the list of all users, which costs a page
 * for a thousand of them instead of a call for each. One of the two may be missing.
 * @returns an entry, perhaps an empty one, of all but those who are left to the next round
 * @throws PlatformError when neither could be asked.
 */
export async function askSlack(
  asking: Asking,
  persons: readonly string[],
): Promise<ReadonlyMap<string, Partial<Absence>>> {
  const found = new Map<string, Partial<Absence>>();
  const add = (person: string, told: Partial<Absence>) => found.set(person, { ...found.get(person), ...told });
  const [silence, status] = await Promise.all([silences(asking, persons, add), statuses(asking, persons, add)]);
  const failure = silence.failure ?? status;
  if (failure && found.size === 0) throw failure;
  const left = new Set(silence.left);
  return new Map(persons.filter((person) => !left.has(person)).map((person) => [person, found.get(person) ?? {}]));
}

type Add = (person: string, told: Partial<Absence>) => void;
type Method = 'dnd.teamInfo' | 'users.list';

/** One call, in its turn at the pace of its method, which is no pace that a message keeps; `null` when that turn is too far away. */
async function inTurn<T>(
  { workspace: { teamId }, rate, restraints }: Asking,
  method: Method,
  call: () => Promise<T>,
): Promise<T | null> {
  const pace: Pace = { key: `slack:${teamId}:${method}`, ...rate };
  const { admitted, waitMs } = (await restraints?.admit(pace, PATIENCE_MS)) ?? { admitted: true, waitMs: 0 };
  if (!admitted) return null;
  if (waitMs > 0) await wait(waitMs);
  try {
    return await calling(call());
  } catch (error) {
    if (!isRateLimited(error)) throw error;
    await restraints?.hold(pace, error.retryAfterMs);
    return null;
  }
}

async function silences(
  asking: Asking,
  persons: readonly string[],
  add: Add,
): Promise<{ readonly failure: PlatformError | null; readonly left: readonly string[] }> {
  try {
    for (let at = 0; at < persons.length; at += USERS_A_CALL) {
      const users = persons.slice(at, at + USERS_A_CALL).join(',');
      const answer = await inTurn(asking, 'dnd.teamInfo', () => asking.workspace.web.dnd.teamInfo({ users }));
      if (answer === null) return { failure: null, left: persons.slice(at) };
      for (const [person, told] of Object.entries(answer.users ?? {})) {
        const { success, data } = dndStatus.safeParse(told);
        if (success) add(person, { silent: silentOf(data) });
      }
    }
    return { failure: null, left: [] };
  } catch (error) {
    return { failure: platformErrorOf(error), left: [] };
  }
}

async function statuses(asking: Asking, persons: readonly string[], add: Add): Promise<PlatformError | null> {
  const wanted = new Set(persons);
  let cursor = '';
  try {
    for (let page = 0; page < MOST_PAGES && wanted.size > 0; page++) {
      const from = { limit: USERS_A_PAGE, ...(cursor === '' ? {} : { cursor }) };
      const answer = await inTurn(asking, 'users.list', () => asking.workspace.web.users.list(from));
      if (answer === null) break;
      for (const member of answer.members ?? []) {
        const { success, data } = userWithStatus.safeParse(member);
        if (success && wanted.delete(data.id)) add(data.id, { away: awayOf(data), zone: data.tz ?? null });
      }
      cursor = answer.response_metadata?.next_cursor ?? '';
      if (cursor === '') break;
    }
    return null;
  } catch (error) {
    return platformErrorOf(error);
  }
}
