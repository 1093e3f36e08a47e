import { beforeEach, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import type { Absence, Platform } from '../../src/engine/ports/platform.ts';
import type { CommunityStores } from '../../src/engine/ports/stores.ts';
import { replanProgram } from '../../src/engine/programs/enrolling.ts';
import type { Member } from '../../src/engine/records/member.ts';
import { systemRandom } from '../../src/random.ts';
import { setUp } from '../contract/stores/bench.ts';
import { aMember, anOccurrence, aThanks, day, enrol, found, minute, monday } from '../contract/stores/samples.ts';
import { migratedDatabase } from '../servers/database.ts';
import { workdays } from './programs/records.ts';

/** What is done for many goes on when it cannot be done for one, who is told by id. */
const bench = setUp(async () => {
  const database = await migratedDatabase();
  return { url: database.url, leave: () => database.drop() };
});

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
    expect(await within.enrolments.get(lost.enrolment.id)).toEqual(lost.enrolment);
  });
  expect(told).toMatchObject([{ event: 'plan.failed', fields: { enrolment: lost.enrolment.id } }]);
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
