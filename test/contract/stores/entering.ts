import { expect, test } from 'vitest';
import type { OccurrenceId } from '../../../src/engine/ids.ts';
import type { Entered, Entry, Stores } from '../../../src/engine/ports/stores.ts';
import type { Community } from '../../../src/engine/records/community.ts';
import type { Member } from '../../../src/engine/records/member.ts';
import type { Reply } from '../../../src/engine/reply.ts';
import type { Bench } from './bench.ts';
import { aMember, anAnswer, anOccurrence, day, found, monday, prompted } from './samples.ts';

const reply: Reply = { kind: 'private', card: { fallback: 'Received, thank you.', blocks: [] } };

function anEntry(community: Pick<Community, 'platform' | 'externalId'>, changes: Partial<Entry> = {}): Entry {
  return { installation: community, claim: 'Ev1', at: monday, person: 'U1', checkIn: null, ...changes };
}

/** A member who has an answered check-in, and somebody else. */
async function village(stores: Stores) {
  const { community, within } = await found(stores);
  const { program, member, enrolment, occurrence } = await prompted(within);
  const asked = {
    ...occurrence,
    state: 'shown' as const,
    prompt: 'prompt.today',
    question: 'What would be good today?',
  };
  await within.occurrences.save(asked);
  await within.answers.put(anAnswer(occurrence, { words: 'A walk.' }));
  const other = await within.members.put(aMember());
  return { community, program, member, enrolment, occurrence: asked, other };
}

export function enteringContract(bench: Bench): void {
  test('an event is claimed in its community, and delivered again hears its reply', async () => {
    const { community, member } = await bench.run(village);
    const entry = anEntry(community, { person: member.externalId });
    const first = await bench.run(async (stores) => {
      const entered = await stores.enter(entry);
      await stores.in(community.id).claims.answered('Ev1', reply, member.externalId);
      return entered;
    });
    expect(first).toEqual({ community, claim: { kind: 'new' } });
    expect(await bench.run((stores) => stores.enter(entry))).toEqual({ community, claim: { kind: 'answered', reply } });
    expect(await bench.query('select member_id from kith.claims')).toEqual([{ member_id: member.id }]);
  });

  test('where there is no community nothing is claimed', async () => {
    const unknown = anEntry({ platform: 'slack', externalId: 'T-unknown' });
    expect(await bench.run((stores) => stores.enter(unknown))).toBeNull();
    expect(await bench.query('select * from kith.claims')).toEqual([]);
  });

  test('what was read ahead is what the stores would have found', async () => {
    const { community, member, other, occurrence, program, enrolment } = await bench.run(village);
    const newer = anOccurrence(enrolment, { slot: '2026-03-09' as never, dueAt: monday + 7 * day });
    await bench.run((stores) => stores.in(community.id).occurrences.add(newer));
    const read = (person: Member, enter: boolean) =>
      bench.run(async (stores) => {
        const entry = anEntry(community, { claim: person.id, person: person.externalId, checkIn: occurrence.id });
        if (enter) await stores.enter(entry);
        const { members, occurrences, programs, enrolments, answers } = stores.in(community.id);
        return {
          member: await members.find(person.externalId),
          occurrence: await occurrences.get(occurrence.id),
          newest: await occurrences.newest(enrolment.id),
          program: await programs.get(program.id),
          enrolment: await enrolments.get(enrolment.id),
          answer: await answers.get(occurrence.id),
        };
      });
    const known = await read(member, true);
    expect(known).toEqual(await read(member, false));
    expect(known).toMatchObject({ member, occurrence, newest: newer, enrolment, answer: { words: 'A walk.' } });
    expect(await read(other, true)).toEqual({ ...known, member: other });
  });

  test('what the transaction writes after it was read ahead is found as written', async () => {
    const { community, member, occurrence, enrolment } = await bench.run(village);
    await bench.run(async (stores) => {
      await stores.enter(anEntry(community, { person: member.externalId, checkIn: occurrence.id }));
      const { members, occurrences, enrolments, answers } = stores.in(community.id);
      await members.save({ ...member, language: 'es' });
      expect(await members.find(member.externalId)).toMatchObject({ language: 'es' });
      await answers.put(anAnswer(occurrence, { words: 'Lunch.' }));
      expect(await answers.get(occurrence.id)).toMatchObject({ words: 'Lunch.' });
      await occurrences.save({ ...occurrence, state: 'answered' });
      expect(await occurrences.get(occurrence.id)).toEqual({ ...occurrence, state: 'answered' });
      expect(await occurrences.newest(enrolment.id)).toMatchObject({ state: 'answered' });
      await enrolments.save([{ ...enrolment, ignoredInRow: 2 }]);
      expect(await enrolments.get(enrolment.id)).toMatchObject({ ignoredInRow: 2 });
    });
  });

  test('a check-in of another community, or none at all, is not there', async () => {
    const { member: stranger, ...there } = await bench.run(village);
    const { community, member } = await bench.run(village);
    const entered: (Entered | null)[] = [];
    await bench.run(async (stores) => {
      for (const checkIn of [there.occurrence.id, 'none' as OccurrenceId]) {
        const entry = anEntry(community, { claim: checkIn, person: member.externalId, checkIn });
        entered.push(await stores.enter(entry));
        expect(await stores.in(community.id).occurrences.get(checkIn)).toBeNull();
        expect(await stores.in(community.id).members.find(stranger.externalId)).toBeNull();
      }
    });
    expect(entered).toEqual(entered.map(() => ({ community, claim: { kind: 'new' } })));
  });

  test('a write that nobody waited for fails its transaction, and says why', async () => {
    const { community, member, occurrence } = await bench.run(village);
    const nowhere = anAnswer({ ...occurrence, id: 'nowhere' as OccurrenceId });
    const work = (then: (stores: Stores) => Promise<unknown>) =>
      bench.run(async (stores) => {
        await stores.enter(anEntry(community, { person: member.externalId }));
        await stores.in(community.id).answers.put(nowhere);
        await then(stores);
      });
    await expect(work(async () => undefined)).rejects.toThrow(/answers.*foreign key/);
    await expect(work((stores) => stores.in(community.id).members.joined())).rejects.toThrow(/answers.*foreign key/);
    expect(await bench.query('select * from kith.claims')).toEqual([]);
    // The connection is as good as new.
    expect(await bench.run((stores) => stores.in(community.id).members.get(member.id))).toEqual(member);
  });
}
