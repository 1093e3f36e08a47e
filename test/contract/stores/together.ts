import { expect, test } from 'vitest';
import type { DeliveryId, LocalDate } from '../../../src/engine/ids.ts';
import type { Stores } from '../../../src/engine/ports/stores.ts';
import type { Taken } from '../../../src/engine/ports/work-store.ts';
import type { Bench } from './bench.ts';
import { anOccurrence, aPrompt, day, enrol, found, leaseOf, minute, monday, prompted } from './samples.ts';

const lease = 10 * minute;

/** What many workers ask at the same moment, outside of transactions. */
export function togetherContract(bench: Bench): void {
  const many = (count: number) =>
    bench.run(async (stores) => {
      const { community, within } = await found(stores);
      const all = [];
      for (let number = 0; number < count; number += 1) all.push(await prompted(within));
      return { community, all };
    });
  const alone = <T>(work: (stores: Stores) => Promise<T>) => bench.database.transactor.alone(work);
  const take = (id: DeliveryId) => alone(({ work }) => work.take(id, monday, lease));
  const took = (taken: unknown): taken is Taken => taken !== null && Object.hasOwn(taken as object, 'delivery');

  test('many at once are taken, begun and sent, and each hears of its own', async () => {
    const { community, all } = await many(25);
    const taken = await Promise.all(all.map(({ delivery }) => take(delivery.id)));
    expect(taken.map((one) => took(one) && one.delivery.id)).toEqual(all.map(({ delivery }) => delivery.id));
    // A second worker has the same jobs.
    const again = await Promise.all(all.map(({ delivery }) => take(delivery.id)));
    expect(again.every((one) => one !== null && 'againInMs' in one && one.againInMs > minute)).toBe(true);
    const given = await Promise.all(
      all.map(({ occurrence }, number) =>
        alone(({ work }) => {
          const asked = { ...occurrence, prompt: `prompt-${number}`, question: `How is number ${number}?` };
          return work.begin(leaseOf(taken[number] ?? null), {
            community: community.id,
            occurrence: asked,
            at: monday + number,
          });
        }),
      ),
    );
    expect(given).toEqual(all.map(() => true));
    const wished = await Promise.all(
      all.map(({ delivery }, number) =>
        alone(({ work }) => work.sent(delivery.id, { channel: `D${number}`, message: `M${number}` }, monday + number)),
      ),
    );
    expect(wished).toEqual(all.map(({ occurrence }) => occurrence.dueAt));
    await bench.run(async (stores) => {
      const { deliveries, occurrences, prompts } = stores.in(community.id);
      for (const [number, { delivery, occurrence, member }] of all.entries()) {
        const receipt = { channel: `D${number}`, message: `M${number}` };
        expect(await deliveries.get(delivery.id)).toMatchObject({ state: 'sent', attempts: 1, receipt });
        const question = `How is number ${number}?`;
        expect(await occurrences.get(occurrence.id)).toMatchObject({ state: 'shown', question });
        expect(await prompts.seen(member.id)).toEqual(new Map([[`prompt-${number}`, monday + number]]));
      }
    });
  });

  test('what fails for one of them fails for that one alone', async () => {
    const { all } = await many(6);
    const [broken, ...others] = all.map(({ delivery }) => delivery.id) as [DeliveryId, ...DeliveryId[]];
    await Promise.all(all.map(({ delivery }) => take(delivery.id)));
    const sent = (id: DeliveryId, at: number) =>
      alone(({ work }) => work.sent(id, { channel: 'D1', message: '1.1' }, at));
    // No moment that the database could keep.
    const outcomes = await Promise.allSettled([
      sent(others[0] as DeliveryId, monday),
      sent(broken, 1e30),
      ...others.slice(1).map((id) => sent(id, monday)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', ...Array(4).fill('fulfilled')]);
    const rows = await bench.query("select id from kith.deliveries where state = 'sent'");
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(others));
  });

  test('of one member’s prompts one is under way at a time: the caps of the next depend on what becomes of it', async () => {
    const ids = await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { member, enrolment } = await enrol(within);
      const due = [];
      for (const days of [0, 1, 2]) {
        const slot = new Date(monday + days * day).toISOString().slice(0, 10) as LocalDate;
        const occurrence = await within.occurrences.add(anOccurrence(enrolment, { slot }));
        due.push(aPrompt(occurrence, { to: { kind: 'direct', person: member.externalId } }));
      }
      await within.deliveries.add(due);
      return due.map(({ id }) => id);
    });
    const taken = await Promise.all(ids.map(take));
    expect(taken.filter(took)).toHaveLength(1);
    expect(taken.filter((one) => one !== null && 'againInMs' in one && one.againInMs <= 1_000)).toHaveLength(2);
    const first = taken.findIndex(took);
    const second = ids[(first + 1) % 3] as DeliveryId;
    expect(await take(second)).toEqual({ againInMs: 1_000 });
    await alone(({ work }) => work.end(leaseOf(taken[first] ?? null), 'dropped', 'away'));
    expect(took(await take(second))).toBe(true);
    // Who stands first in a line, and has to wait for that one, holds up nobody behind them.
    const [{ delivery: other } = {}] = (await many(1)).all;
    await bench.query(
      `update kith.deliveries set line = '\\x01', turn = case id when $1 then 1 else 0 end, paced = true, not_before = clock_timestamp()
        where state = 'pending'`,
      [other?.id],
    );
    expect(await take(other?.id as DeliveryId)).toMatchObject({ delivery: { id: other?.id } });
  });
}
