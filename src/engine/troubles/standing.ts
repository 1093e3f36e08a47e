import { Temporal } from 'temporal-polyfill';
import type { NotThere } from '../errors.ts';
import type { EpochMs } from '../ids.ts';
import type { InstalledAs } from '../ports/platform.ts';
import type { Stores } from '../ports/stores.ts';
import type { Community } from '../records/community.ts';
import { isAboutUs, isBelieved, saidAgain, wasInstalledAnew } from './missed-removal.ts';

/** A line for the log, to be written once what it tells is committed. */
export interface Line {
  readonly event: 'installation.missing' | 'installation.back' | 'community.erased';
  readonly fields: Readonly<Record<string, string | number>>;
}

/** What became of the community. `null`: there is nothing to tell. */
export interface Stood {
  readonly stays: boolean;
  readonly line: Line | null;
}

const DAY = 86_400_000;
const GONE: Stood = { stays: false, line: null };
const named = ({ id, platform, externalId }: Community) => ({ community: id, platform, installation: externalId });
const dayOf = (at: EpochMs) => Temporal.Instant.fromEpochMilliseconds(at).toString().slice(0, 10);

/** A look found Kith there: as it was, or installed anew after a removal of which nobody heard, which begins clean. */
export async function noteFound({ work, communities }: Stores, community: Community, as: InstalledAs): Promise<Stood> {
  const standing = await work.standing(community.id);
  if (standing === null) return GONE;
  if (wasInstalledAnew(standing, as)) {
    await communities.erase(community.id, null);
    return {
      stays: false,
      line: { event: 'community.erased', fields: { ...named(community), why: 'installed-anew' } },
    };
  }
  const { found, missed } = standing;
  if (missed !== null || found?.identity !== as.identity || found.since !== as.since)
    await work.keepStanding(community.id, { found: as, missed: null });
  return { stays: true, line: missed && { event: 'installation.back', fields: named(community) } };
}

/**
 * A look heard that Kith is not there. Once it has heard so for long enough the community is erased as if its removal had been told when it
 * happened. Nothing comes of an answer to another application, where no look has ever found it, nor while people there still reach Kith.
 */
export async function noteMissing(
  { work, communities }: Stores,
  community: Community,
  said: NotThere,
  now: EpochMs,
): Promise<Stood> {
  const standing = await work.standing(community.id);
  if (standing === null) return GONE;
  if (!isAboutUs(standing, said)) return { stays: true, line: null };
  if (await work.heardFrom(community.id, { since: now - DAY, until: now })) {
    if (standing.missed !== null) await work.keepStanding(community.id, { ...standing, missed: null });
    return { stays: true, line: null };
  }
  const missed = saidAgain(standing.missed, now, said);
  const what = { ...named(community), since: dayOf(missed.since), days: missed.days };
  if (isBelieved(missed, now, said)) {
    await communities.erase(community.id, null);
    return { stays: false, line: { event: 'community.erased', fields: { ...what, why: 'removal-missed' } } };
  }
  await work.keepStanding(community.id, { ...standing, missed });
  if (missed.days === standing.missed?.days) return { stays: true, line: null };
  const fields = { ...what, erasedOn: dayOf(missed.eraseAt), cure: 'npm run doctor tells how to prevent it' };
  return { stays: true, line: { event: 'installation.missing', fields } };
}
