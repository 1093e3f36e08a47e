import { expect, test, vi } from 'vitest';
import { planDue } from '../../../src/engine/deliveries/plan-due.ts';
import type { DeliveryId, LocalDate } from '../../../src/engine/ids.ts';
import type { Platform } from '../../../src/engine/ports/platform.ts';
import type { DueEnrolment, Planned } from '../../../src/engine/ports/work-store.ts';
import { systemRandom } from '../../../src/random.ts';
import { type Bench, failingLog } from './bench.ts';
import {
  aDelivery,
  aDraft,
  aMember,
  anAct,
  anEnrolment,
  anOccurrence,
  aProgram,
  aPrompt,
  aThanks,
  day,
  enrol,
  everythingBefore,
  found,
  giverAndReceiver,
  leaseOf,
  minute,
  monday,
  nothingBefore,
  prompted,
} from './samples.ts';

/** Plans the slot that is due and moves on by a week. */
function week(due: DueEnrolment): Planned {
  const occurrence = anOccurrence(due.enrolment);
  const next = { lastSlot: occurrence.slot, nextSlot: '2026-03-09' as LocalDate, nextDueAt: monday + 7 * day };
  return {
    community: due.community.id,
    enrolment: { ...due.enrolment, ...next },
    occurrence,
    delivery: aPrompt(occurrence),
    skipped: [],
  };
}

/** Enrolments of one community due a millisecond after each other, added the other way round; says whose they are, in order. */
export async function eightDue(bench: Bench): Promise<readonly string[]> {
  return bench.run(async (stores) => {
    const { within } = await found(stores);
    const enrolled: string[] = [];
    for (let nth = 7; nth >= 0; nth--)
      enrolled.unshift((await enrol(within, { enrolment: { nextDueAt: monday + nth } })).member.id);
    return enrolled;
  });
}

/** A planner on a platform that takes one a second, and whom it had woken. */
export function planner(bench: Bench, learn: () => Promise<void> = async () => {}) {
  const woken: DeliveryId[] = [];
  const planning = {
    transactor: bench.database.transactor,
    platforms: { of: () => ({ spread: { everyMs: 1_000, burst: 1 } }) as Platform, all: () => [] },
    clock: { now: () => monday - minute },
    calendar: { isHoliday: () => false, learn },
    random: systemRandom,
    log: failingLog,
    schedule: async (written: readonly { readonly id: DeliveryId }[]) =>
      void woken.push(...written.map(({ id }) => id)),
  };
  return { planning, woken };
}

/** Who has a turn, in that order. */
export async function turns(bench: Bench): Promise<readonly unknown[]> {
  return (await bench.query('select member_id from kith.deliveries order by due_at')).map(({ member_id }) => member_id);
}

export function planningContract(bench: Bench): void {
  test('enrolments are due oldest first, with all the planner needs, and no more than asked for', async () => {
    const expected = await bench.run(async (stores) => {
      const one = await found(stores);
      const two = await found(stores);
      const later = { ...(await enrol(one.within)), community: one.community };
      const earlier = await enrol(two.within, {
        enrolment: { nextDueAt: monday - minute },
        member: { name: 'Æsa 🌱' },
      });
      return [{ ...earlier, community: two.community }, later];
    });
    expect(await bench.run(({ work }) => work.dueEnrolments(monday, 10))).toEqual(expected);
    expect(await bench.run(({ work }) => work.dueEnrolments(monday, 1))).toEqual(expected.slice(0, 1));
    expect(await bench.run(({ work }) => work.dueEnrolments(monday - 2 * minute, 10))).toEqual([]);
  });

  test('slots that were left out are counted with their reason, and nothing says whose they were', async () => {
    await bench.run(async (stores) => {
      const { community, within } = await found(stores);
      const { enrolment, program } = await enrol(within);
      const { enrolment: another } = await enrol(within, { program });
      const left = { community: community.id, occurrence: null, delivery: null };
      const skipped = { reason: 'day-off', count: 2, at: monday } as const;
      await stores.work.plan([
        { ...left, enrolment, skipped: [skipped, { ...skipped, reason: 'snoozed', count: 1 }] },
        { ...left, enrolment: another, skipped: [skipped] },
      ]);
      expect(await within.deliveries.counts(monday)).toEqual([
        { state: 'dropped', reason: 'day-off', count: 4 },
        { state: 'dropped', reason: 'snoozed', count: 1 },
      ]);
      expect(await within.deliveries.counts(monday + 1)).toEqual([]);
    });
  });

  test('nothing is due for who left, in a paused program, ended, or not planned', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      await enrol(within, { member: { status: 'left' } });
      const paused = aProgram({ status: 'paused' });
      await within.programs.add(paused);
      await enrol(within, { program: paused });
      await enrol(within, { enrolment: { status: 'ended' } });
      await enrol(within, { enrolment: { nextDueAt: null } });
      expect(await stores.work.dueEnrolments(monday, 10)).toEqual([]);
      expect(await stores.work.nextAt(monday - day)).toBeNull();
    });
  });

  test('who is due soon, by direct message and on such a platform, and was not asked about of late, is to be asked about', async () => {
    await bench.run(async (stores) => {
      const { community, within } = await found(stores);
      const late = await enrol(within, { enrolment: { nextDueAt: monday + minute } });
      const soon = await enrol(within);
      // A second program of the same member: they are one to ask about, as soon as the first of the two is due.
      const program = aProgram();
      await within.programs.add(program);
      await within.enrolments.put(anEnrolment(program, late.member, { nextDueAt: monday - minute }));
      await enrol(within, { member: { place: 'channel' } });
      await enrol(within, { member: { status: 'left' } });
      await enrol(within, { enrolment: { status: 'quiet' } });
      await enrol(within, { enrolment: { nextDueAt: monday + day } });
      const platforms = [{ name: community.platform, perMinute: 10 }];
      const span = { now: monday - minute, soonMs: minute, until: monday + minute, askedBefore: monday, platforms };
      const asked = (limit = 10, given: Partial<typeof span> = {}) => stores.work.unasked({ ...span, ...given }, limit);
      const told = ({ member }: typeof soon, dueAt: number) => ({
        community,
        id: member.id,
        zone: member.zone,
        person: member.externalId,
        dueAt,
      });
      expect(await asked()).toEqual([told(late, monday - minute), told(soon, monday)]);
      expect(await asked(1)).toEqual([told(late, monday - minute)]);
      expect(await asked(10, { platforms: [{ name: 'elsewhere', perMinute: 10 }] })).toEqual([]);
      await within.presences.note(late.member.id, { askedAt: monday });
      await within.presences.note(soon.member.id, { askedAt: monday - 1 });
      expect(await asked()).toEqual([told(soon, monday)]);
      await stores.work.askedAbout(await asked(), monday);
      expect(await asked()).toEqual([]);
      // Once, whoever was asked about by a clock that was a day ahead was not asked about for a day and more after it was set back.
      await within.presences.note(soon.member.id, { askedAt: monday + day });
      expect(await asked()).toEqual([told(soon, monday)]);
    });
  });

  test('many who are due at once are asked about earlier, as many in a minute as their platform takes', async () => {
    await bench.run(async (stores) => {
      const big = await found(stores);
      const { program } = await enrol(big.within);
      for (let others = 4; others > 0; others--) await enrol(big.within, { program });
      const small = await found(stores);
      await enrol(small.within);
      const asked = async (before: number) => {
        const platforms = [{ name: big.community.platform, perMinute: 2 }];
        const now = monday - before;
        const span = { now, soonMs: 10 * minute, until: monday, askedBefore: monday, platforms };
        const communities = (await stores.work.unasked(span, 100)).map(({ community }) => community.id);
        return [big, small].map(({ community }) => communities.filter((one) => one === community.id).length);
      };
      // Five at two a minute take two minutes and a half.
      expect(await asked(12.5 * minute + 1)).toEqual([0, 0]);
      expect(await asked(12.5 * minute)).toEqual([2, 0]);
      expect(await asked(10.5 * minute)).toEqual([2, 1]);
    });
  });

  test('a batch is planned once: enrolments move on, each slot has one occurrence and one delivery', async () => {
    const ids = await bench.run(async (stores) => {
      for (const { within } of [await found(stores), await found(stores)]) {
        const { program } = await enrol(within);
        await enrol(within, { program });
      }
      const due = await stores.work.dueEnrolments(monday, 10);
      const planned = due.map(week);
      const inserted = await stores.work.plan(planned);
      expect(inserted.map((one) => one.id).sort()).toEqual(planned.map((one) => String(one.delivery?.id)).sort());
      // As if a second planner had read the same enrolments: nothing new, and nothing is sent twice.
      expect(await stores.work.plan(due.map(week))).toEqual([]);
      return planned.map(({ community, occurrence, delivery }) => ({ community, occurrence, delivery }));
    });
    await bench.run(async (stores) => {
      expect(await stores.work.dueEnrolments(monday, 10)).toEqual([]);
      for (const { community, occurrence, delivery } of ids) {
        if (!occurrence || !delivery) throw new Error('planned nothing');
        expect(await stores.in(community).occurrences.get(occurrence.id)).toEqual(occurrence);
        expect(await stores.in(community).deliveries.get(delivery.id)).toEqual(delivery);
      }
    });
  });

  test('how far prompts are spread is kept for each community, and seen by one planner at a time', async () => {
    const [one, other] = await bench.run(async (stores) => [
      (await found(stores)).community.id,
      (await found(stores)).community.id,
    ]);
    if (!one || !other) throw new Error('nothing was founded');
    const spreading = () =>
      bench.run(async ({ work }) => {
        const until = await work.spreads([other, one], monday);
        await work.keepSpreads(new Map([[one, (until.get(one) || monday) + 200]]), monday);
        return until;
      });
    const seen = await Promise.all([spreading(), spreading(), spreading()]);
    expect(new Set(seen.map((until) => until.get(one)))).toEqual(new Set([0, monday + 200, monday + 400]));
    expect(seen.map((until) => until.get(other))).toEqual([0, 0, 0]);
    expect(await bench.run(({ work }) => work.spreads([], monday))).toEqual(new Map());
    // The clocks of two processes differ a little; one that was set back forgets what was spread ahead of it.
    const at = (now: number) => bench.run(async ({ work }) => (await work.spreads([one], now)).get(one));
    expect(await at(monday - minute)).toBe(monday + 600);
    expect(await at(monday - minute - 1)).toBe(0);
  });

  test('what is due is planned batch by batch: each slot once, and turns go by due times', async () => {
    const inOrder = await eightDue(bench);
    const { planning, woken } = planner(bench);
    expect(await planDue(planning, 3)).toBe(8);
    expect(await turns(bench)).toEqual(inOrder);
    const written = await bench.query('select id from kith.deliveries');
    expect(new Set(woken)).toEqual(new Set(written.map(({ id }) => id)));
    expect(await planDue(planning, 3)).toBe(0);
  });

  test('a community whose platform is not configured any more holds up nobody else’s', async () => {
    await eightDue(bench);
    await bench.query("update kith.communities set platform = 'discord'");
    await eightDue(bench);
    const { planning, woken } = planner(bench);
    const of = (platform: string) => {
      if (platform === 'discord') throw new Error('discord is not configured');
      return planning.platforms.of();
    };
    expect(await planDue({ ...planning, platforms: { ...planning.platforms, of } }, 3)).toBe(16);
    expect(woken).toHaveLength(16);
  });

  test('a member who cannot be planned, in a zone that this runtime does not know, holds up nobody else and is tried again', async () => {
    const [lost] = await eightDue(bench);
    await bench.query("update kith.members set zone = 'Mars/Olympus_Mons' where id = $1", [lost]);
    const { planning, woken } = planner(bench);
    const told: unknown[] = [];
    const log = { ...failingLog, error: (event: string, cause: unknown) => void told.push([event, cause]) };
    expect(await planDue({ ...planning, log }, 3)).toBe(8);
    expect(woken).toHaveLength(7);
    expect(told).toEqual([['plan.failed', expect.any(RangeError)]]);
    const [{ next_due_at: next } = {}] = await bench.query(
      'select next_due_at::float8 from kith.enrolments where member_id = $1',
      [lost],
    );
    expect(next).toBe(monday - minute + 60 * minute);
  });

  test('a batch that fails takes back the one behind it: what was written before is enqueued, the rest is due still', async () => {
    const inOrder = await eightDue(bench);
    let batches = 0;
    const { planning, woken } = planner(bench, async () => {
      batches += 1;
      if (batches === 2) throw new Error('no calendar');
    });
    await expect(planDue(planning, 3)).rejects.toThrow('no calendar');
    expect(await turns(bench)).toEqual(inOrder.slice(0, 3));
    expect(woken).toHaveLength(3);
    expect(await planDue(planning, 3)).toBe(5);
    expect(await turns(bench)).toEqual(inOrder);
    expect(woken).toHaveLength(8);
  });

  test('what cannot be enqueued fails the planning, and nothing else: the process hears of it there alone', async () => {
    await eightDue(bench);
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const { planning } = planner(bench);
    const schedule = () => Promise.reject(new Error('no queue'));
    await expect(planDue({ ...planning, schedule }, 3))
      .rejects.toThrow('no queue')
      .finally(() => process.off('unhandledRejection', unhandled));
    expect(unhandled).not.toHaveBeenCalled();
  });

  test('one doorbell serves all who are planned behind it, also across batches', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { program } = await enrol(within);
      await enrol(within, { program });
      const slot = '2026-03-02' as LocalDate;
      const behindDoorbell = (due: DueEnrolment): Planned => ({
        ...week(due),
        delivery: aDelivery(
          { kind: 'doorbell', program: program.id, slot },
          { to: { kind: 'channel', channel: 'C1' } },
        ),
      });
      const due = await stores.work.dueEnrolments(monday, 10);
      expect(await stores.work.plan(due.map(behindDoorbell))).toHaveLength(1);
      await enrol(within, { program });
      const late = await stores.work.dueEnrolments(monday, 10);
      expect(late).toHaveLength(1);
      expect(await stores.work.plan(late.map(behindDoorbell))).toEqual([]);
    });
  });

  test('several founders, joiners and planners at once make one row', async () => {
    const { community } = await bench.run(found);
    const { member, program } = await bench.run((stores) => enrol(stores.in(community.id)));
    const atOnce = <T>(work: (index: number) => Promise<T>) =>
      Promise.all(Array.from({ length: 8 }, (_, i) => work(i)));

    const opened = await atOnce((i) =>
      bench.run((stores) =>
        stores.communities.open(
          { platform: 'slack', externalId: 'T-race', name: 'Race' },
          { ...community, id: `race-${i}` as typeof community.id },
        ),
      ),
    );
    expect(new Set(opened.map((one) => one.id)).size).toBe(1);

    const joined = await atOnce(() =>
      bench.run((stores) => stores.in(community.id).members.put(aMember({ externalId: 'U-race' }))),
    );
    expect(new Set(joined.map((one) => one.id)).size).toBe(1);

    const enrolled = await atOnce(() =>
      bench.run((stores) => stores.in(community.id).enrolments.put(anEnrolment(program, member))),
    );
    const [enrolment] = enrolled;
    if (!enrolment) throw new Error('nobody enrolled');
    expect(new Set(enrolled.map((one) => one.id)).size).toBe(1);

    const occurrences = await atOnce(() =>
      bench.run((stores) => stores.in(community.id).occurrences.add(anOccurrence(enrolment))),
    );
    const [occurrence] = occurrences;
    if (!occurrence) throw new Error('nothing occurred');
    expect(new Set(occurrences.map((one) => one.id)).size).toBe(1);

    const added = await atOnce(() =>
      bench.run((stores) => stores.in(community.id).deliveries.add([aPrompt(occurrence)])),
    );
    expect(added.flat()).toHaveLength(1);

    const claims = await atOnce(() => bench.run((stores) => stores.in(community.id).claims.claim('Ev-race', monday)));
    expect(claims.filter((claim) => claim.kind === 'new')).toHaveLength(1);
  });

  test('what expires is handed out with its enrolment and member, and only while it is open', async () => {
    await bench.run(async (stores) => {
      const { community, within } = await found(stores);
      const { member, enrolment, occurrence } = await prompted(within);
      expect(await stores.work.expired(occurrence.expiresAt - 1, 10)).toEqual([]);
      const { question: _, ...unopened } = occurrence;
      const closed = { community: community.id, occurrence: unopened, enrolment, member };
      expect(await stores.work.expired(occurrence.expiresAt, 10)).toEqual([closed]);
      await within.occurrences.close(occurrence.id, 'expired');
      expect(await stores.work.expired(occurrence.expiresAt, 10)).toEqual([]);
      expect(await within.occurrences.get(occurrence.id)).toEqual({ ...occurrence, state: 'expired' });
    });
  });

  test('who was looked up long ago, or by a clock that has been set back since, is to be looked up', async () => {
    await bench.run(async (stores) => {
      const { community, within } = await found(stores);
      const [long, fresh, ahead] = [aMember(), aMember(), aMember()];
      for (const member of [long, fresh, ahead]) await within.members.put(member);
      await stores.work.lookedUp(community.id, [long.id], monday - 2 * day);
      await stores.work.lookedUp(community.id, [fresh.id], monday - minute);
      await stores.work.lookedUp(community.id, [ahead.id], monday + minute);
      const due = await stores.work.toLookUp([community.platform], { before: monday - day, now: monday }, 10);
      expect(due.map(({ member }) => member)).toEqual([long.id, ahead.id]);
    });
  });

  test('who left long enough ago is to be erased', async () => {
    await bench.run(async (stores) => {
      const { community, within } = await found(stores);
      const { id } = await within.members.put(aMember({ status: 'left', eraseAt: monday }));
      await within.members.put(aMember({ status: 'left', eraseAt: monday + 1 }));
      expect(await stores.work.toErase(monday, 10)).toEqual([{ community: community.id, member: id }]);
    });
  });

  test('the next moment is the least of what is due, expires or is erased, and now when that has passed', async () => {
    await bench.run(async (stores) => {
      const { work } = stores;
      expect(await work.nextAt(monday)).toBeNull();
      const { within } = await found(stores);
      await within.members.put(aMember({ status: 'left', eraseAt: monday + 9 * day }));
      expect(await work.nextAt(monday)).toBe(monday + 9 * day);
      const { enrolment } = await enrol(within, { enrolment: { nextDueAt: monday + 7 * day } });
      expect(await work.nextAt(monday)).toBe(monday + 7 * day);
      const occurrence = await within.occurrences.add(anOccurrence(enrolment));
      expect(await work.nextAt(monday)).toBe(monday + day);
      const delivery = aPrompt(occurrence, { dueAt: monday + minute });
      await within.deliveries.add([delivery]);
      expect(await work.nextAt(monday)).toBe(monday + minute);
      expect(await work.nextAt(monday + 2 * minute)).toBe(monday + 2 * minute);
      await work.end(leaseOf(await work.take(delivery.id, monday + minute, minute)), 'dropped', 'snoozed');
      expect(await work.nextAt(monday)).toBe(monday + day);
    });
  });

  test('purging takes what is older than its class allows and leaves the rest', async () => {
    const kept = await bench.run(async (stores) => {
      const { within } = await found(stores);
      const old = await prompted(within);
      await within.answers.put({ ...answerTo(old.occurrence), answeredAt: monday });
      await within.occurrences.save({ ...old.occurrence, state: 'answered' });
      await stores.work.end(leaseOf(await stores.work.take(old.delivery.id, monday, minute)), 'dropped', 'stale');
      const pending = await prompted(within, { dueAt: monday });
      const { giver, receiver } = await giverAndReceiver(within);
      await within.thanks.add(aThanks(giver, receiver));
      for (const at of [monday, monday + 40 * day]) {
        await within.drafts.add(aDraft(giver, { createdAt: at }));
        await within.ledger.enter(anAct(receiver, giver, { sourceId: `t${at}`, at }));
      }
      for (const slot of ['2026-04-01', '2026-03-31', '2026-03-30']) {
        await within.thanks.countDay(giver.id, slot as LocalDate, 1);
      }
      await within.claims.claim('old', monday);
      await within.claims.claim('new', monday + 40 * day);
      await within.audit.add({ actor: 'U1', action: 'old', target: null, at: monday });
      return { within: old, pending };
    });
    const bound = monday + 30 * day;
    const before = everythingBefore(bound);
    // The claim, the answer, the delivery, the occurrence that nothing refers to any more, the audit entry, the draft, the act,
    // and a day's count: on 1 April, 09:00 UTC, it is still 31 March somewhere, and 30 March nowhere.
    expect(await bench.run(({ work }) => work.purge(before, 100))).toBe(8);
    expect(await bench.run(({ work }) => work.purge(before, 100))).toBe(0);
    const rows = await bench.everything();
    expect(rows.filter(({ table }) => table === 'deliveries').map(({ row }) => JSON.parse(row).id)).toEqual([
      kept.pending.delivery.id,
    ]);
    expect(rows.filter(({ table }) => table === 'claims').map(({ row }) => JSON.parse(row).key)).toEqual(['new']);
    expect(rows.filter(({ table }) => table === 'occurrences')).toHaveLength(1);
    for (const table of ['drafts', 'support_events', 'thanks']) {
      expect(rows.filter((row) => row.table === table)).toHaveLength(1);
    }
    expect(rows.filter(({ table }) => table === 'thanks_days')).toHaveLength(2);
  });

  test('what somebody was shown goes long before the claim it stood beside, which still keeps the act from being done twice', async () => {
    const { id } = await bench.run(async (stores) => {
      const { community, within } = await found(stores);
      for (const [key, at] of [
        ['old', monday],
        ['older', monday - minute],
        ['new', monday + minute],
      ] as const) {
        await within.claims.claim(key, at);
        await within.claims.answered(key, { kind: 'private', card: { fallback: 'Kith', blocks: [] } }, null);
      }
      return community;
    });
    const before = nothingBefore({ replies: monday + 1 });
    const batch = () => bench.run(({ work }) => work.purge(before, 1));
    expect([await batch(), await batch(), await batch()]).toEqual([1, 1, 0]);
    const again = (key: string) => bench.run((stores) => stores.in(id).claims.claim(key, monday));
    for (const key of ['old', 'older'])
      expect(await again(key)).toEqual({ kind: 'answered', reply: { kind: 'nothing' } });
    expect(await again('new')).toMatchObject({ kind: 'answered', reply: { kind: 'private' } });
  });

  test('the purge goes in batches', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      for (let count = 0; count < 5; count += 1) await within.claims.claim(`old${count}`, monday);
    });
    const bound = monday + day;
    const before = everythingBefore(bound);
    const batch = () => bench.run(({ work }) => work.purge(before, 2));
    expect([await batch(), await batch(), await batch(), await batch()]).toEqual([2, 2, 1, 0]);
  });

  test('occurrences are looked for when their deliveries are gone: in between, each batch would go through all of them', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      for (let count = 0; count < 4; count += 1) {
        const { occurrence } = await prompted(within, { state: 'sent' });
        await within.occurrences.save({ ...occurrence, state: 'expired' });
      }
    });
    const bound = monday + 30 * day;
    const before = everythingBefore(bound);
    const rows = async () => {
      const deleted = await bench.run(({ work }) => work.purge(before, 2));
      const [left] = await bench.query(
        'select (select count(*) from kith.deliveries)::int as deliveries, (select count(*) from kith.occurrences)::int as occurrences',
      );
      return { deleted, ...left };
    };
    expect(await rows()).toEqual({ deleted: 2, deliveries: 2, occurrences: 4 });
    expect(await rows()).toEqual({ deleted: 2, deliveries: 0, occurrences: 4 });
    expect(await rows()).toEqual({ deleted: 2, deliveries: 0, occurrences: 2 });
    expect(await rows()).toEqual({ deleted: 2, deliveries: 0, occurrences: 0 });
    expect(await rows()).toMatchObject({ deleted: 0 });
  });
}

function answerTo(occurrence: { id: string; member: string }) {
  return {
    occurrence: occurrence.id as never,
    member: occurrence.member as never,
    question: 'What would be good today?',
    choice: null,
    words: null,
    editedAt: null,
  };
}
