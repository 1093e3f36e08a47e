import { expect, test } from 'vitest';
import { askAbsences } from '../../../src/engine/away/absences.ts';
import type { Platform } from '../../../src/engine/ports/platform.ts';
import { failingLog, setUpOnPostgres } from '../../contract/stores/bench.ts';
import { enrol, found, minute, monday } from '../../contract/stores/samples.ts';
import { workdays } from '../programs/records.ts';

/** Who is asked about, and when, before they are due. */
const bench = setUpOnPostgres();

/** So many due at once, in one community. */
const due = (count: number) =>
  bench.run(async (stores) => {
    const { within } = await found(stores);
    const { program } = await enrol(within);
    for (let others = 1; others < count; others++) await enrol(within, { program });
  });

/** Minute after minute of a platform that says so much of so many in each; when each person was asked about, in minutes before they are due. */
async function asked(from: number, perMinute: number, reached = (_person: string, _before: number) => true) {
  const times: { readonly person: string; readonly before: number }[] = [];
  for (let before = from; before > 0; before--) {
    const platform = {
      features: { profileZone: true, directByDefault: true, absences: perMinute },
      absences: async (_installation, persons) => {
        times.push(...persons.map((person) => ({ person, before })));
        return new Map(persons.filter((person) => reached(person, before)).map((person) => [person, {}]));
      },
    } as Pick<Platform, 'features' | 'absences'> as Platform;
    await askAbsences({
      transactor: bench.database.transactor,
      clock: { now: () => monday - before * minute },
      calendar: workdays,
      log: failingLog,
      platforms: { of: () => platform, all: () => [['slack', platform]] },
    });
  }
  return times;
}

// Once, two hundred a minute were asked about in the last half hour: of ten thousand due at nine four thousand were not.
test('however many are due at once, everybody has been asked about half an hour before, once, and no more in a minute than are told of', async () => {
  await due(40);
  const times = await asked(50, 3);
  expect(new Set(times.map(({ person }) => person)).size).toBe(40);
  expect(times).toHaveLength(40);
  const minutes = times.map(({ before }) => before);
  expect(Math.min(...minutes)).toBeGreaterThanOrEqual(30);
  for (const group of Map.groupBy(minutes, (one) => one).values()) expect(group.length).toBeLessThanOrEqual(3);
  // Not earlier than it takes: what was asked hours before is less true.
  expect(Math.max(...minutes)).toBeLessThanOrEqual(30 + Math.ceil(40 / 3));
});

test('whose turn did not come is asked about again two minutes later, and by no other round until then', async () => {
  await due(2);
  const left = new Set<string>();
  const times = await asked(33, 10, (person, before) => {
    if (left.size === 0 && before > 20) left.add(person);
    return !left.has(person) || before < 29;
  });
  const [person] = left;
  expect(times.filter((one) => one.person === person).map(({ before }) => before)).toEqual([30, 28]);
  expect(times).toHaveLength(3);
});

// Once, of communities that were asked about at the same time those of the last alone were counted.
test('several communities are asked about beside each other, and what is heard is written one after the other', async () => {
  for (let communities = 0; communities < 3; communities++) await due(2);
  const all = Promise.withResolvers<void>();
  let asking = 0;
  let [writing, most] = [0, 0];
  const platform = {
    features: { profileZone: true, directByDefault: true, absences: 10 },
    absences: async (_installation, persons) => {
      asking += 1;
      if (asking === 3) all.resolve();
      await all.promise;
      return new Map(persons.map((person) => [person, { silent: null }]));
    },
  } as Pick<Platform, 'features' | 'absences'> as Platform;
  const { transactor } = bench.database;
  const run: typeof transactor.run = async (work) => {
    writing += 1;
    most = Math.max(most, writing);
    try {
      return await transactor.run(work);
    } finally {
      writing -= 1;
    }
  };
  const learned = await askAbsences({
    transactor: { ...transactor, run },
    clock: { now: () => monday - minute },
    calendar: workdays,
    log: failingLog,
    platforms: { of: () => platform, all: () => [['slack', platform]] },
  });
  expect({ learned, most }).toEqual({ learned: 6, most: 1 });
});
