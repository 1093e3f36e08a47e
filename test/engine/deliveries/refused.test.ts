import { beforeEach, expect, test } from 'vitest';
import { createEngine } from '../../../src/engine/engine.ts';
import { PlatformError, type Refusal } from '../../../src/engine/errors.ts';
import { withdrawal } from '../../../src/engine/gratitude/removing.ts';
import type { ChannelLook, Platform } from '../../../src/engine/ports/platform.ts';
import { look } from '../../../src/engine/troubles/looking.ts';
import { systemRandom } from '../../../src/random.ts';
import { setUpOnPostgres } from '../../contract/stores/bench.ts';
import { aProgram, day, found, monday } from '../../contract/stores/samples.ts';
import { workdays } from '../programs/records.ts';

/** What becomes of what a platform refuses, and of what stands in the way, on a real PostgreSQL. */
const bench = setUpOnPostgres();

let refusal: Refusal | null;
let now: number;
let missing: readonly string[];
let channels: readonly ChannelLook[];
beforeEach(() => {
  channels = [];
  refusal = null;
  now = monday;
  missing = [];
});

const platform: Platform = {
  features: { profileZone: true, directByDefault: true, absences: 0 },
  spread: { everyMs: 1, burst: 1 },
  paces: () => [],
  send: async () => ({ channel: 'C1', message: '1' }),
  find: async () => null,
  profile: async (_installation, person) => ({ name: person, zone: null, locale: null, ordinary: true }),
  withdraw: async () => {
    if (refusal !== null) throw PlatformError.refused(refusal, refusal);
  },
  absences: async () => new Map(),
  look: async () => ({ as: { identity: 'kith', since: null }, missing, commands: true, channels }),
};
const ports = () => ({
  transactor: bench.database.transactor,
  platforms: { of: () => platform, all: () => [] },
  scheduler: { schedule: async () => undefined },
  clock: { now: () => now },
  stopwatch: () => () => 0,
  calendar: workdays,
  random: systemRandom,
  log: { info() {}, warn() {}, error() {} },
  operator: null,
});

async function toTakeAway() {
  const { community } = await bench.run(found);
  const [taken] = await bench.run((stores) =>
    stores.in(community.id).deliveries.add([withdrawal({ channel: 'C1', message: '1' }, now, systemRandom)]),
  );
  if (taken === undefined) throw new Error('nothing was stored');
  const stands = () => bench.run((stores) => stores.in(community.id).deliveries.get(taken.id));
  const troubles = () => bench.run((stores) => stores.in(community.id).troubles.open());
  return { id: taken.id, stands, troubles };
}

// Once, a post that its giver had removed stood for good when its channel was shut just then.
test.each(['channel-archived', 'not-in-channel', 'not-allowed'] as const)(
  'a post that is to be taken away (%s) is told to organizers, and goes once that is mended',
  async (kind) => {
    const engine = createEngine(ports());
    const { id, stands, troubles } = await toTakeAway();
    refusal = kind;
    for (let tries = 1; tries < 4; tries++) {
      const outcome = await engine.deliver(id);
      expect(outcome).toMatchObject({ againInMs: expect.any(Number) });
      expect(await troubles()).toMatchObject([{ kind, place: 'C1', times: tries }]);
      now += outcome === 'done' ? 0 : outcome.againInMs;
    }
    refusal = null;
    expect(await engine.deliver(id)).toBe('done');
    expect(await stands()).toMatchObject({ state: 'sent' });
    expect(await troubles()).toEqual([]);
  },
);

test('one whose channel is gone is gone with it, and one that is never mended is given up', async () => {
  const engine = createEngine(ports());
  const gone = await toTakeAway();
  refusal = 'channel-gone';
  expect(await engine.deliver(gone.id)).toBe('done');
  expect(await gone.stands()).toMatchObject({ state: 'failed' });
  const shut = await toTakeAway();
  refusal = 'channel-archived';
  await engine.deliver(shut.id);
  now += 8 * day;
  expect(await engine.deliver(shut.id)).toBe('done');
  expect(await shut.stands()).toMatchObject({ state: 'dropped' });
});

// Once, a look that could not ask about all channels took the troubles of the others for mended.
test('a look settles what nobody posts in any more, and nothing that it did not look at', async () => {
  const { community } = await bench.run(async (stores) => {
    const one = await found(stores);
    for (let n = 1; n <= 12; n++) await one.within.programs.add(aProgram({ channel: `C${n}`, createdAt: monday + n }));
    for (const place of ['C12', 'C99'])
      await one.within.troubles.note({ kind: 'not-in-channel', place, missing: null }, now);
    return one;
  });
  await look(ports(), community, []);
  const open = await bench.run((stores) => stores.in(community.id).troubles.open());
  expect(open.map(({ place }) => place)).toEqual(['C12']);
});

// Once, one scope that was missing stood in the doctor for direct messages and for the whole community.
test('what is missing everywhere is said once, and is over for all places when a look finds it', async () => {
  const community = await bench.run(async (stores) => {
    const one = await found(stores);
    for (const [place, lacking] of [
      ['direct', 'chat:write'],
      ['C1', null],
    ] as const)
      await one.within.troubles.note({ kind: 'not-allowed', place, missing: lacking }, now);
    await one.within.programs.add(aProgram({ channel: 'C1' }));
    return one.community;
  });
  const places = () =>
    bench.run(async (stores) => (await stores.in(community.id).troubles.open()).map(({ place }) => place).toSorted());
  missing = ['chat:write'];
  await look(ports(), community, []);
  expect(await places()).toEqual(['', 'C1']);
  missing = [];
  await look(ports(), community, []);
  expect(await places()).toEqual(['C1']);
});

// Once, it was said a second time for the channel whose look it had prevented, and stood there after it was mended.
test('what is missing everywhere is not said of the channel that could not be looked at', async () => {
  const community = await bench.run(async (stores) => {
    const one = await found(stores);
    await one.within.programs.add(aProgram({ channel: 'C1' }));
    return one.community;
  });
  const open = () => bench.run((stores) => stores.in(community.id).troubles.open());
  missing = ['channels:history'];
  channels = [{ channel: 'C1', state: 'not-allowed', missing }];
  await look(ports(), community, ['C1']);
  expect(await open()).toMatchObject([{ kind: 'not-allowed', place: '', missing: 'channels:history' }]);
  missing = [];
  channels = [{ channel: 'C1', state: 'readable', missing }];
  await look(ports(), community, ['C1']);
  expect(await open()).toEqual([]);
});
