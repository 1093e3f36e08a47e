import { expect, test } from 'vitest';
import type { Bench } from './bench.ts';
import { aMember, anAct, aTie, day, found, giverAndReceiver, monday } from './samples.ts';

/** Ties, blocks and acts of support: whom members keep in touch with, whom not, and what they did for each other. */
export function circlesContract(bench: Bench): void {
  test('a tie replaces the one with its id, or the member’s own to the same person, which keeps its id', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { giver: member, receiver: other } = await giverAndReceiver(within);
      const first = await within.ties.put(aTie(member, { person: 'U2', everyDays: null }));
      const closer = { ...first, layer: 'inner', everyDays: 7, greetedAt: monday } as const;
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
      expect(await within.blocks.of(one.id)).toEqual(['U2', 'U3']);
      expect(await within.blocks.has(one.id, 'U2')).toBe(true);
      expect(await within.blocks.has(other.id, 'U2')).toBe(false);
      await within.blocks.remove(other.id, 'U2');
      await within.blocks.remove(one.id, 'U3');
      expect(await within.blocks.of(one.id)).toEqual(['U2']);
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
