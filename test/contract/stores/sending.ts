import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CommunityId, DeliveryId } from '../../../src/engine/ids.ts';
import type { CommunityStores } from '../../../src/engine/ports/stores.ts';
import type { Given, Lease, WorkStore } from '../../../src/engine/ports/work-store.ts';
import type { Delivery } from '../../../src/engine/records/delivery.ts';
import type { Bench } from './bench.ts';
import { day, found, leaseOf, minute, monday, prompted } from './samples.ts';

const lease = 10 * minute;
/** Paces that are not shared ask for nobody. */
const NOBODY = '' as CommunityId;
const receipt = { channel: 'D1', message: '1772442000.000100' };

export function sendingContract(bench: Bench): void {
  const pending = async (changes: Partial<Delivery> = {}) =>
    bench.run(async (stores) => {
      const { community, within } = await found(stores);
      return { community, ...(await prompted(within, changes)) };
    });
  const take = (id: DeliveryId, now = monday) => bench.run(({ work }) => work.take(id, now, lease));
  const hold = async (id: DeliveryId) => leaseOf(await take(id));
  const lapse = (column: 'lease_until' | 'not_before') =>
    bench.query(`update kith.deliveries set ${column} = clock_timestamp()`);
  /** The slot it waits for comes, and it is taken. Past a second it would be late for it: where the machine stood still so long, once more. */
  const meetSlot = async (id: DeliveryId) => {
    await bench.query(
      "update kith.deliveries set state = 'pending', lease_until = null, paced = true, not_before = clock_timestamp()",
    );
    return take(id);
  };

  test('a delivery is taken by one, who begins, sends and keeps the receipt', async () => {
    const { community, delivery } = await pending();
    const taken = await take(delivery.id);
    expect(taken).toEqual({
      lease: { id: delivery.id, until: expect.any(Number) },
      community,
      delivery: { ...delivery, state: 'sending' },
      begunAt: null,
      paced: 'none',
      insteadInMs: null,
      paused: false,
    });
    await bench.run(({ work }) => work.begin(leaseOf(taken), null));
    await bench.run(({ work }) => work.sent(delivery.id, receipt, monday + 1));
    const sent = await bench.run((stores) => stores.in(community.id).deliveries.get(delivery.id));
    expect(sent).toEqual({ ...delivery, state: 'sent', attempts: 1, receipt });
    expect(await take(delivery.id)).toBeNull();
  });

  test('whose occurrence was given a question meanwhile does not begin with another one', async () => {
    const { community, delivery, occurrence } = await pending();
    const lease = await hold(delivery.id);
    const asked = { ...occurrence, prompt: 'good-today', question: 'What would be good today?' };
    const other = { ...asked, prompt: 'lighter', question: 'Who made it lighter?' };
    const within = <T>(work: (stores: CommunityStores) => Promise<T>) =>
      bench.run((stores) => work(stores.in(community.id)));
    await within(({ occurrences }) => occurrences.save(asked));
    const begin = (given: Given | null) => bench.run(({ work }) => work.begin(lease, given));
    expect(await begin({ community: community.id, occurrence: other, at: monday })).toBe(false);
    expect(await within(({ occurrences }) => occurrences.get(occurrence.id))).toEqual(asked);
    expect(await within(({ prompts }) => prompts.seen(occurrence.member))).toEqual(new Map());
    expect(await within(({ deliveries }) => deliveries.get(delivery.id))).toMatchObject({ attempts: 0 });
    expect(await begin(null)).toBe(true);
  });

  test('for the caps of its member one counts from when it begins, until it is known not to have arrived', async () => {
    const { community, delivery, member } = await pending();
    const counted = (besides = '' as DeliveryId, now = monday + minute) =>
      bench.run((stores) => stores.in(community.id).deliveries.sentTo(member.id, besides, monday, now));
    const lease = await hold(delivery.id);
    expect(await counted()).toEqual([]);
    await bench.run(({ work }) => work.begin(lease, null));
    expect([await counted(), await counted(delivery.id)]).toEqual([[monday + minute], []]);
    await bench.run(({ work }) => work.postpone(lease, minute, { slot: null, begun: true }));
    expect(await counted()).toEqual([monday + minute]);
    await bench.run(({ work }) => work.sent(delivery.id, receipt, monday));
    expect([await counted(), await counted(delivery.id)]).toEqual([[monday], []]);
  });

  test('one that was too early is as if it had not begun', async () => {
    const { community, delivery } = await pending();
    const lease = await hold(delivery.id);
    await bench.run(({ work }) => work.begin(lease, null));
    await bench.run(({ work }) => work.notYet(lease, minute));
    // Within 50 s: real time goes on meanwhile.
    expect(await take(delivery.id)).toEqual({ againInMs: expect.closeTo(minute, -5) });
    const stands = await bench.run((stores) => stores.in(community.id).deliveries.get(delivery.id));
    expect(stands).toEqual(delivery);
    await lapse('not_before');
    expect(await take(delivery.id)).toMatchObject({ begunAt: null, paced: 'none' });
  });

  test('not due yet, leased by another, unknown', async () => {
    const { delivery } = await pending();
    expect(await take(delivery.id, monday - minute)).toEqual({ againInMs: minute });
    await take(delivery.id);
    const leased = await take(delivery.id);
    expect(leased).toEqual({ againInMs: expect.any(Number) });
    const { againInMs } = leased as { againInMs: number };
    expect(againInMs).toBeGreaterThan(lease - minute);
    expect(againInMs).toBeLessThanOrEqual(lease);
    expect(await take('nowhere' as DeliveryId)).toBeNull();
  });

  test('when a lease has run out, it is left alone as long again; then the next one hears since when an answer is owed', async () => {
    const { delivery } = await pending();
    const mine = await hold(delivery.id);
    const [{ ms: before } = {}] = await bench.query('select extract(epoch from clock_timestamp()) * 1000 as ms');
    await bench.run(({ work }) => work.begin(mine, null));
    await lapse('lease_until');
    expect(await take(delivery.id)).toEqual({ againInMs: lease });
    await lapse('not_before');
    const taken = await take(delivery.id);
    expect(taken).toMatchObject({ delivery: { state: 'sending', attempts: 1 }, begunAt: expect.any(Number) });
    const { begunAt } = taken as { begunAt: number };
    expect(begunAt).toBeGreaterThanOrEqual(Number(before));
    expect(begunAt).toBeLessThan(Number(before) + minute);
  });

  test('a lease from before the database’s clock was set back does not last until then', async () => {
    const { delivery } = await pending();
    const mine = await hold(delivery.id);
    await bench.run(({ work }) => work.begin(mine, null));
    await bench.query("update kith.deliveries set lease_until = now() + interval '3 days'");
    expect(await take(delivery.id)).toEqual({ againInMs: lease });
  });

  test('a paused installation is told apart until it is resumed', async () => {
    const { community, delivery } = await pending();
    await bench.run(({ work }) => work.pause(community.id, monday));
    await bench.run(({ work }) => work.pause(community.id, monday + 1));
    expect(await bench.run(({ work }) => work.paused(['slack'], 10))).toEqual([community]);
    expect(await bench.run(({ work }) => work.paused(['discord'], 10))).toEqual([]);
    expect(await take(delivery.id)).toMatchObject({ paused: true });
    expect(await bench.run(({ work }) => work.resume(community.id))).toBe(true);
    expect(await bench.run(({ work }) => work.resume(community.id))).toBe(false);
    expect(await bench.run(({ work }) => work.paused(['slack'], 10))).toEqual([]);
  });

  test('whose lease has run out, or whose delivery was ended or erased meanwhile, cannot begin', async () => {
    const { community, member, delivery } = await pending();
    const begin = (by: Lease) => bench.run(({ work }) => work.begin(by, null));
    const first = await hold(delivery.id);
    await lapse('lease_until');
    await expect(begin(first)).rejects.toThrow(delivery.id);
    const second = await hold(delivery.id);
    await expect(begin(first)).rejects.toThrow(delivery.id);
    await bench.run((stores) => stores.in(community.id).members.erase(member.id));
    await expect(begin(second)).rejects.toThrow(delivery.id);
  });

  test('a lease that has run out changes nothing of what another has taken since, except that it has arrived', async () => {
    const { community, delivery } = await pending();
    const old = await hold(delivery.id);
    await lapse('lease_until');
    const mine = await hold(delivery.id);
    await bench.run(({ work }) => work.begin(mine, null));
    const before = await bench.query('select * from kith.deliveries');
    const late: readonly ((work: WorkStore) => Promise<unknown>)[] = [
      (work) => work.postpone(old, minute, { slot: null, begun: false }),
      (work) => work.notYet(old, minute),
      (work) => work.defer(old, monday + day),
      (work) => work.end(old, 'dropped', 'away'),
    ];
    for (const change of late) await bench.run(({ work }) => change(work));
    expect(await bench.query('select * from kith.deliveries')).toEqual(before);
    await bench.run(({ work }) => work.sent(old.id, receipt, monday));
    expect(await bench.run((stores) => stores.in(community.id).deliveries.get(delivery.id))).toMatchObject({ receipt });
  });

  test('postponed to its reserved slot it comes back paced, and only once', async () => {
    const { delivery } = await pending();
    const mine = await hold(delivery.id);
    await bench.run(({ work }) => work.postpone(mine, minute, { slot: { waitMs: minute, place: null }, begun: false }));
    const early = (await take(delivery.id)) as { againInMs: number };
    expect(early.againInMs).toBeGreaterThan(minute / 4);
    expect(early.againInMs).toBeLessThanOrEqual(minute);
    await expect.poll(() => meetSlot(delivery.id)).toMatchObject({ paced: 'own', begunAt: null });
    // The slot is used up by taking it: who takes it after a crash reserves anew.
    await lapse('lease_until');
    expect(await take(delivery.id)).toMatchObject({ paced: 'none' });
  });

  test('deferred it is due anew, by the clock, with nothing reserved and nothing begun', async () => {
    const { community, delivery } = await pending();
    const read = () => bench.run((stores) => stores.in(community.id).deliveries.get(delivery.id));
    const defer = (mine: Lease, at: number) => bench.run(({ work }) => work.defer(mine, at));
    const first = await hold(delivery.id);
    await bench.run(({ work }) => work.postpone(first, 0, { slot: { waitMs: 0, place: null }, begun: false }));
    await defer(first, monday + day);
    expect(await read()).toEqual(delivery);
    const taken = await take(delivery.id);
    expect(taken).toMatchObject({ paced: expect.stringMatching(/^(own|late)$/) });
    await bench.run(({ work }) => work.begin(leaseOf(taken), null));
    await defer(leaseOf(taken), monday + minute);
    expect(await read()).toEqual({ ...delivery, attempts: 1, dueAt: monday + minute });
    expect(await take(delivery.id)).toEqual({ againInMs: minute });
    const again = await take(delivery.id, monday + minute);
    expect(again).toMatchObject({ paced: 'none', begunAt: null });
    await bench.run(({ work }) => work.end(leaseOf(again), 'dropped', 'away'));
    await defer(leaseOf(again), monday + day);
    expect(await read()).toMatchObject({ state: 'dropped' });
  });

  test('postponed after a send without an answer it keeps when that began; after a refusal it does not', async () => {
    const { delivery } = await pending();
    const first = await hold(delivery.id);
    await bench.run(({ work }) => work.begin(first, null));
    await bench.run(({ work }) => work.postpone(first, 0, { slot: null, begun: true }));
    const taken = await take(delivery.id);
    expect(taken).toMatchObject({ begunAt: expect.any(Number) });
    await bench.run(({ work }) => work.begin(leaseOf(taken), null));
    await bench.run(({ work }) => work.postpone(leaseOf(taken), 0, { slot: null, begun: false }));
    expect(await take(delivery.id)).toMatchObject({ begunAt: null, delivery: { attempts: 2 } });
  });

  test('what was ended stays ended, and is not unfinished', async () => {
    const { community, delivery } = await pending();
    const lease = await hold(delivery.id);
    await bench.run(({ work }) => work.end(lease, 'dropped', 'stale'));
    await bench.run(({ work }) => work.end(lease, 'failed', 'malformed'));
    const ended = await bench.run((stores) => stores.in(community.id).deliveries.get(delivery.id));
    expect(ended).toMatchObject({ state: 'dropped', reason: 'stale' });
    expect(await bench.run(({ work }) => work.unfinished(monday, null, 10))).toEqual([]);
  });

  test('the sweep walks through all unfinished deliveries, page by page', async () => {
    const ids: DeliveryId[] = [];
    for (let count = 0; count < 5; count += 1) ids.push((await pending()).delivery.id);
    const [first] = ids;
    if (first) await take(first);
    await pending({ dueAt: monday + day });
    const seen: DeliveryId[] = [];
    for (let after: DeliveryId | null = null; ; after = seen.at(-1) ?? null) {
      const page = await bench.run(({ work }) => work.unfinished(monday, after, 2));
      if (page.length === 0) break;
      seen.push(...page.map((one) => one.id));
      expect(page.every((one) => one.at === monday)).toBe(true);
    }
    expect(seen).toEqual(ids.toSorted());
  });

  test('slots at a pace never exceed the burst and one for each interval, whatever comes when', async () => {
    const hour = 60 * minute;
    const arrivals = fc.array(fc.integer({ min: 0, max: 3 * hour }), { minLength: 1, maxLength: 12 });
    const every = fc.integer({ min: 10 * minute, max: hour });
    const pace = fc.record({ everyMs: every, burst: fc.integer({ min: 1, max: 4 }) });
    // The database's clock is real: what the test itself takes is the tolerance, and hours pass by moving the paces back.
    const tolerance = minute;
    await fc.assert(
      fc.asyncProperty(pace, arrivals, async ({ everyMs, burst }, pauses) => {
        await bench.query('delete from kith.paces');
        const slots: number[] = [];
        let now = 0;
        let tat = 0;
        for (const pause of pauses) {
          now += pause;
          await bench.query("update kith.paces set tat = tat - $1 * interval '1 millisecond'", [pause]);
          const { waitMs } = await bench.run(({ work }) =>
            work.reserve(NOBODY, [{ key: 'k', everyMs, burst }], 'none'),
          );
          const expected = Math.max(0, tat - (burst - 1) * everyMs - now);
          tat = Math.max(now, tat) + everyMs;
          expect(Math.abs(waitMs - expected)).toBeLessThan(tolerance);
          slots.push(now + waitMs);
        }
        for (const [index, slot] of slots.entries()) {
          const later = slots[index + burst];
          if (later !== undefined) expect(later - slot).toBeGreaterThan(everyMs - tolerance);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('a call that keeps several paces waits for the slowest, and different keys do not wait for each other', async () => {
    const reserve = async (...keys: string[]) => {
      const paces = keys.map((key) => ({ key, everyMs: 60 * minute, burst: 1 }));
      return (await bench.run(({ work }) => work.reserve(NOBODY, paces, 'none'))).waitMs;
    };
    expect(await reserve('a', 'b')).toBe(0);
    expect(await reserve('c')).toBe(0);
    expect(await reserve('c', 'd')).toBeGreaterThan(59 * minute);
    expect(await reserve()).toBe(0);
    expect(await reserve('e', 'e')).toBe(0);
  });

  test('many at once get as many different slots', async () => {
    const paces = ['b', 'a'].map((key) => ({ key, everyMs: 60 * minute, burst: 2 }));
    const waits = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        bench.run(({ work }) => work.reserve(NOBODY, index % 2 === 0 ? paces : paces.toReversed(), 'none')),
      ),
    );
    const hours = waits.map(({ waitMs: wait }) => Math.round(wait / (60 * minute))).sort((one, other) => one - other);
    expect(hours).toEqual([0, 0, 1, 2, 3, 4, 5, 6]);
  });
}
