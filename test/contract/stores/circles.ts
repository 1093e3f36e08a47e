import { expect, test } from 'vitest';
import type { LocalDate } from '../../../src/engine/ids.ts';
import type { Bench } from './bench.ts';
import { aMember, anAct, aTie, day, found, giverAndReceiver, monday, nothingBefore } from './samples.ts';

/** Ties, blocks and acts of support: whom members keep in touch with, whom not, and what they did for each other. */
export function circlesContract(bench: Bench): void {
  test('a tie replaces the one with its id, or the member’s own to the same person, which keeps its id', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { giver: member, receiver: other } = await giverAndReceiver(within);
      const first = await within.ties.put(aTie(member, { person: 'U2', everyDays: null }));
      const closer = { ...first, layer: 'inner', everyDays: 7, greetedAt: monday, putOffUntil: monday + day } as const;
      expect(await within.ties.put(closer)).toEqual(closer);
      const again = aTie(member, { person: 'U2', everyDays: 90 });
      expect(await within.ties.put(again)).toEqual({ ...again, id: first.id });
      // A tie of somebody else to the same person is another one.
      const theirs = await within.ties.put(aTie(other, { person: 'U2' }));
      expect(await within.ties.of(member.id)).toEqual([{ ...again, id: first.id }]);
      expect(await within.ties.of(other.id)).toEqual([theirs]);
    });
  });

  test('a tie turned to a person who has one already becomes that one', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const member = await within.members.put(aMember());
      const person = await within.ties.put(aTie(member, { person: 'U2' }));
      const labelled = await within.ties.put(aTie(member, { label: 'the one from the choir' }));
      const turned = { ...labelled, person: 'U2', label: null };
      expect(await within.ties.put(turned)).toEqual({ ...turned, id: person.id });
      expect(await within.ties.of(member.id)).toEqual([{ ...turned, id: person.id }]);
      // And back to a label, which is sealed for the row it stands in now.
      const back = { ...turned, id: person.id, person: null, label: 'the choir' };
      expect(await within.ties.put(back)).toEqual(back);
      expect(await within.ties.get(person.id)).toEqual(back);
    });
  });

  test('blocks are each member’s own, there once, and gone when removed', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { giver: one, receiver: other } = await giverAndReceiver(within);
      for (const person of ['U3', 'U2', 'U2']) await within.blocks.add(one.id, person);
      expect(await within.blocks.of(one.id, 9, null)).toEqual(['U2', 'U3']);
      expect(await within.blocks.of(one.id, 1, null)).toEqual(['U2']);
      expect(await within.blocks.of(one.id, 9, 'U2')).toEqual(['U3']);
      expect(await within.blocks.has(one.id, 'U2')).toBe(true);
      expect(await within.blocks.has(other.id, 'U2')).toBe(false);
      await within.blocks.remove(other.id, 'U2');
      await within.blocks.remove(one.id, 'U3');
      expect(await within.blocks.of(one.id, 9, null)).toEqual(['U2']);
    });
  });

  test('an act counts once, is told to both sides oldest first, and can be withdrawn', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { giver, receiver } = await giverAndReceiver(within);
      const hello = anAct(giver, receiver, {
        source: 'hello',
        sourceId: 'h1',
        kind: null,
        share: 1 / 3,
        at: monday + day,
      });
      const thanks = anAct(receiver, giver, { sourceId: 't1' });
      const oneSided = anAct(giver, null, { sourceId: 't2', at: monday + 2 * day });
      for (const act of [hello, thanks, oneSided, hello, oneSided]) await within.ledger.enter(act);
      await within.ledger.enter(anAct(null, null));
      expect(await within.ledger.of(giver.id, 0)).toEqual([thanks, hello, oneSided]);
      expect(await within.ledger.of(giver.id, monday + 1)).toEqual([hello, oneSided]);
      expect(await within.ledger.of(receiver.id, 0)).toEqual([thanks, hello]);
      await within.ledger.withdraw('hello', 't1');
      await within.ledger.withdraw('thanks', 't2');
      expect(await within.ledger.of(giver.id, 0)).toEqual([thanks, hello]);
    });
  });

  test('who takes their side back is in no act any more; the others keep theirs', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { giver: member, receiver: other } = await giverAndReceiver(within);
      const acts = [
        anAct(member, other),
        anAct(other, member),
        anAct(member, null),
        anAct(null, member),
        anAct(null, other),
      ];
      for (const [index, act] of acts.entries()) await within.ledger.enter({ ...act, sourceId: `t${index}` });
      await within.ledger.forget(member.id);
      expect(await within.ledger.of(member.id, 0)).toEqual([]);
      expect(await within.ledger.of(other.id, 0)).toEqual([
        anAct(null, other, { sourceId: 't0' }),
        anAct(other, null, { sourceId: 't1' }),
        anAct(null, other, { sourceId: 't4' }),
      ]);
    });
    expect(await bench.query('select id from kith.support_events')).toHaveLength(3);
  });

  const purge = (support: number) => bench.run(({ work }) => work.purge(nothingBefore({ support }), 100));

  test('acts that had their time become totals of each side that consented, once; they go with the member’s side', async () => {
    const { community, member, other } = await bench.run(async (stores) => {
      const { community, within } = await found(stores);
      const { giver: member, receiver: other } = await giverAndReceiver(within);
      const acts = [
        anAct(member, other),
        anAct(member, null),
        anAct(null, member, { kind: null }),
        anAct(member, other, { at: monday + 9 * day }),
      ];
      for (const [index, act] of acts.entries()) await within.ledger.enter({ ...act, sourceId: `t${index}` });
      return { community, member, other };
    });
    // Two at once, and once more: each act is counted once.
    const folded = await Promise.all([purge(monday + day), purge(monday + day)]);
    expect(folded.reduce((sum, one) => sum + one, 0)).toBe(3);
    expect(await purge(monday + day)).toBe(0);
    await bench.run(async (stores) => {
      const { ledger } = stores.in(community.id);
      expect(await ledger.of(member.id, 0)).toHaveLength(1);
      expect(await ledger.totals(member.id)).toEqual([
        { side: 'given', kind: 'practical', acts: 2 },
        { side: 'received', kind: null, acts: 1 },
      ]);
      expect(await ledger.totals(other.id)).toEqual([{ side: 'received', kind: 'practical', acts: 1 }]);
    });
    expect(await purge(monday + 10 * day)).toBe(1);
    await bench.run(async (stores) => {
      const { ledger } = stores.in(community.id);
      expect(await ledger.totals(other.id)).toEqual([{ side: 'received', kind: 'practical', acts: 2 }]);
      await ledger.rate(member.id, '2026-03-02' as LocalDate, 'more', monday);
      await ledger.forget(member.id);
      expect(await ledger.totals(member.id)).toEqual([]);
      expect(await ledger.ratings(member.id, 9)).toEqual([]);
      expect(await ledger.totals(other.id)).toHaveLength(1);
    });
  });

  test('of what a member says of their balance the last word of a day counts, newest first, kept as long as acts are', async () => {
    const [first, second, third] = ['2026-03-02', '2026-03-03', '2026-03-04'] as [LocalDate, LocalDate, LocalDate];
    const { community, member } = await bench.run(async (stores) => {
      const { community, within } = await found(stores);
      const { giver: member, receiver: other } = await giverAndReceiver(within);
      await within.ledger.rate(member.id, first, 'too-much', monday);
      await within.ledger.rate(member.id, third, 'right', monday + 2 * day);
      await within.ledger.rate(member.id, second, 'more', monday + day);
      await within.ledger.rate(member.id, third, 'too-much', monday + 2 * day);
      expect(await within.ledger.ratings(member.id, 9)).toEqual(['too-much', 'more', 'too-much']);
      expect(await within.ledger.ratings(member.id, 1)).toEqual(['too-much']);
      expect(await within.ledger.ratings(other.id, 9)).toEqual([]);
      return { community, member };
    });
    expect(await purge(monday + day)).toBe(1);
    const left = await bench.run((stores) => stores.in(community.id).ledger.ratings(member.id, 9));
    expect(left).toEqual(['too-much', 'more']);
  });

  test('two acts that become the same when both givers take their side back are one', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { giver: one, receiver } = await giverAndReceiver(within);
      const two = await within.members.put(aMember());
      for (const giver of [one, two]) await within.ledger.enter(anAct(giver, receiver, { sourceId: 'same' }));
      expect(await within.ledger.of(receiver.id, 0)).toHaveLength(2);
      await within.ledger.forget(one.id);
      expect(await within.ledger.of(receiver.id, 0)).toHaveLength(2);
      await within.ledger.forget(two.id);
      expect(await within.ledger.of(receiver.id, 0)).toEqual([anAct(null, receiver, { sourceId: 'same' })]);
    });
  });
}
