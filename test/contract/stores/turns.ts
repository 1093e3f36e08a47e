import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CommunityId, DeliveryId, LocalDate } from '../../../src/engine/ids.ts';
import type { Pace } from '../../../src/engine/ports/platform.ts';
import type { CommunityStores } from '../../../src/engine/ports/stores.ts';
import type { Slot, Taken } from '../../../src/engine/ports/work-store.ts';
import type { Bench } from './bench.ts';
import { aDelivery, aProgram, day, found, leaseOf, minute, monday, nothingBefore } from './samples.ts';

const lease = 10 * minute;
const receipt = { channel: 'C1', message: '1772442000.000100' };
/** Slots so far apart that what the test itself takes does not matter. */
const PACE = { key: 'everybody', everyMs: minute, burst: 2, shared: true } as const;

/** Communities whose deliveries wait at a pace they share. */
export function turnsContract(bench: Bench): void {
  const community = () => bench.run(async (stores) => (await found(stores)).community.id);

  /** So many deliveries come to their time and have to wait, or the first may go. */
  async function arrive(id: CommunityId, count: number): Promise<Slot[]> {
    const ids = await bench.run((stores) => doorbells(stores.in(id), count));
    const slots: Slot[] = [];
    for (const delivery of ids) {
      await bench.run(async ({ work }) => {
        const taken = await work.take(delivery, monday, lease);
        expect(taken).toMatchObject({ paced: 'none', insteadInMs: null });
        const slot = await work.reserve(id, [PACE], 'none');
        slots.push(slot);
        if (slot.waitMs > 0) await work.postpone(leaseOf(taken), slot.waitMs, { slot, begun: false });
        else await work.sent(delivery, receipt, monday);
      });
    }
    return slots;
  }

  /** Time passes by moving back what is reserved. */
  async function pass(ms: number): Promise<void> {
    await bench.query("update kith.deliveries set not_before = not_before - $1 * interval '1 millisecond'", [ms]);
    await bench.query(
      `update kith.paces set tat = tat - $1 * interval '1 millisecond', sent_tat = sent_tat - $1 * interval '1 millisecond',
        sent = array(select one - $1 * interval '1 millisecond' from unnest(sent) one order by one)`,
      [ms],
    );
    await bench.query("update kith.lanes set last_slot = last_slot - $1 * interval '1 millisecond'", [ms]);
  }

  /** Who waits for the next slot, and how long still. */
  async function soonest() {
    const [waiting] = await bench.query(
      `select id, extract(epoch from not_before - clock_timestamp()) * 1000 as ms from kith.deliveries
        where state = 'pending' order by not_before limit 1`,
    );
    return waiting;
  }

  /** The next slot comes, and who had it wakes. Says whose delivery went, or nobody's when none waits. */
  async function next(): Promise<CommunityId | null> {
    const waiting = await soonest();
    if (!waiting) return null;
    await pass(Number(waiting.ms) + 1);
    return bench.run(async ({ work }) => {
      const taken = (await work.take(waiting.id as DeliveryId, monday, lease)) as Taken;
      expect(taken).toMatchObject({ paced: 'whole', delivery: { state: 'sending' } });
      expect(await work.reserve(taken.community.id, [PACE], taken.paced)).toEqual({ waitMs: 0, place: null });
      await work.sent(taken.delivery.id, receipt, monday);
      return taken.community.id;
    });
  }

  async function everyone(): Promise<CommunityId[]> {
    const order: CommunityId[] = [];
    for (let gone = await next(); gone !== null; gone = await next()) order.push(gone);
    return order;
  }

  test('the few of a small community go in turn with the many of a big one, which has every slot before them', async () => {
    const [big, small] = [await community(), await community()];
    await arrive(big, 41);
    const begun = [await next(), await next(), await next()];
    const slots = await arrive(small, 5);
    expect(Math.min(...slots.map(({ waitMs }) => waitMs))).toBeGreaterThan(36 * minute);
    const order = [...begun, ...(await everyone())];
    // Not one slot stays empty, nobody is lost, and the small ones are done after twice as many.
    expect(order).toHaveLength(44);
    expect(order.lastIndexOf(small)).toBeLessThan(3 + 2 * 5 + 1);
  }, 60_000);

  test('whose turn came with the slot of another leaves that one the slot it had', async () => {
    const [big, small] = [await community(), await community()];
    await arrive(big, 4);
    await next();
    const [slot] = await arrive(small, 1);
    const waiting = await soonest();
    await pass(Number(waiting?.ms) + 1);
    const taken = await bench.run(({ work }) => work.take(waiting?.id as DeliveryId, monday, lease));
    expect(taken).toMatchObject({ community: { id: small }, insteadInMs: expect.any(Number) });
    const { insteadInMs } = taken as { insteadInMs: number };
    // A slot off would be a minute.
    expect(Math.abs(insteadInMs - ((slot?.waitMs ?? 0) - minute))).toBeLessThan(minute / 2);
  });

  test('workers that wake at once take different deliveries', async () => {
    const [big, small] = [await community(), await community()];
    await arrive(big, 9);
    await arrive(small, 4);
    await bench.query("update kith.deliveries set not_before = clock_timestamp() where state = 'pending'");
    const waiting = await bench.query("select id from kith.deliveries where state = 'pending'");
    const taken = await Promise.all(
      waiting.map(({ id }) => bench.run(({ work }) => work.take(id as DeliveryId, monday, lease))),
    );
    const ids = taken.flatMap((one) => (one !== null && 'delivery' in one ? [one.delivery.id] : []));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('slots that all lie in the past after an outage are good, but no more are admitted than the pace allows', async () => {
    const id = await community();
    await arrive(id, 6);
    await pass(60 * minute);
    const waiting = await bench.query("select id from kith.deliveries where state = 'pending'");
    const outcomes: unknown[] = [];
    for (const one of waiting) {
      const taken = (await bench.run(({ work }) => work.take(one.id as DeliveryId, monday, lease))) as Taken;
      const slot = await bench.run(({ work }) => work.reserve(id, [PACE], taken.paced));
      expect(slot).toEqual({ waitMs: 0, place: null });
      const { admitted, waitMs } = await bench.database.restraints.admit(PACE, 1.5 * minute);
      outcomes.push([admitted, Math.round(waitMs / minute)]);
    }
    // A burst of two now, the next in a minute; the fourth would have two to wait, and is not counted.
    expect(outcomes).toEqual([
      [true, 0],
      [true, 0],
      [true, 1],
      [false, 2],
    ]);
    // Who comes now waits behind what was admitted.
    expect(Math.round(((await arrive(id, 1))[0]?.waitMs ?? 0) / minute)).toBe(2);
  });

  test('slots that workers are late for are good as long as no more go than the pace allows; the others get new ones', async () => {
    const id = await community();
    const workspace = { key: 'counted', everyMs: minute, burst: 2, counted: true } as const;
    const channel = { key: 'channel', everyMs: minute, burst: 1 };
    const reserve = async (had: Taken['paced'], ...others: Pace[]) =>
      Math.round((await bench.run(({ work }) => work.reserve(id, [workspace, ...others], had))).waitMs / minute);
    const fresh = await Promise.all(Array.from({ length: 6 }, () => reserve('none')));
    expect(fresh.toSorted((one, other) => one - other)).toEqual([0, 0, 1, 2, 3, 4]);
    // Each comes in its minute, or later than the next ones: none has lost anything.
    await pass(minute);
    expect(await reserve('own')).toBe(0);
    await pass(2 * minute);
    expect([await reserve('own'), await reserve('late')]).toEqual([0, 0]);
    // Who comes now waits behind those still to come.
    expect(await reserve('none')).toBe(2);
    // Long after, all at once: a burst goes, and the rest is spread anew.
    await pass(60 * minute);
    const late = [];
    for (let count = 0; count < 5; count += 1) late.push(await reserve('late'));
    expect(late).toEqual([0, 0, 1, 2, 3]);
    // What is not counted is owed anew.
    await pass(60 * minute);
    expect([await reserve('late', channel), await reserve('late', channel)]).toEqual([0, 1]);
  });

  test('who was too early and comes anew stands where they stood, with a new slot', async () => {
    const id = await community();
    await arrive(id, 4);
    const turns = () => bench.query("select id, turn from kith.deliveries where state = 'pending' order by turn, id");
    const before = await turns();
    await pass(minute);
    const [first] = await bench.query("select id from kith.deliveries where state = 'pending' order by not_before");
    const early = first?.id as DeliveryId;
    await bench.run(async ({ work }) => {
      const mine = leaseOf(await work.take(early, monday, lease));
      await work.begin(mine, null);
      await work.notYet(mine, 0);
    });
    const slot = await bench.run(async ({ work }) => {
      const taken = await work.take(early, monday, lease);
      expect(taken).toMatchObject({ paced: 'none' });
      const slot = await work.reserve(id, [PACE], 'none');
      await work.postpone(leaseOf(taken), slot.waitMs, { slot, begun: false });
      return slot;
    });
    expect(slot.waitMs).toBeGreaterThan(minute);
    expect(await turns()).toEqual(before);
  });

  test('nobody is admitted while the platform holds back, and of those at once each has a moment of its own', async () => {
    const { restraints } = bench.database;
    const wide = { ...PACE, key: 'wide', burst: 3 };
    await restraints.hold(wide, minute);
    expect(Math.round((await restraints.admit(wide, 5 * minute)).waitMs / minute)).toBe(1);
    const pace = { ...PACE, burst: 1 };
    const all = await Promise.all(Array.from({ length: 5 }, () => restraints.admit(pace, 10 * minute)));
    expect(all.map(({ waitMs }) => Math.round(waitMs / minute)).toSorted((one, other) => one - other)).toEqual([
      0, 1, 2, 3, 4,
    ]);
    await restraints.hold(pace, 8 * minute);
    expect(await restraints.admit(pace, 7 * minute)).toMatchObject({ admitted: false });
    const held = await restraints.admit(pace, 9 * minute);
    expect([held.admitted, Math.round(held.waitMs / minute)]).toEqual([true, 8]);
    expect(Math.round((await restraints.admit(pace, 9 * minute)).waitMs / minute)).toBe(9);
    // The database's clock is set back by a day: nobody waits for that.
    const counted = { ...pace, key: 'counted', window: 2 };
    await Promise.all(Array.from({ length: 3 }, () => restraints.admit(counted, 9 * minute)));
    await bench.query(`update kith.paces set held_until = null, sent_tat = sent_tat + interval '1 day',
      sent = array(select one + interval '1 day' from unnest(sent) one order by one)`);
    for (const one of [pace, counted])
      expect(await restraints.admit(one, 9 * minute)).toEqual({ admitted: true, waitMs: 0 });
  });

  test('at a limit by time nobody is one too many in any such time, and who missed a moment is made up for', async () => {
    const { restraints } = bench.database;
    const [calls, every] = [5, 5 * minute];
    /** What the test itself takes at the most, which is not counted as passed. */
    const LASTS_MS = 45_000;
    /** Milliseconds that pass between one asking and the next. */
    const pauses = fc.array(fc.oneof(fc.constant(0), fc.integer({ max: 3 * calls * every, min: 0 })), {
      minLength: 3 * calls,
      maxLength: 4 * calls,
    });
    await fc.assert(
      fc.asyncProperty(pauses, fc.uuid(), async (all, key) => {
        const pace: Pace = { key, everyMs: every, burst: 1, window: calls };
        const moments: number[] = [];
        const asked: number[] = [];
        let now = 0;
        for (const pause of all) {
          await pass(pause);
          now += pause;
          const { admitted, waitMs } = await restraints.admit(pace, 2 * calls * every);
          if (!admitted) continue;
          asked.push(now);
          moments.push(now + waitMs);
        }
        for (const [index, moment] of moments.entries()) {
          const before = (moments[index - 1] ?? -every) + 0.8 * every;
          const first = (moments[index - calls] ?? -calls * every) + calls * every;
          const soonest = Math.max(asked[index] ?? 0, before, first);
          expect(Math.abs(moment - soonest)).toBeLessThan(LASTS_MS);
        }
      }),
      { numRuns: 5 },
    );
  }, 60_000);

  test('what went a moment ago still counts when old rows are purged', async () => {
    const { restraints } = bench.database;
    const pace = { key: 'window', everyMs: minute, burst: 1, window: 4 };
    for (let count = 0; count < 4; count += 1) await restraints.admit(pace, 4 * minute);
    await pass(3.5 * minute);
    await bench.run(({ work }) => work.purge(nothingBefore(), 100));
    // The first of them is three and a half of four minutes ago.
    expect((await restraints.admit(pace, minute)).waitMs).toBeGreaterThan(0);
  });

  test('fair for any number of communities of any size, whenever they come', async () => {
    const arrivals = fc.array(
      fc.record({ who: fc.integer({ min: 0, max: 3 }), count: fc.integer({ min: 1, max: 6 }), gone: fc.nat(6) }),
      { minLength: 1, maxLength: 5 },
    );
    // One of the first gets a slot behind its community's last, and is still in the line when that has passed.
    const putBehind = [
      { who: 1, count: 4, gone: 0 },
      { who: 3, count: 3, gone: 3 },
      { who: 1, count: 2, gone: 0 },
      { who: 3, count: 1, gone: 3 },
    ];
    await fc.assert(
      fc.asyncProperty(arrivals, async (coming) => {
        await bench.empty();
        const all = [await community(), await community(), await community(), await community()] as const;
        const order: CommunityId[] = [];
        for (const { who, count, gone } of coming) {
          const id = all[who] ?? all[0];
          const before = order.length;
          order.push(...(await arrive(id, count)).flatMap(({ waitMs }) => (waitMs > 0 ? [] : [id])));
          const ahead = await waitingOf(id);
          for (let slot = 0; slot < gone; slot += 1) order.push(...[await next()].filter((one) => one !== null));
          // While a community waits, no other is let go more than once oftener, and one more for who was before.
          const went = order.slice(before);
          const own = went.filter((one) => one === id).length;
          if (own < ahead)
            for (const other of all) expect(went.filter((one) => one === other).length).toBeLessThanOrEqual(own + 2);
        }
        order.push(...(await everyone()));
        expect(order).toHaveLength(coming.reduce((sum, { count }) => sum + count, 0));
      }),
      { numRuns: 5, examples: [[putBehind]] },
    );
  }, 60_000);

  test('what a platform holds back nobody sends, nor who had a slot already, and afterwards all go at their pace', async () => {
    const id = await community();
    const workspace = { key: 'workspace', everyMs: minute, burst: 3 };
    const other = { key: 'other', everyMs: minute, burst: 3 };
    const reserve = async (had: Taken['paced'], ...paces: Pace[]) =>
      Math.round((await bench.run(({ work }) => work.reserve(id, paces, had))).waitMs / minute);
    expect(await reserve('own', workspace)).toBe(0);
    await bench.database.restraints.hold(workspace, 10 * minute);
    await bench.database.restraints.hold(workspace, minute);
    expect(await bench.database.restraints.standing()).toEqual({ waiting: 0, held: 1, invalid: 0 });
    expect(await reserve('own', workspace)).toBe(10);
    expect([await reserve('none', workspace), await reserve('none', other, workspace)]).toEqual([11, 12]);
    expect(await reserve('none', other)).toBe(0);
  });

  test('what a platform says in error holds nobody back for longer than a day', async () => {
    const id = await community();
    await bench.database.restraints.hold(PACE, 1e15);
    const { waitMs } = await bench.run(({ work }) => work.reserve(id, [PACE], 'none'));
    expect(waitMs / day).toBeCloseTo(1, 1);
  });

  test('near the ban for invalid requests all is held until few enough are left, and not before', async () => {
    const id = await community();
    const { restraints } = bench.database;
    const invalid = () => restraints.invalid(PACE, 3);
    expect([await invalid(), await invalid()]).toEqual([1, 2].map((count) => ({ count, holdMs: 0 })));
    // Two are older: when they have left the window, too few are left. They count by the minute, and the next may come a minute later.
    await bench.query("update kith.invalid_requests set minute = minute - interval '5 minutes'");
    const { count, holdMs } = await invalid();
    expect(count).toBe(3);
    expect(holdMs).toBeGreaterThan(4 * minute);
    expect(holdMs).toBeLessThanOrEqual(6 * minute);
    expect((await bench.run(({ work }) => work.reserve(id, [PACE], 'none'))).waitMs).toBeGreaterThan(holdMs - minute);
    await bench.query("update kith.invalid_requests set minute = minute - interval '11 minutes'");
    expect(await invalid()).toEqual({ count: 1, holdMs: 0 });
  });

  async function waitingOf(id: CommunityId): Promise<number> {
    const rows = await bench.query("select from kith.deliveries where state = 'pending' and community_id = $1", [id]);
    return rows.length;
  }
}

async function doorbells(within: CommunityStores, count: number): Promise<DeliveryId[]> {
  const program = aProgram();
  await within.programs.add(program);
  const all = Array.from({ length: count }, (_, number) =>
    aDelivery({ kind: 'doorbell', program: program.id, slot: `slot-${number}` as LocalDate }),
  );
  await within.deliveries.add(all);
  return all.map(({ id }) => id);
}
