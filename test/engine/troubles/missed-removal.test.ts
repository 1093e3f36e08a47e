import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { PlatformError } from '../../../src/engine/errors.ts';
import { lookUpRound } from '../../../src/engine/members/looking-up.ts';
import type { InstalledAs, Look, Platform } from '../../../src/engine/ports/platform.ts';
import type { Community, MissedRemoval } from '../../../src/engine/records/community.ts';
import { isBelieved, saidAgain } from '../../../src/engine/troubles/missed-removal.ts';
import { setUpOnPostgres } from '../../contract/stores/bench.ts';
import { aMember, day, found, minute, monday } from '../../contract/stores/samples.ts';

const hour = 60 * minute;
const US = 'A1';

describe('when a removal that nobody told is believed', () => {
  const said = fc.record({ identity: fc.constant(US), believedAfter: fc.integer({ min: 1, max: 40 }) });

  /** Looks at these moments by a clock that may jump; says at which of them it was believed. */
  function believedAt(moments: readonly number[], notThere: { identity: string; believedAfter: number }): number {
    let missed: MissedRemoval | null = null;
    for (const [index, now] of moments.entries()) {
      missed = saidAgain(missed, now, notThere);
      if (isBelieved(missed, now, notThere)) return index;
    }
    return -1;
  }

  test('with a look every day, on the day that was told from the first look on, and not before', () => {
    fc.assert(
      fc.property(said, fc.integer({ min: 0, max: 5 * minute }), (notThere, drift) => {
        const every = day + drift;
        const first = saidAgain(null, monday, notThere);
        expect(first.eraseAt).toBe(monday + notThere.believedAfter * day);
        const moments = Array.from({ length: notThere.believedAfter + 2 }, (_, n) => monday + n * every);
        const at = moments[believedAt(moments, notThere)] ?? 0;
        expect(at).toBeGreaterThanOrEqual(first.eraseAt);
        expect(at).toBeLessThan(first.eraseAt + day);
      }),
    );
  });

  test('a clock that jumps, whenever and which way, saves at most one of the days in which it has to be said', () => {
    const jump = fc.integer({ min: -4000 * day, max: 4000 * day });
    fc.assert(
      fc.property(said, fc.integer({ min: 0, max: 2000 }), jump, (notThere, when, ms) => {
        // Hourly looks, by a clock that goes wrong before one of them and stays so.
        const moments = Array.from({ length: 2000 }, (_, n) => monday + n * hour + (n >= when ? ms : 0));
        const index = believedAt(moments, notThere);
        expect(index === -1 || index >= (notThere.believedAfter - 2) * 24).toBe(true);
        // Set back or not, it does not take for ever.
        expect(index).not.toBe(-1);
      }),
    );
  });

  test('looks on fewer days than that never do, however far apart', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 400 * day }), { maxLength: 60 });
    fc.assert(
      fc.property(said, gaps, (notThere, between) => {
        const moments = between.slice(0, notThere.believedAfter - 1).map(
          (
            (now) => (gap) =>
              (now += gap)
          )(monday),
        );
        expect(believedAt(moments, notThere)).toBe(-1);
      }),
    );
  });
});

describe('looking at installations, on a real PostgreSQL', () => {
  const bench = setUpOnPostgres();
  const here: Look = { as: { identity: US, since: monday }, missing: [], commands: true, channels: [] };
  const removed = (identity = US) => PlatformError.absent({ identity, believedAfter: 30 }, 'token_revoked');
  const refused = PlatformError.refused('installation-gone', 'invalid_auth');

  let now: number;
  /** What a look answers, by the id of the workspace; that Kith is there unless told. */
  let answers: Map<string, Look | PlatformError>;
  let looked: string[];
  let logged: { event: string; fields: Record<string, unknown> }[];
  beforeEach(() => {
    now = monday;
    answers = new Map();
    looked = [];
    logged = [];
  });

  const platform = {
    profile: async (_installation, person) => ({ name: person, zone: null, locale: null, ordinary: true }),
    async look({ externalId }) {
      looked.push(externalId);
      const answer = answers.get(externalId) ?? here;
      if (answer instanceof PlatformError) throw answer;
      return answer;
    },
  } satisfies Partial<Platform>;
  const note = (event: string, fields: Record<string, unknown> = {}) => logged.push({ event, fields });
  const round = () =>
    lookUpRound({
      transactor: bench.database.transactor,
      platforms: {
        of: () => platform as Partial<Platform> as Platform,
        all: () => [['slack', platform as Partial<Platform> as Platform]],
      },
      clock: { now: () => now },
      log: { info: note, warn: note, error: (event) => note(event) },
    });
  const founded = () => bench.run(async (stores) => (await found(stores)).community);
  const isThere = async ({ id }: Community) => (await bench.run(({ communities }) => communities.get(id))) !== null;
  const missed = async ({ id }: Community) => (await bench.run(({ work }) => work.standing(id)))?.missed ?? null;
  const lines = () => logged.filter(({ event }) => event !== 'look.failed');

  /** Goes on by days, with a look a day, up to the given one after Monday. */
  async function until(last: number): Promise<void> {
    while (now < monday + last * day) {
      now += day;
      await round();
    }
  }

  test('for thirty days nothing is erased but announced with the day; then all of it is, and its key', async () => {
    const community = await bench.run(async (stores) => {
      const { community: one, within } = await found(stores);
      await within.members.put(aMember({ name: 'Somebody of theirs' }));
      await within.audit.add({ actor: 'U1', action: 'x', target: null, at: monday });
      return one;
    });
    const other = await founded();
    await bench.database.installations.save(community.externalId, '{"token":"xoxb-1"}');
    await bench.database.installations.save(other.externalId, '{"token":"xoxb-2"}');
    await round();
    answers.set(community.externalId, removed());
    await until(30);
    expect(await isThere(community)).toBe(true);
    expect(await missed(community)).toMatchObject({ since: monday + day, days: 30, eraseAt: monday + 31 * day });
    const missing = lines();
    expect(missing.map(({ event }) => event)).toEqual(missing.map(() => 'installation.missing'));
    expect(missing.map(({ fields }) => fields.erasedOn)).toEqual(Array.from({ length: 30 }, () => '2026-04-02'));
    expect(missing[0]?.fields).toMatchObject({
      community: community.id,
      platform: 'slack',
      installation: community.externalId,
      since: '2026-03-03',
      days: 1,
      cure: expect.stringContaining('npm run doctor'),
    });
    expect(JSON.stringify(logged)).not.toContain('Somebody');
    await until(31);
    expect(await isThere(community)).toBe(false);
    expect(lines().at(-1)).toMatchObject({
      event: 'community.erased',
      fields: { community: community.id, why: 'removal-missed' },
    });
    const everything = (await bench.everything()).map(({ row }) => row).join('\n');
    expect(everything).not.toContain(community.id);
    expect(everything).not.toContain(`"${community.externalId}"`);
    // Nothing of anybody else's.
    expect(await isThere(other)).toBe(true);
    expect(await bench.database.installations.find(other.externalId)).toContain('xoxb-2');
    const before = looked.length;
    await until(33);
    expect(looked.slice(before)).not.toContain(community.externalId);
  });

  test('found back before that, all is as before, and it would begin anew', async () => {
    const community = await founded();
    await round();
    answers.set(community.externalId, removed());
    await until(29);
    answers.delete(community.externalId);
    await until(30);
    expect(await missed(community)).toBeNull();
    const open = await bench.run((stores) => stores.in(community.id).troubles.open());
    expect(open).toEqual([]);
    expect(lines().at(-1)?.event).toBe('installation.back');
    answers.set(community.externalId, removed());
    await until(59);
    expect(await isThere(community)).toBe(true);
  });

  test('a workspace that installs Kith again has its thirty days anew, with all there was', async () => {
    const community = await founded();
    await round();
    answers.set(community.externalId, removed());
    await until(30);
    await bench.database.installations.save(community.externalId, '{"token":"xoxb-3"}');
    expect(await missed(community)).toBeNull();
    await until(60);
    expect(await isThere(community)).toBe(true);
    expect(await missed(community)).toMatchObject({ days: 30, eraseAt: monday + 61 * day });
  });

  test.each([
    ['a token that is refused', refused],
    ['an answer to another application', removed('A2')],
    ['no answer', PlatformError.busy(1000, 'http 503')],
  ])('%s erases nothing, ever', async (_what, answer) => {
    const community = await founded();
    await round();
    answers.set(community.externalId, answer);
    await until(40);
    expect(await isThere(community)).toBe(true);
    expect(await missed(community)).toBeNull();
    expect(lines()).toEqual([]);
  });

  test('neither does being absent where no look has ever found it: whose place that is nobody can say', async () => {
    const community = await founded();
    answers.set(community.externalId, removed());
    await until(40);
    expect(await isThere(community)).toBe(true);
    expect(await missed(community)).toBeNull();
  });

  test('while people there still reach Kith, it is not gone, whatever the platform says', async () => {
    const community = await founded();
    await round();
    answers.set(community.externalId, removed());
    await until(20);
    const use = () => bench.run((stores) => stores.in(community.id).claims.claim(`Ev${now}`, now));
    await use();
    await until(21);
    expect(await missed(community)).toMatchObject({ days: 21 });
    now += 12 * hour;
    await use();
    now -= 12 * hour;
    await until(22);
    expect(await missed(community)).toBeNull();
    // From then on as from the first time; what an earlier clock kept of tomorrow is not heard today.
    await until(24);
    expect(await missed(community)).toMatchObject({ days: 2, eraseAt: monday + 53 * day });
  });

  test('days without an answer count for nothing: the day that was told is put off by them', async () => {
    const community = await founded();
    await round();
    answers.set(community.externalId, removed());
    await until(10);
    answers.set(community.externalId, refused);
    await until(20);
    answers.set(community.externalId, removed());
    await until(31);
    expect(await isThere(community)).toBe(true);
    expect(await missed(community)).toMatchObject({ days: 21, eraseAt: monday + 40 * day });
    await until(40);
    expect(await isThere(community)).toBe(false);
  });

  test.each([60, -60])('a clock that jumps by %i days erases nothing at the look after it', async (by) => {
    const community = await founded();
    await round();
    answers.set(community.externalId, removed());
    await until(5);
    now += by * day;
    for (let looks = 0; looks < 50; looks++) {
      now += 5 * minute;
      await round();
    }
    expect(await isThere(community)).toBe(true);
    expect(await missed(community)).toMatchObject({ days: by > 0 ? 6 : 5 });
  });

  test('installed anew since it was found, by the platform’s own clock, it begins clean', async () => {
    const community = await founded();
    await round();
    const since = (at: number): InstalledAs => ({ identity: US, since: at });
    answers.set(community.externalId, { ...here, as: since(monday + 500) });
    await until(1);
    expect(await isThere(community)).toBe(true);
    // Another application is another Kith, which has its own beginning.
    answers.set(community.externalId, { ...here, as: { identity: 'A2', since: monday + 9 * day } });
    await until(2);
    expect(await isThere(community)).toBe(true);
    answers.set(community.externalId, { ...here, as: { identity: 'A2', since: monday + 10 * day } });
    await until(3);
    expect(await isThere(community)).toBe(false);
    expect(logged.at(-1)).toMatchObject({ event: 'community.erased', fields: { why: 'installed-anew' } });
  });

  test('each is looked at once a day, what is paused in every round; a clock set back does not hold that up', async () => {
    const first = await founded();
    const second = await founded();
    answers.set(second.externalId, removed());
    // Neither was ever looked at: both are due alike, in whichever order the database reads them.
    const either = [first.externalId, second.externalId].sort();
    const names = async () => {
      looked = [];
      now += 5 * minute;
      await round();
      return looked;
    };
    expect((await names()).sort()).toEqual(either);
    expect(await names()).toEqual([second.externalId]);
    now += day;
    expect(await names()).toEqual([second.externalId, first.externalId]);
    now -= 100 * day;
    expect(await names()).toEqual([second.externalId, first.externalId]);
  });

  test('a platform that is silent is not asked about all of its workspaces, and each of them has its turn', async () => {
    const communities: Community[] = [];
    for (let n = 0; n < 8; n++) communities.push(await founded());
    for (const { externalId } of communities) answers.set(externalId, PlatformError.busy(1000, 'http 503'));
    const all = communities.map(({ externalId }) => externalId);
    for (const most of [3, 6, 8, 8]) {
      await round();
      expect(new Set(looked).size).toBe(most);
      expect(all).toEqual(expect.arrayContaining(looked));
    }
    expect(looked).toHaveLength(8);
  });
});
