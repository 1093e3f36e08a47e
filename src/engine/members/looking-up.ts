import { PlatformError } from '../errors.ts';
import type { MemberId } from '../ids.ts';
import type { Community } from '../records/community.ts';
import { type Looking, look, lookWhetherThere, noteGone } from '../troubles/looking.ts';
import { stop } from './leaving.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Paused installations looked at in one round, and as many others. */
const MOST_LOOKED_AT = 50;
/** Looks without an answer after which the rest of a platform's are left to the next round: each takes seconds. */
const SILENT_AFTER = 3;
/** Members read in one round; the paces below decide how many of them are asked about. */
const BATCH = 300;
/** One look-up a second for each community, and a minute's worth at once: well within Slack's tier 4 (100 a minute) and Discord's routes. */
const pace = (community: Community) => ({ key: `look-up:${community.id}`, everyMs: 1000, burst: 60 });
/** When somebody who could not be asked about is tried again. */
const LATER_MS = 30 * MINUTE;

type Asked = { readonly member: MemberId; readonly externalId: string };

/**
 * One round of asking the platforms which installations are still there, or work again, and which members are: everybody once a day, a few
 * at a time. Whoever left, was deactivated, or became a guest or a bot is treated as by `leave`: everything stops at once and is erased after thirty
 * days, unless they join again.
 * @returns how many had gone
 */
export async function lookUpRound(on: Looking): Promise<number> {
  await lookAtInstallations(on);
  const now = on.clock.now();
  const due = await on.transactor.run(({ work }) => work.toLookUp(configured(on), { before: now - DAY, now }, BATCH));
  const groups = Map.groupBy(due, ({ community }) => community.id);
  let gone = 0;
  for (const members of groups.values()) {
    const [first] = members;
    if (first !== undefined) gone += await lookUpMembers(on, first.community, members);
  }
  return gone;
}

const configured = ({ platforms }: Looking) => platforms.all().map(([name]) => name);

/** Looks at those that are paused in every round, at the others once a day; at no more of a platform that does not answer. */
async function lookAtInstallations(on: Looking): Promise<void> {
  const now = on.clock.now();
  const names = configured(on);
  const { paused, others } = await on.transactor.run(async ({ work }) => ({
    paused: await work.paused(names, MOST_LOOKED_AT),
    others: await work.toLookAt(names, { before: now - DAY, now }, MOST_LOOKED_AT),
  }));
  const looks = [
    ...paused.map((community) => ({ community, ask: () => look(on, community, []) })),
    ...others.map((community) => ({ community, ask: () => lookWhetherThere(on, community) })),
  ];
  const unanswered = new Map<string, number>();
  for (const { community, ask } of looks) {
    const before = unanswered.get(community.platform) ?? 0;
    if (before >= SILENT_AFTER) continue;
    await on.transactor.run(({ work }) => work.lookedAt(community.id, now));
    try {
      await ask();
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      on.log.warn('look.failed', { community: community.id, why: error.message });
      if (error.outcome !== 'refused') unanswered.set(community.platform, before + 1);
    }
  }
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
    try {
      if (await conclude(on, community, asked, profile?.ordinary === true)) gone += 1;
    } catch (error) {
      // Looked up first in every round, they would stand before everybody else.
      on.log.error('look-up.broken', error, { community: community.id, member: asked.member });
      await on.transactor.run(({ work }) => work.lookedUp(community.id, [asked.member], on.clock.now()));
    }
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
