import { readToken } from '../card/token.ts';
import { PlatformError } from '../errors.ts';
import type { InboundEvent, Origin } from '../event.ts';
import type { EpochMs } from '../ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Look, Platforms } from '../ports/platform.ts';
import type { CommunityStores, Stores, Transactor, TroubleStore } from '../ports/stores.ts';
import type { Community, TroubleKind } from '../records/community.ts';
import { wasInstalledAnew } from './missed-removal.ts';
import { noteFound, noteMissing, type Stood } from './standing.ts';

export interface Looking {
  readonly transactor: Transactor;
  readonly platforms: Platforms;
  readonly clock: Clock;
  readonly log: Log;
}

const STAYS: Stood = { stays: true, line: null };
const CHANNEL_TROUBLES: readonly TroubleKind[] = ['channel-gone', 'channel-archived', 'not-in-channel', 'not-allowed'];
/** More channels are not asked about at once: the answer has three seconds. */
const MOST_CHANNELS = 10;

/** Whether what somebody did is answered with what the platform says at this moment, which has to be asked before the transaction. */
export function asksForLook(event: InboundEvent): boolean {
  if (event.kind === 'command') return event.command === 'kith-admin doctor' && event.origin.person.organizer;
  if (event.kind !== 'action') return false;
  return /^doctor\.(open|again)$/.test(readToken(event.token).action) && event.origin.person.organizer;
}

/** Looks at the installation an organizer asks about; `null` when the platform does not answer. */
export async function lookFor(on: Looking, { installation }: Origin): Promise<Look | null> {
  const found = await on.transactor.run(async (stores) => {
    const community = await stores.communities.find(installation.platform, installation.externalId);
    if (community === null) return null;
    return { community, channels: (await channelsOf(stores.in(community.id))).slice(0, MOST_CHANNELS) };
  });
  try {
    if (found !== null) return await look(on, found.community, found.channels);
    return await on.platforms.of(installation.platform).look(installation, []);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    on.log.warn('look.failed', { platform: installation.platform, why: error.message });
    return null;
  }
}

/**
 * Looks at a community's installation and keeps what it learns: what is mended is settled, what is not is noted.
 * @throws PlatformError when the platform does not answer, or refuses the installation (which is noted)
 */
export function look(on: Looking, community: Community, channels: readonly string[]): Promise<Look> {
  return lookAnd(learn, on, community, channels);
}

/** Looks whether Kith is still there, and at nothing that may stand in its way. @throws PlatformError as {@link look} */
export async function lookWhetherThere(on: Looking, community: Community): Promise<void> {
  await lookAnd(async () => undefined, on, community, []);
}

async function lookAnd(
  keep: typeof learn,
  on: Looking,
  community: Community,
  channels: readonly string[],
): Promise<Look> {
  const now = on.clock.now();
  try {
    const seen = await on.platforms.of(community.platform).look(community, channels);
    tell(
      on,
      await on.transactor.run(async (stores) => {
        const stood = await noteFound(stores, community, seen.as);
        if (stood.stays) await keep(stores, community, seen, now);
        return stood;
      }),
    );
    return seen;
  } catch (error) {
    if (error instanceof PlatformError && error.refusal === 'installation-gone')
      tell(on, await on.transactor.run((stores) => refusedThere(stores, community, error, now)));
    throw error;
  }
}

/** The platform tells that Kith is there. Where that is news, a look learns what it means. */
export async function hearInstalled(
  on: Looking,
  { installation, as }: Extract<InboundEvent, { kind: 'installed' }>,
): Promise<void> {
  const news = await on.transactor.alone(async ({ communities, work }) => {
    const community = await communities.find(installation.platform, installation.externalId);
    const standing = community && (await work.standing(community.id));
    return standing && (standing.missed !== null || wasInstalledAnew(standing, as)) ? community : null;
  });
  if (news === null) return;
  try {
    await look(on, news, []);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    // The daily look asks again.
    on.log.warn('look.failed', { platform: news.platform, why: error.message });
  }
}

async function refusedThere(stores: Stores, community: Community, { notThere }: PlatformError, now: EpochMs) {
  const stood = notThere === null ? STAYS : await noteMissing(stores, community, notThere, now);
  if (stood.stays) await noteGone(stores, community, now);
  return stood;
}

function tell({ log }: Looking, { line }: Stood): void {
  if (line?.event === 'installation.back') log.info(line.event, line.fields);
  else if (line !== null) log.warn(line.event, line.fields);
}

/** The platform refuses the installation altogether: nothing more is asked of it until a look finds it working. */
export async function noteGone(stores: Stores, { id }: Community, now: EpochMs): Promise<void> {
  await stores.work.pause(id, now);
  await stores.in(id).troubles.note({ kind: 'installation-gone', place: '', missing: null }, now);
}

async function learn(all: Stores, { id }: Community, { missing, channels }: Look, now: EpochMs): Promise<void> {
  const stores = all.in(id);
  const { troubles } = stores;
  await all.work.resume(id);
  await troubles.settle('', ['installation-gone', 'platform-silent', 'not-allowed']);
  if (missing.length > 0) {
    await troubles.note({ kind: 'not-allowed', place: '', missing: missing.join(', ') }, now);
    await onceForAll(troubles, missing);
  } else await troubles.settle('direct', ['not-allowed', 'cannot-look-up']);
  for (const { channel, state, missing: lacking } of channels) {
    // What is missing everywhere has been said, and kept the channel from being looked at.
    if (state === 'not-allowed' && lacking.length > 0 && lacking.every((one) => missing.includes(one))) continue;
    const trouble = state === 'open' || state === 'readable' ? null : state;
    // Reading proves nothing about posting.
    const unproven: readonly TroubleKind[] = state === 'readable' ? ['channel-archived', 'not-allowed'] : [];
    const over = CHANNEL_TROUBLES.filter((kind) => kind !== trouble && !unproven.includes(kind));
    await troubles.settle(channel, over);
    if (trouble !== null) {
      await troubles.note({ kind: trouble, place: channel, missing: lacking.join(', ') || null }, now);
    } else if (missing.length === 0) await troubles.settle(channel, ['cannot-look-up']);
  }
  // What nobody posts in any more stands in nobody's way.
  const used = new Set(['', 'direct', ...(await channelsOf(stores))]);
  for (const { place, kind } of await troubles.open()) if (!used.has(place)) await troubles.settle(place, [kind]);
}

/** What is missing everywhere is said once, and not again for each place where it was met. */
async function onceForAll(troubles: TroubleStore, missing: readonly string[]): Promise<void> {
  for (const { kind, place, missing: there } of await troubles.open())
    if (kind === 'not-allowed' && place !== '' && there !== null && missing.includes(there))
      await troubles.settle(place, [kind]);
}

/** Where programs post, each once. */
async function channelsOf(stores: CommunityStores): Promise<readonly string[]> {
  const active = (await stores.programs.list()).filter(({ status }) => status === 'active');
  return [...new Set(active.flatMap(({ channel }) => channel ?? []))];
}
