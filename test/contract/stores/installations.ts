import { expect, test } from 'vitest';
import type { Standing } from '../../../src/engine/records/community.ts';
import type { Bench } from './bench.ts';
import { day, found, minute, monday } from './samples.ts';

export function installationsContract(bench: Bench): void {
  const founded = () => bench.run(async (stores) => (await found(stores)).community);
  const missing: Standing = {
    found: { identity: 'A1', since: monday },
    missed: { since: monday, days: 2, seenAt: monday + day, eraseAt: monday + 30 * day },
  };

  test('those of these platforms are to be looked at that were not since, or by a clock that has been set back', async () => {
    const first = await founded();
    const second = await founded();
    const toLookAt = (platforms: readonly string[], before: number, now = before + day, limit = 10) =>
      bench.run(({ work }) => work.toLookAt(platforms, { before, now }, limit));
    expect(await toLookAt(['slack'], monday)).toHaveLength(2);
    expect(await toLookAt(['discord'], monday)).toEqual([]);
    expect(await toLookAt([], monday)).toEqual([]);
    await bench.run(async ({ work }) => {
      await work.lookedAt(first.id, monday + minute);
      await work.lookedAt(second.id, monday);
    });
    expect(await toLookAt(['slack', 'discord'], monday)).toEqual([second]);
    expect(await toLookAt(['slack'], monday + minute)).toEqual([second, first]);
    expect(await toLookAt(['slack'], monday + minute, monday + day, 1)).toEqual([second]);
    expect(await toLookAt(['slack'], monday - 9 * day, monday)).toEqual([first]);
    await bench.run(({ work }) => work.pause(second.id, monday));
    expect(await toLookAt(['slack'], monday)).toEqual([]);
  });

  test('whether it was heard from is asked of a span, and of nobody else', async () => {
    const one = await founded();
    const other = await founded();
    const heard = (whose: typeof one, since: number, until: number) =>
      bench.run(({ work }) => work.heardFrom(whose.id, { since, until }));
    await bench.run((stores) => stores.in(one.id).claims.claim('Ev1', monday));
    expect(await heard(one, monday - 1, monday)).toBe(true);
    expect(await heard(one, monday, monday + day)).toBe(false);
    expect(await heard(one, monday - day, monday - 1)).toBe(false);
    expect(await heard(other, 0, monday + day)).toBe(false);
  });

  test('where one stands is kept, for it alone, and not when it is no more', async () => {
    const { id } = await founded();
    const other = await founded();
    const nothing: Standing = { found: null, missed: null };
    const standing = (whose = id) => bench.run(({ work }) => work.standing(whose));
    expect(await standing()).toEqual(nothing);
    for (const one of [missing, { found: { identity: 'A2', since: null }, missed: null }, nothing, missing]) {
      await bench.run(({ work }) => work.keepStanding(id, one));
      expect(await standing()).toEqual(one);
    }
    expect(await standing(other.id)).toEqual(nothing);
    await bench.run(({ communities }) => communities.erase(id, null));
    expect(await standing()).toBeNull();
  });

  test('a workspace that installs Kith again is missed no more; the erasure of one takes its tokens along', async () => {
    const { installations } = bench.database;
    const [one, other] = [await founded(), await founded()];
    for (const { id, externalId } of [one, other]) {
      await installations.save(externalId, '{}');
      await bench.run(({ work }) => work.keepStanding(id, missing));
    }
    await installations.save(one.externalId, '{"again":true}');
    const standing = ({ id }: typeof one) => bench.run(({ work }) => work.standing(id));
    expect(await standing(one)).toEqual({ ...missing, missed: null });
    expect(await standing(other)).toEqual(missing);
    await bench.run(({ communities }) => communities.erase(one.id, null));
    expect(await installations.find(one.externalId)).toBeNull();
    expect(await installations.find(other.externalId)).toBe('{}');
  });

  test('what was installed after a removal stays when that is told late', async () => {
    const { installations } = bench.database;
    const one = await founded();
    await installations.save(one.externalId, '{}');
    const [{ ms } = {}] = await bench.query('select extract(epoch from clock_timestamp()) * 1000 as ms');
    await bench.query("update kith.communities set founded_at = clock_timestamp() - interval '1 hour'");
    await bench.run(({ communities }) => communities.erase(one.id, Number(ms) - 10 * minute));
    expect(await bench.run(({ communities }) => communities.get(one.id))).toBeNull();
    expect(await installations.find(one.externalId)).toBe('{}');
  });
}
