import { PlatformError } from '../errors.ts';
import type { MemberId } from '../ids.ts';
import type { Community } from '../records/community.ts';
import { type Looking, look, noteGone } from '../troubles/looking.ts';
import { stop } from './leaving.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Paused installations asked about in one round. */
const MOST_PAUSED = 50;
/** Members read in one round; the paces below decide how many of them are asked about. */
const BATCH = 300;
/** One look-up a second for each community, and a minute's worth at once: well within Slack's tier 4 (100 a minute) and Discord's routes. */
const pace = (community: Community) => ({ key: `look-up:${community.id}`, everyMs: 1000, burst: 60 });
/** When somebody who could not be asked about is tried again. */
const LATER_MS = 30 * MINUTE;

type Asked = { readonly member: MemberId; readonly externalId: string };

/**
 * One round of asking the platforms which paused installations work again, and which members are still there: everybody once a day, a few at a
 * time. Whoever left, was deactivated, or became a guest or a bot is treated as by `leave`: everything stops at once and is erased after thirty
 * days, unless they join again.
 * @returns how many had gone
 */
export async function lookUpRound(on: Looking): Promise<number> {
  const { paused, due } = await on.transactor.run(async ({ work }) => ({
    paused: await work.paused(MOST_PAUSED),
    due: await work.toLookUp(on.clock.now() - DAY, BATCH),
  }));
  for (const community of paused) await unlessRefused(on, community, () => look(on, community, []));
  const groups = Map.groupBy(due, ({ community }) => community.id);
  let gone = 0;
  for (const members of groups.values()) {
    const [first] = members;
    if (first !== undefined) gone += await lookUpMembers(on, first.community, members);
  }
  return gone;
}

/** Asks until the platform has had enough: silence, and a refusal of the whole installation, say nothing about anybody. */
async function lookUpMembers(on: Looking, community: Community, members: readonly Asked[]): Promise<number> {
  let gone = 0;
  for (const [index, asked] of members.entries()) {
    const { waitMs } = await on.transactor.run(({ work }) => work.reserve(community.id, [pace(community)], 'none'));
    const profile =
      waitMs > 0
        ? undefined
        : await unlessRefused(on, community, () =>
            on.platforms.of(community.platform).profile(community, asked.externalId),
          );
    if (profile === undefined) {
      const rest = members.slice(index).map(({ member }) => member);
      const at = on.clock.now() - DAY + LATER_MS;
      await on.transactor.run(({ work }) => work.lookedUp(community.id, rest, at));
      break;
    }
    if (await conclude(on, community, asked, profile?.ordinary === true)) gone += 1;
  }
  return gone;
}

/** Notes the look-up; says whether somebody had gone. */
async function conclude(on: Looking, { id }: Community, { member }: Asked, isThere: boolean): Promise<boolean> {
  const now = on.clock.now();
  return on.transactor.run(async (all) => {
    const stores = all.in(id);
    await all.work.lookedUp(id, [member], now);
    const found = isThere ? null : await stores.members.get(member);
    if (found?.status !== 'joined') return false;
    await stop({ stores, now }, found);
    return true;
  });
}

/** What the platform answers; `undefined` when it does not, or refuses. */
async function unlessRefused<T>(on: Looking, community: Community, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    on.log.warn('look-up.failed', { community: community.id, why: error.message });
    if (error.refusal === 'installation-gone')
      await on.transactor.run((stores) => noteGone(stores, community, on.clock.now()));
    return undefined;
  }
}
