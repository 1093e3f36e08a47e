import { beforeEach, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import type { Absence, Platform } from '../../src/engine/ports/platform.ts';
import type { CommunityStores } from '../../src/engine/ports/stores.ts';
import { enrolJoined, replanMember, replanProgram } from '../../src/engine/programs/enrolling.ts';
import type { Member } from '../../src/engine/records/member.ts';
import { systemRandom } from '../../src/random.ts';
import { setUpOnPostgres } from '../contract/stores/bench.ts';
import {
  aMember,
  anOccurrence,
  aProgram,
  aThanks,
  day,
  enrol,
  found,
  minute,
  monday,
} from '../contract/stores/samples.ts';
import { workdays } from './programs/records.ts';

/** What is done for many goes on when it cannot be done for one, who is told by id. */
const bench = setUpOnPostgres();

const hour = 60 * minute;

let now: number;
let told: { event: string; fields: unknown }[];
let absent: Partial<Absence>;
beforeEach(() => {
  now = monday - 10 * minute;
  told = [];
  absent = { silent: null };
});

const log = {
  info() {},
  warn() {},
  error: (event: string, _cause: unknown, fields: unknown) => void told.push({ event, fields }),
};
const platform = {
  features: { profileZone: true, directByDefault: true, absences: 200 },
  absences: async (_installation, persons) => new Map(persons.map((person) => [person, absent])),
  profile: async () => null,
  look: async () => ({ as: { identity: 'kith', since: null }, missing: [], commands: true, channels: [] }),
} as Partial<Platform> as Platform;

const engine = () =>
  createEngine({
    transactor: bench.database.transactor,
    platforms: { of: () => platform, all: () => [['slack', platform]] },
    scheduler: { schedule: async () => undefined },
    clock: { now: () => now },
    stopwatch: () => () => 0,
    calendar: workdays,
    random: systemRandom,
    log,
    operator: null,
  });

const toBerlin = ({ id }: Member) => bench.query("update kith.members set zone = 'Europe/Berlin' where id = $1", [id]);
const plansOf = ({ id }: Member) =>
  bench.query('select next_slot as slot, next_due_at::float8 as due from kith.enrolments where member_id = $1', [id]);
const sentTo = ({ id }: Member) =>
  bench.query(
    `select o.slot, d.due_at::float8 as due, d.expires_at::float8 as until
     from kith.occurrences o join kith.deliveries d on d.occurrence_id = o.id where o.member_id = $1`,
    [id],
  );

/** Moves somebody to where this runtime knows no clock, as a newer process may have let them. */
const toMars = ({ id }: Member) =>
  bench.query("update kith.members set zone = 'Mars/Olympus_Mons' where id = $1", [id]);
const rotten = (table: string, column: string, id: string) =>
  bench.query(`update kith.${table} set ${column} = '\\x00' where id = $1`, [id]);

async function ignored(within: CommunityStores, ignoredInRow: number) {
  const enrolled = await enrol(within, { enrolment: { ignoredInRow } });
  const question = 'What would be good today?';
  const shown = anOccurrence(enrolled.enrolment, { state: 'shown', prompt: 'today', question });
  return { ...enrolled, occurrence: await within.occurrences.add(shown) };
}

test.each([1, 3])('silence after %i: the others slow down and hear the goodbye', async (before) => {
  const { lost, other, damaged } = await bench.run(async (stores) => {
    const { within } = await found(stores);
    const [lost, damaged] = [await ignored(within, before), await ignored(within, before)];
    return { lost, damaged, other: await ignored(within, before) };
  });
  await toMars(lost.member);
  await rotten('occurrences', 'question', damaged.occurrence.id);
  now = monday + day;
  expect(await engine().expire()).toBe(3);
  const counts = await bench.query('select id, ignored_in_row::integer as n from kith.enrolments');
  expect(new Map(counts.map(({ id, n }) => [id, n]))).toEqual(
    new Map([
      [lost.enrolment.id, before],
      [damaged.enrolment.id, before + 1],
      [other.enrolment.id, before + 1],
    ]),
  );
  expect(told).toMatchObject([{ event: 'expire.failed', fields: { enrolment: lost.enrolment.id } }]);
  expect(await engine().expire()).toBe(0);
});

test('who is away is learned of the others, and nobody is asked about again at once', async () => {
  const { lost } = await bench.run(async (stores) => {
    const { within } = await found(stores);
    const lost = await enrol(within, { enrolment: { nextDueAt: monday - minute } });
    await enrol(within);
    return { lost };
  });
  await toMars(lost.member);
  absent = { away: { until: null } };
  expect(await engine().askAbsences()).toBe(2);
  const kept = await bench.query(
    'select away_until is not null as away, asked_at is not null as asked from kith.presences order by 1',
  );
  expect(kept).toEqual([
    { away: false, asked: true },
    { away: true, asked: true },
  ]);
  expect(told).toMatchObject([{ event: 'absences.failed', fields: { member: lost.member.id } }]);
});

test('a program is moved for the others at once', async () => {
  const { community, lost, other, program } = await bench.run(async (stores) => {
    const { community, within } = await found(stores);
    const { program, ...lost } = await enrol(within);
    return { community, lost, program, other: await enrol(within, { program }) };
  });
  await toMars(lost.member);
  const moved = { ...program, ownDay: false, cadence: { ...program.cadence, rule: 'FREQ=WEEKLY;BYDAY=WE' } };
  await bench.run(async (stores) => {
    const within = stores.in(community.id);
    await within.programs.save(moved);
    await replanProgram({ stores: within, community, now, calendar: workdays, log }, moved, true);
    expect(await within.enrolments.get(other.enrolment.id)).toMatchObject({ nextSlot: '2026-03-04' });
    // The day it had before the change is no plan any more: the planner looks for the new one.
    expect(await within.enrolments.get(lost.enrolment.id)).toMatchObject({ nextSlot: null, nextDueAt: now });
  });
  expect(told).toMatchObject([{ event: 'plan.failed', fields: { enrolment: lost.enrolment.id } }]);
});

test('whoever cannot be planned when a program begins is planned as soon as somebody can', async () => {
  now = monday - 5 * hour;
  const { community, member } = await bench.run(async (stores) => {
    const { community, within } = await found(stores);
    return { community, member: await within.members.put(aMember()) };
  });
  await toMars(member);
  await bench.run(async (stores) => {
    const within = stores.in(community.id);
    const program = aProgram();
    await within.programs.add(program);
    await enrolJoined({ stores: within, community, now, random: systemRandom, calendar: workdays, log }, program);
  });
  expect(told).toMatchObject([{ event: 'plan.failed' }]);
  // A process that cannot either.
  await engine().plan();
  expect(told).toHaveLength(2);
  expect(await plansOf(member)).toEqual([{ slot: null, due: now + hour }]);
  await toBerlin(member);
  now += hour;
  await engine().plan();
  expect(await plansOf(member)).toEqual([{ slot: '2026-03-02', due: monday }]);
  expect(told).toHaveLength(2);
});

test.each([
  [
    'inside its window it comes, as of its time',
    3 * hour,
    [{ slot: '2026-03-02', due: monday, until: monday + 4 * hour }],
    0,
  ],
  ['past its window it does not, and is counted', 5 * hour, [], 1],
])('what was put off for hours: %s', async (_, late, sent, stale) => {
  const { member } = await bench.run(async (stores) => enrol((await found(stores)).within));
  await toMars(member);
  for (now = monday; now < monday + late; now += hour) await engine().plan();
  expect(told).toHaveLength(late / hour);
  await toBerlin(member);
  await engine().plan();
  expect(await plansOf(member)).toEqual([{ slot: '2026-03-09', due: monday + 7 * day }]);
  expect(await sentTo(member)).toEqual(sent);
  expect(
    await bench.query("select coalesce(sum(count), 0)::int as count from kith.skips where reason = 'stale'"),
  ).toEqual([{ count: stale }]);
});

test('who chooses a known zone when its window is over is asked at the next slot, and not out of the blue', async () => {
  const { member, community } = await bench.run(async (stores) => {
    const { community, within } = await found(stores);
    return { community, ...(await enrol(within)) };
  });
  await toMars(member);
  for (now = monday; now < monday + 6 * hour; now += hour) await engine().plan();
  await toBerlin(member);
  await bench.run(async (stores) => {
    const within = stores.in(community.id);
    await replanMember({ stores: within, community, now, calendar: workdays }, member);
  });
  expect(await plansOf(member)).toEqual([{ slot: '2026-03-09', due: monday + 7 * day }]);
});

test('who left long ago is erased, whoever cannot be', async () => {
  const { stuck } = await bench.run(async (stores) => {
    const { within } = await found(stores);
    const stuck = await within.members.put(aMember({ status: 'left', eraseAt: monday - day }));
    const giver = await within.members.put(aMember());
    const thanks = aThanks(giver, stuck, { posted: { channel: 'C1', message: '1' }, mayBePublic: true });
    await within.thanks.add(thanks);
    await within.thanks.save(thanks);
    await within.members.put(aMember({ status: 'left', eraseAt: monday - minute }));
    return { stuck };
  });
  await bench.query("update kith.thanks set words = '\\x00'");
  now = monday;
  expect(await engine().purge()).toBe(1);
  expect(await bench.query("select id from kith.members where status = 'left'")).toEqual([{ id: stuck.id }]);
  expect(told).toMatchObject([{ event: 'erase.failed', fields: { member: stuck.id } }]);
});

test('who has gone is found among the others', async () => {
  const { stuck } = await bench.run(async (stores) => {
    const { within } = await found(stores);
    const { member: stuck } = await enrol(within);
    await enrol(within);
    return { stuck };
  });
  await bench.query('update kith.members set looked_up_at = 0');
  await bench.query('update kith.members set looked_up_at = -1 where id = $1', [stuck.id]);
  await rotten('members', 'name', stuck.id);
  expect(await engine().lookUp()).toBe(1);
  expect(told).toMatchObject([{ event: 'look-up.broken', fields: { member: stuck.id } }]);
  expect(await engine().lookUp()).toBe(0);
  expect(told).toHaveLength(1);
});
