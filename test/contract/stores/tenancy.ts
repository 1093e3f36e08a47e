import { expect, test } from 'vitest';
import type { DeliveryId, DraftId, LocalDate } from '../../../src/engine/ids.ts';
import type { CommunityStores } from '../../../src/engine/ports/stores.ts';
import type { Bench } from './bench.ts';
import {
  aDelivery,
  aDraft,
  aMember,
  anAct,
  anAnswer,
  anOccurrence,
  aThanks,
  aTie,
  day,
  found,
  monday,
  prompted,
} from './samples.ts';

const NONE = '' as DeliveryId;

export function tenancyContract(bench: Bench): void {
  test('what belongs to one community is not there for another, in any store', async () => {
    await bench.run(async (stores) => {
      const { within: ours } = await found(stores);
      const { within: theirs } = await found(stores);
      const { member, program, enrolment, occurrence, delivery } = await prompted(ours);
      await ours.answers.put(anAnswer(occurrence));
      const tie = await ours.ties.put(aTie(member));
      const other = await ours.members.put(aMember());
      const thanks = aThanks(other, member, { landedAt: monday, reported: true });
      await ours.thanks.add(thanks);
      const draft = { id: 'd1' as DraftId, member: member.id, words: 'x', createdAt: monday };
      await ours.drafts.add(draft);
      await ours.blocks.add(member.id, 'U2');
      const act = { kind: null, share: 1, at: monday, source: 'hello', sourceId: 's1' } as const;
      await ours.ledger.enter({ ...act, giver: member.id, receiver: null });
      await ours.prompts.see(member.id, 'good-today', monday);
      await ours.prompts.rest(member.id, 'mood', monday);
      await ours.presences.note(member.id, { awayUntil: monday });
      await ours.audit.add({ actor: 'U1', action: 'x', target: null, at: monday });
      await ours.claims.claim('Ev1', monday);
      await ours.troubles.note({ kind: 'channel-gone', place: 'C1', missing: null }, monday);
      await ours.troubles.closed(member.id, monday);
      await stores.work.take(delivery.id, monday, day);
      await stores.work.sent(delivery.id, { channel: 'D1', message: '1' }, monday);

      expect(await theirs.members.get(member.id)).toBeNull();
      expect(await theirs.members.find(member.externalId)).toBeNull();
      expect(await theirs.members.joined()).toEqual([]);
      expect(await theirs.presences.get(member.id)).toBeNull();
      expect(await theirs.programs.get(program.id)).toBeNull();
      expect(await theirs.programs.list()).toEqual([]);
      expect(await theirs.enrolments.get(enrolment.id)).toBeNull();
      expect(await theirs.enrolments.of(member.id)).toEqual([]);
      expect(await theirs.enrolments.in(program.id)).toEqual([]);
      expect(await theirs.occurrences.get(occurrence.id)).toBeNull();
      expect(await theirs.occurrences.newest(enrolment.id)).toBeNull();
      expect(await theirs.occurrences.open(member.id, monday)).toEqual([]);
      expect(await theirs.occurrences.inSlot(program.id, occurrence.slot, member.id)).toBeNull();
      expect(await theirs.answers.get(occurrence.id)).toBeNull();
      expect(await theirs.answers.of(member.id, 10)).toEqual([]);
      expect(await theirs.ties.of(member.id)).toEqual([]);
      expect(await theirs.ties.get(tie.id)).toBeNull();
      expect(await theirs.thanks.get(thanks.id)).toBeNull();
      expect(await theirs.thanks.jar(member.id, 10, null)).toEqual([]);
      expect(await theirs.thanks.unread(member.id, monday)).toEqual([]);
      expect(await theirs.thanks.landed(other.id)).toEqual([]);
      expect(await theirs.thanks.reported(10, null)).toEqual([]);
      expect(await theirs.drafts.get(draft.id)).toBeNull();
      expect(await theirs.blocks.has(member.id, 'U2')).toBe(false);
      expect(await theirs.blocks.of(member.id, 9, null)).toEqual([]);
      expect(await theirs.ledger.of(member.id, 0)).toEqual([]);
      expect(await theirs.prompts.seen(member.id)).toEqual(new Map());
      expect(await theirs.prompts.rests(member.id)).toEqual(new Map());
      expect(await theirs.deliveries.get(delivery.id)).toBeNull();
      expect(await theirs.deliveries.sentTo(member.id, NONE, 0, monday)).toEqual([]);
      expect(await theirs.troubles.open()).toEqual([]);
      expect(await theirs.troubles.unreached()).toBe(0);
      expect(await theirs.troubles.tell(member.id)).toBe(false);
      expect(await theirs.deliveries.counts(0)).toEqual([]);
      expect(await theirs.audit.list(10)).toEqual([]);
      expect(await theirs.claims.claim('Ev1', monday)).toEqual({ kind: 'new' });
      expect(await ours.deliveries.sentTo(member.id, NONE, monday, monday)).toEqual([monday]);
    });
  });

  test('nothing of one community can be changed through another', async () => {
    const { before, after } = await bench.run(async (stores) => {
      const { within: ours } = await found(stores);
      const { within: theirs } = await found(stores);
      const { member, program, enrolment, occurrence, delivery } = await prompted(ours);
      const tie = await ours.ties.put(aTie(member));
      const thanks = aThanks(await ours.members.put(aMember()), member);
      await ours.thanks.add(thanks);
      const note = aDelivery({ kind: 'thanks', thanks: thanks.id, member: member.id });
      await ours.deliveries.add([note]);
      const draft = aDraft(member);
      await ours.drafts.add(draft);
      const act = { giver: member.id, receiver: null, kind: null, share: 1, at: monday } as const;
      await ours.ledger.enter({ ...act, source: 'hello', sourceId: 's1' });
      await ours.blocks.add(member.id, 'U2');
      const look = async () => [
        await ours.ties.of(member.id),
        await ours.thanks.get(thanks.id),
        await ours.ledger.of(member.id, 0),
        await ours.blocks.of(member.id, 9, null),
        await ours.drafts.get(draft.id),
        await ours.deliveries.get(note.id),
        await ours.members.get(member.id),
        await ours.programs.get(program.id),
        await ours.enrolments.get(enrolment.id),
        await ours.occurrences.get(occurrence.id),
        await ours.deliveries.get(delivery.id),
      ];
      const before = await look();
      await theirs.members.save({ ...member, name: 'Mallory' });
      await theirs.members.erase(member.id);
      await theirs.programs.save({ ...program, status: 'archived' });
      await theirs.enrolments.save([{ ...enrolment, status: 'ended' }]);
      await theirs.occurrences.save({ ...occurrence, state: 'answered' });
      await theirs.occurrences.miss({ enrolment: enrolment.id });
      await theirs.deliveries.drop({ member: member.id }, 'mischief');
      await theirs.ties.remove(tie.id);
      await theirs.thanks.save({ ...thanks, hidden: true });
      await theirs.thanks.remove(thanks.id);
      await theirs.ledger.withdraw('hello', 's1');
      await theirs.ledger.forget(member.id);
      await theirs.blocks.remove(member.id, 'U2');
      await theirs.drafts.remove(draft.id);
      await theirs.deliveries.dropThanks(thanks.id, 'mischief');
      return { before, after: await look() };
    });
    expect(after).toEqual(before);
  });

  test('a row cannot refer to something in another community', async () => {
    const attempt = bench.run(async (stores) => {
      const { within: ours } = await found(stores);
      const { within: theirs } = await found(stores);
      const { enrolment } = await prompted(ours);
      await theirs.occurrences.add(anOccurrence(enrolment, { slot: '2026-03-09' as LocalDate }));
    });
    await expect(attempt).rejects.toThrow(/foreign key/);
  });

  test('nobody of one community has a tie, note, draft, block, act or day’s count in another', async () => {
    const { ours, theirs, community } = await bench.run(async (stores) => {
      const one = await found(stores);
      const two = await found(stores);
      const ours = await one.within.members.put(aMember());
      const theirs = await two.within.members.put(aMember());
      return { ours, theirs, community: two.community };
    });
    const attempts: readonly ((within: CommunityStores) => Promise<unknown>)[] = [
      (within) => within.ties.put(aTie(ours)),
      (within) => within.thanks.add(aThanks(ours, theirs)),
      (within) => within.thanks.add(aThanks(theirs, ours)),
      (within) => within.thanks.countDay(ours.id, '2026-03-02' as LocalDate, 1),
      (within) => within.drafts.add(aDraft(ours)),
      (within) => within.blocks.add(ours.id, 'U2'),
      (within) => within.ledger.enter(anAct(ours, theirs)),
      (within) => within.ledger.enter(anAct(theirs, ours)),
    ];
    for (const attempt of attempts) {
      await expect(bench.run((stores) => attempt(stores.in(community.id)))).rejects.toThrow(/foreign key/);
    }
  });
}
