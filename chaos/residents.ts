import type pg from 'pg';
import type { Database } from '../adapters/postgres/database.ts';
import type { LocalPlatform } from '../playground/driver.ts';
import type { InventedPerson } from '../playground/people.ts';
import type { CommunityId, EpochMs, LocalTime, ProgramId, Zone } from '../src/engine/ids.ts';
import type { CommunityStores } from '../src/engine/ports/stores.ts';
import type { Community } from '../src/engine/records/community.ts';
import type { Program } from '../src/engine/records/program.ts';
import { systemRandom } from '../src/random.ts';
import { aMember, anEnrolment, aProgram } from '../test/contract/stores/samples.ts';
import type { Seeded } from './seeded.ts';

/**
 * `steady`: to be asked once, whatever happens. `brief`: their program's window is a minute. `evening`: their quiet hours begin during
 * the run. `restless`: they go away during the run. `neighbour`: behind the doorbell of a channel.
 */
export type Temper = 'steady' | 'brief' | 'evening' | 'restless' | 'neighbour';

/** Everybody has one direct check-in coming; neighbours share doorbells and are not counted here. */
export interface Resident {
  readonly person: string;
  readonly temper: Temper;
  readonly dueAt: EpochMs;
  /** When the quiet hours begin. */
  readonly quietAt: EpochMs | null;
}

/** A community on one platform whose people have all joined; nothing is due to them yet. */
export interface Residents {
  readonly community: Community;
  readonly people: readonly Pick<Resident, 'person' | 'temper'>[];
  readonly doorbells: readonly ProgramId[];
}

const DOORBELLS = 8;
const NEIGHBOURS_EACH = 4;
const BATCH = 250;
const MINUTE = 60_000;
/** So that no quiet hours but those wanted are in the way. */
const NEVER = '00:00' as LocalTime;

/** So many people by name; both local platforms make ids of the names. */
export function invented(count: number): readonly InventedPerson[] {
  return Array.from({ length: count }, (_, n) => ({
    name: `P${n}`,
    zone: 'UTC',
    locale: 'en-GB',
    admin: n === 0,
  }));
}

export interface Schedule {
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/** Lets all people of a platform live here: so many with direct check-ins, the others behind doorbells. */
export async function settle(
  { transactor }: Database,
  local: LocalPlatform,
  deliveries: number,
  chance: Seeded,
): Promise<Residents> {
  const createdAt = Date.now();
  const channel = local.places.find(({ name }) => name === 'general')?.id ?? '';
  const usual = aProgram({ createdAt, pack: 'today' });
  const short = aProgram({ createdAt, pack: 'today', windowMinutes: 1 });
  const doorbells = Array.from({ length: DOORBELLS }, () => aProgram({ createdAt, pack: 'today', channel }));
  const community = await transactor.run(async (stores) => {
    const founded = await stores.communities.open(
      { platform: local.platform, externalId: local.communityId, name: 'Chaos' },
      { id: systemRandom.id() as CommunityId, mode: 'community', language: 'en', zone: 'UTC' as Zone, createdAt },
    );
    for (const one of [usual, short, ...doorbells]) await stores.in(founded.id).programs.add(one);
    return founded;
  });
  const everybody = local.people
    .filter(({ bot }) => !bot)
    .map(({ id }, n) => ({
      person: id,
      temper: n < deliveries ? temperOf(chance.fraction()) : ('neighbour' as const),
    }));
  const programOf = (temper: Temper, n: number) => {
    if (temper === 'neighbour') return doorbells[n % doorbells.length] ?? usual;
    return temper === 'brief' ? short : usual;
  };
  for (let at = 0; at < everybody.length; at += BATCH) {
    await transactor.run(async (stores) => {
      for (const [n, { person, temper }] of everybody.slice(at, at + BATCH).entries()) {
        await enrol(stores.in(community.id), programOf(temper, at + n), person, temper);
      }
    });
  }
  const people = everybody.filter(({ temper }) => temper !== 'neighbour');
  return { community, people, doorbells: doorbells.map(({ id }) => id) };
}

function temperOf(drawn: number): Temper {
  if (drawn < 0.04) return 'brief';
  if (drawn < 0.08) return 'evening';
  return drawn < 0.1 ? 'restless' : 'steady';
}

export interface Schedule {
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/** Makes everybody due at chance moments of the schedule, in one statement: before it nothing can be planned. */
export async function makeDue(
  pool: pg.Pool,
  { community, people }: Residents,
  { from, until }: Schedule,
  chance: Seeded,
): Promise<readonly Resident[]> {
  const moment = () => Math.round(from + chance.fraction() * (until - from));
  const residents = people.map(({ person, temper }): Resident => {
    const quietAt = temper === 'evening' ? Math.ceil(moment() / MINUTE) * MINUTE : null;
    return { person, temper, dueAt: moment(), quietAt };
  });
  const quiet = residents.flatMap(({ person, quietAt }) =>
    quietAt === null ? [] : [{ person, from: clockTime(quietAt), to: clockTime(quietAt + 600 * MINUTE) }],
  );
  await pool.query(
    `update kith.members m set quiet_from = q."from", quiet_to = q."to"
      from jsonb_to_recordset($2) q(person text, "from" text, "to" text)
      where m.community_id = $1 and m.external_id = q.person`,
    [community.id, JSON.stringify(quiet)],
  );
  await pool.query(
    `update kith.enrolments e set next_slot = $3, next_due_at = coalesce(r."dueAt", $4)
      from kith.members m left join jsonb_to_recordset($2) r(person text, "dueAt" bigint) on r.person = m.external_id
      where e.community_id = $1 and m.community_id = $1 and m.id = e.member_id`,
    [community.id, JSON.stringify(residents), new Date(from).toISOString().slice(0, 10), from],
  );
  return residents;
}

/** How many people a platform needs for so many direct deliveries. */
export const peopleFor = (deliveries: number): number => deliveries + DOORBELLS * NEIGHBOURS_EACH;

async function enrol(within: CommunityStores, program: Program, person: string, temper: Temper): Promise<void> {
  const member = await within.members.put(
    aMember({
      externalId: person,
      zone: 'UTC' as Zone,
      place: temper === 'neighbour' ? 'channel' : 'direct',
      quietFrom: NEVER,
      quietTo: NEVER,
    }),
  );
  await within.enrolments.put(anEnrolment(program, member, { nextSlot: null, nextDueAt: null }));
}

const clockTime = (at: EpochMs): LocalTime => new Date(at).toISOString().slice(11, 16) as LocalTime;
