import { dateIn, dayAfter, instantOf } from '../cadence/slots.ts';
import { PlatformError } from '../errors.ts';
import type { InboundEvent } from '../event.ts';
import type { EpochMs, LocalTime } from '../ids.ts';
import { followProfile } from '../members/travelling.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Absence, Platforms } from '../ports/platform.ts';
import type { CommunityStores, Transactor } from '../ports/stores.ts';
import type { Unasked } from '../ports/work-store.ts';
import type { Community } from '../records/community.ts';
import type { Member } from '../records/member.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What was asked is believed so long; what changes meanwhile the platform tells by itself (ms). */
const BELIEVED_MS = 8 * HOUR;
/** Everybody has been asked about so long before they are due: where many are, it begins earlier … (ms) */
const SOON_MS = 30 * MINUTE;
/** … and takes along all who are due in this time, so that rounds are few and batches large (ms). */
const AHEAD_MS = 6 * HOUR;
/** Whose round did not come to them, or never ended, is asked about again after this (ms); until then no other round asks the same. */
const AGAIN_MS = 2 * MINUTE;
/** Members a round asks about in all communities. */
const MOST = 5_000;
/** Communities asked about at a time: one that is waited for, at its platform's pace, holds up few others. */
const AT_ONCE = 10;

interface Asking {
  readonly transactor: Transactor;
  readonly platforms: Platforms;
  readonly clock: Clock;
  readonly calendar: Calendar;
  readonly log: Log;
}

type Told = Pick<Member, 'id' | 'zone'>;

/** What is kept of an absence: until when. A status without an end holds for the member's day. */
async function noteAbsence(
  stores: CommunityStores,
  { id, zone }: Told,
  { away, silent }: Partial<Absence>,
  now: EpochMs,
  askedAt?: EpochMs,
): Promise<void> {
  const before = away === null ? ((await stores.presences.get(id))?.awayUntil ?? null) : null;
  // Who comes back early was away until now: what expires meanwhile must know.
  const back = before !== null && before > now ? now : before;
  const endOfDay = () => instantOf(dayAfter(dateIn(zone, now)), '00:00' as LocalTime, zone);
  await stores.presences.note(id, {
    ...(away !== undefined && { awayUntil: away === null ? back : (away.until ?? endOfDay()) }),
    ...(silent !== undefined && { silent }),
    ...(askedAt !== undefined && { askedAt }),
  });
}

/** Notes what the platform tells by itself, of members alone: nothing is kept of anybody else. */
export async function hearAbsence(
  { transactor, clock, calendar }: Pick<Asking, 'transactor' | 'clock' | 'calendar'>,
  { installation, person, absence, claim }: Extract<InboundEvent, { kind: 'absence' }>,
): Promise<void> {
  const now = clock.now();
  await transactor.run(async (all) => {
    const community = await all.communities.find(installation.platform, installation.externalId);
    if (community === null) return;
    const stores = all.in(community.id);
    const member = await stores.members.find(person);
    if (member?.status !== 'joined') return;
    if ((await stores.claims.claim(claim, now)).kind === 'answered') return;
    await noteAbsence(stores, member, absence, now);
    if (absence.zone) await followProfile({ stores, community, now, calendar }, member, absence.zone);
    await stores.claims.answered(claim, { kind: 'nothing' }, person);
  });
}

/** Asks the platforms, in batches, about members who are due soon and were not asked about for hours. Says about how many was learned. */
export async function askAbsences(on: Asking): Promise<number> {
  const now = on.clock.now();
  const platforms = on.platforms
    .all()
    .flatMap(([name, { features }]) => (features.absences > 0 ? [{ name, perMinute: features.absences }] : []));
  if (platforms.length === 0) return 0;
  const askedBefore = now - BELIEVED_MS;
  const due = await on.transactor.run(async ({ work }) => {
    const found = await work.unasked({ now, soonMs: SOON_MS, until: now + AHEAD_MS, askedBefore, platforms }, MOST);
    await work.askedAbout(found, askedBefore + AGAIN_MS - 1);
    return found;
  });
  const communities = [...Map.groupBy(due, ({ community }) => community.id).values()];
  let learned = 0;
  // What was heard is written one community after the other: deliveries need the database's connections.
  let writing: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>) => {
    const mine = writing.then(work);
    writing = mine.catch(() => undefined);
    return mine;
  };
  const lane = async () => {
    for (let one = communities.shift(); one !== undefined; one = communities.shift()) {
      const told = await askAbout(on, one, now, inTurn);
      learned += told;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return learned;
}

/** A platform that does not answer changes nothing: what is known stays, and prompts go out all the same. */
async function askAbout(
  on: Asking,
  members: readonly Unasked[],
  now: EpochMs,
  inTurn: (work: () => Promise<void>) => Promise<void>,
): Promise<number> {
  const [first] = members;
  if (first === undefined) return 0;
  const { community } = first;
  const persons = members.map(({ person }) => person);
  try {
    const found = await on.platforms.of(community.platform).absences(community, persons);
    await inTurn(() => keep(on, community, members, now, found));
    return found.size;
  } catch (error) {
    if (!(error instanceof PlatformError)) {
      // Other communities are no part of that.
      on.log.error('absences.failed', error, { community: community.id });
      return 0;
    }
    on.log.warn('absences.unknown', { community: community.id, why: error.message, members: members.length });
    // What is refused once will be refused in a minute, too.
    if (error.outcome === 'refused') await on.transactor.run(({ work }) => work.askedAbout(members, now));
    return 0;
  }
}

async function keep(
  on: Asking,
  community: Community,
  members: readonly Unasked[],
  now: EpochMs,
  found: ReadonlyMap<string, Partial<Absence>>,
): Promise<void> {
  await on.transactor.run(async (all) => {
    const stores = all.in(community.id);
    for (const member of members) {
      const absence = found.get(member.person);
      if (absence === undefined) continue;
      try {
        await noteAbsence(stores, member, absence, now, now);
        if (absence.zone) await followProfile({ stores, community, now, calendar: on.calendar }, member, absence.zone);
      } catch (error) {
        // Of their zone this process may know nothing. The others are no part of that.
        on.log.error('absences.failed', error, { community: community.id, member: member.id });
        await stores.presences.note(member.id, { askedAt: now });
      }
    }
  });
}
