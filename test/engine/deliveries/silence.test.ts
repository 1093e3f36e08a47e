import { expect, test } from 'vitest';
import { type Open, signOfLife } from '../../../src/engine/checkins/open-check-in.ts';
import { compose } from '../../../src/engine/deliveries/compose.ts';
import { expireBatch } from '../../../src/engine/deliveries/expire.ts';
import type { Handling } from '../../../src/engine/handling.ts';
import type { CommunityStores, Stores } from '../../../src/engine/ports/stores.ts';
import { comeBack } from '../../../src/engine/programs/enrolling.ts';
import type { Member } from '../../../src/engine/records/member.ts';
import type { Enrolment } from '../../../src/engine/records/program.ts';
import { systemRandom } from '../../../src/random.ts';
import { failingLog, setUpOnPostgres } from '../../contract/stores/bench.ts';
import {
  aDelivery,
  anEnrolment,
  anOccurrence,
  aProgram,
  aThanks,
  day,
  enrol,
  found,
  giverAndReceiver,
  minute,
  monday,
} from '../../contract/stores/samples.ts';
import { workdays } from '../programs/records.ts';

/** What silence leads to, and what is said about it. */
const bench = setUpOnPostgres();

const HOUR = 60 * minute;
/** Nine in the evening on the clock of the sample members, who are quiet from eight to eight. */
const NIGHT = monday + 11 * HOUR;
const MORNING = monday + 22 * HOUR;
const silentFor = (times: number): Partial<Enrolment> => ({ ignoredInRow: times, nextSlot: null, nextDueAt: null });

/** A prompt stands before somebody who has ignored three, and its time is up. */
async function fourth(within: CommunityStores, member: Partial<Member> = {}) {
  const enrolled = await enrol(within, { member, enrolment: silentFor(3) });
  await within.occurrences.add(anOccurrence(enrolled.enrolment, { state: 'shown' }));
  return enrolled;
}

const expire = (stores: Stores, at = monday + day) => expireBatch(stores, at, systemRandom, workdays, failingLog, 100);

test('four ignored end in one goodbye for all that was met with silence; what is answered goes on', async () => {
  await bench.run(async (stores) => {
    const { within } = await found(stores);
    const { member } = await fourth(within);
    for (const ignoredInRow of [2, 0]) {
      const program = aProgram();
      await within.programs.add(program);
      await within.enrolments.put(anEnrolment(program, member, { ignoredInRow, nextDueAt: monday + 2 * day }));
    }
    expect((await expire(stores)).goodbyes).toHaveLength(1);
    const after = (await within.enrolments.of(member.id)).toSorted(
      (one, other) => one.ignoredInRow - other.ignoredInRow,
    );
    expect(after.map(({ status, nextDueAt }) => [status, nextDueAt])).toEqual([
      ['active', monday + 2 * day],
      ['quiet', null],
      ['quiet', null],
    ]);
  });
});

test('an answer to the last of them, late as it is, brings back all that went quiet', async () => {
  await bench.run(async (stores) => {
    const { community, within } = await found(stores);
    const { member, program, enrolment } = await fourth(within);
    const second = aProgram();
    await within.programs.add(second);
    await within.enrolments.put(anEnrolment(second, member, silentFor(1)));
    await expire(stores);
    const quiet = await within.enrolments.get(enrolment.id);
    if (quiet === null) throw new Error('no enrolment');
    const handling = {
      stores: within,
      community,
      now: monday + 2 * day,
      calendar: workdays,
      member,
    } as unknown as Handling;
    await signOfLife(handling, { member, program, enrolment: quiet } as Open);
    for (const one of await within.enrolments.of(member.id))
      expect(one).toMatchObject({ status: 'active', ignoredInRow: 0, nextSlot: '2026-03-09' });
  });
});

// Once, whoever came back from a pause read that things go on as they chose them, and was asked half as often.
test('who says that they are back is asked at the pace they chose', async () => {
  await bench.run(async (stores) => {
    const { community, within } = await found(stores);
    const { member, enrolment } = await enrol(within, { enrolment: { every: 2, ignoredInRow: 3 } });
    const here = { stores: within, community, now: monday + 0.1 * day, calendar: workdays, random: systemRandom };
    await comeBack(here, member);
    expect(await within.enrolments.get(enrolment.id)).toMatchObject({ every: 1, ignoredInRow: 0, status: 'active' });
  });
});

test('what was on its way when its member paused is not ignored', async () => {
  await bench.run(async (stores) => {
    const { within } = await found(stores);
    const { enrolment } = await fourth(within, { snoozedUntil: monday + 7 * day });
    expect((await expire(stores)).goodbyes).toEqual([]);
    expect(await within.enrolments.get(enrolment.id)).toMatchObject({ status: 'active', ignoredInRow: 3 });
  });
});

// Once, two weeks without Kith ended in a goodbye to whoever had not answered in the hour before.
test('what ended while Kith itself was away is not ignored', async () => {
  await bench.run(async (stores) => {
    const { within } = await found(stores);
    const { enrolment } = await fourth(within);
    expect(await expire(stores, monday + 14 * day)).toEqual({ closed: 1, goodbyes: [] });
    expect(await within.enrolments.get(enrolment.id)).toMatchObject({ status: 'active', ignoredInRow: 3 });
  });
});

test('a goodbye held up into the night waits for the morning, and for nobody who has returned', async () => {
  await bench.run(async (stores) => {
    const { community, within } = await found(stores);
    const { member, enrolment } = await enrol(within, {
      enrolment: { status: 'quiet', nextSlot: null, nextDueAt: null },
    });
    const goodbye = aDelivery(
      { kind: 'goodbye', member: member.id, enrolment: enrolment.id },
      { expiresAt: monday + 7 * day },
    );
    const composed = (at: number) => compose(within, community, goodbye, at, workdays);
    expect(await composed(NIGHT)).toEqual({ later: MORNING });
    expect(await composed(MORNING)).toHaveProperty('card');
    await within.presences.note(member.id, { silent: { from: MORNING, until: MORNING + HOUR } });
    expect(await composed(MORNING)).toEqual({ later: MORNING + HOUR });
    await within.enrolments.save([{ ...enrolment, status: 'active' }]);
    expect(await composed(MORNING + HOUR)).toEqual({ unwanted: 'returned' });
  });
});

test('a note held up into the night waits for the morning', async () => {
  await bench.run(async (stores) => {
    const { community, within } = await found(stores);
    const { giver, receiver } = await giverAndReceiver(within);
    const thanks = aThanks(giver, receiver);
    await within.thanks.add(thanks);
    const note = aDelivery({ kind: 'thanks', thanks: thanks.id, member: receiver.id }, { expiresAt: monday + day });
    const composed = (at: number) => compose(within, community, note, at, workdays);
    expect(await composed(NIGHT)).toEqual({ later: MORNING });
    expect(await composed(MORNING)).toHaveProperty('card');
  });
});
