import { expect, test } from 'vitest';
import type { LocalDate } from '../../../src/engine/ids.ts';
import type { Bench } from './bench.ts';
import { anAnswer, anOccurrence, day, found, monday, prompted } from './samples.ts';

export function tenancyContract(bench: Bench): void {
  test('what belongs to one community is not there for another, in any store', async () => {
    await bench.run(async (stores) => {
      const { within: ours } = await found(stores);
      const { within: theirs } = await found(stores);
      const { member, program, enrolment, occurrence, delivery } = await prompted(ours);
      await ours.answers.put(anAnswer(occurrence));
      await ours.ties.put({ member: member.id, person: 'U2', layer: 'inner', greetedAt: null });
      await ours.prompts.see(member.id, 'good-today', monday);
      await ours.prompts.rest(member.id, 'mood', monday);
      await ours.audit.add({ actor: 'U1', action: 'x', target: null, at: monday });
      await ours.claims.claim('Ev1', monday);
      await stores.work.take(delivery.id, monday, day);
      await stores.work.sent(delivery.id, { channel: 'D1', message: '1' }, monday);

      expect(await theirs.members.get(member.id)).toBeNull();
      expect(await theirs.members.find(member.externalId)).toBeNull();
      expect(await theirs.members.joined()).toEqual([]);
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
      expect(await theirs.prompts.seen(member.id)).toEqual(new Map());
      expect(await theirs.prompts.rests(member.id)).toEqual(new Map());
      expect(await theirs.deliveries.get(delivery.id)).toBeNull();
      expect(await theirs.deliveries.sentTo(member.id, 0)).toEqual([]);
      expect(await theirs.deliveries.counts(0)).toEqual([]);
      expect(await theirs.audit.list(10)).toEqual([]);
      expect(await theirs.claims.claim('Ev1', monday)).toEqual({ kind: 'new' });
      expect(await ours.deliveries.sentTo(member.id, monday)).toEqual([monday]);
    });
  });

  test('nothing of one community can be changed through another', async () => {
    const { before, after } = await bench.run(async (stores) => {
      const { within: ours } = await found(stores);
      const { within: theirs } = await found(stores);
      const { member, program, enrolment, occurrence, delivery } = await prompted(ours);
      const look = async () => [
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
}
