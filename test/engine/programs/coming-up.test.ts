import { expect, test } from 'vitest';
import type { LocalDate } from '../../../src/engine/ids.ts';
import type { CommunityStores, Stores } from '../../../src/engine/ports/stores.ts';
import { comingUp } from '../../../src/engine/programs/coming-up.ts';
import type { Member } from '../../../src/engine/records/member.ts';
import type { Enrolment } from '../../../src/engine/records/program.ts';
import { setUpOnPostgres } from '../../contract/stores/bench.ts';
import {
  anEnrolment,
  anOccurrence,
  aProgram,
  aPrompt,
  aTie,
  day,
  enrol,
  found,
  minute,
  monday,
} from '../../contract/stores/samples.ts';
import { workdays } from './records.ts';

/** What home says comes next is what comes. */
const bench = setUpOnPostgres();

const DAILY = { rule: 'FREQ=DAILY', from: '2026-03-02' as LocalDate, until: null, time: '10:00' as never };

/** Three cards of a daily check-in have come, on Monday, Tuesday and Wednesday; now it is Wednesday noon. */
async function threeDays(stores: Stores, changes: Partial<Member> = {}) {
  const { community, within } = await found(stores);
  const program = aProgram({ cadence: DAILY, pack: 'today' });
  await within.programs.add(program);
  const next = {
    lastSlot: '2026-03-04' as LocalDate,
    nextSlot: '2026-03-05' as LocalDate,
    nextDueAt: monday + 3 * day,
  };
  const { member, enrolment } = await enrol(within, { program, enrolment: next, member: changes });
  for (let n = 0; n < 3; n++) {
    const slot = `2026-03-0${n + 2}` as LocalDate;
    const shown = await within.occurrences.add(anOccurrence(enrolment, { slot, state: 'shown' }));
    const delivery = aPrompt(shown);
    await within.deliveries.add([delivery]);
    await stores.work.sent(delivery.id, { channel: 'D1', message: String(n) }, monday + n * day);
  }
  const here = { stores: within, community, now: monday + 2.1 * day, calendar: workdays };
  return { within, member, program, next: () => comingUp(here, member) };
}

const weekly = (within: CommunityStores, member: Member, kind: 'gratitude' | 'reach-out', dueAt: number) => {
  const program = aProgram({ kind, pack: kind });
  const slot = '2026-03-05' as LocalDate;
  return within.programs
    .add(program)
    .then(() => within.enrolments.put(anEnrolment(program, member, { nextSlot: slot, nextDueAt: dueAt })));
};

test('what could not be planned a moment ago is promised for its own time, not for when it is tried again', async () => {
  const next = await bench.run(async (stores) => {
    const { community, within } = await found(stores);
    const { member } = await enrol(within, { enrolment: { nextSlot: null, nextDueAt: monday - 5 * minute } });
    return comingUp({ stores: within, community, now: monday - 10 * minute, calendar: workdays }, member);
  });
  expect(next?.at).toBe(monday);
});

// Once, home promised tomorrow what the caps would hold back until Monday.
test('is the first slot that keeps the caps; a tie that is due then is exempt', async () => {
  await bench.run(async (stores) => {
    const { within, member, next } = await threeDays(stores);
    expect(await next()).toMatchObject({ at: monday + 7 * day });
    await weekly(within, member, 'reach-out', monday + 4 * day);
    expect(await next()).toMatchObject({ at: monday + 7 * day });
    await within.ties.put(aTie(member, { createdAt: monday - 3 * day }));
    expect(await next()).toMatchObject({ at: monday + 4 * day, program: { kind: 'reach-out' } });
  });
});

test('is after its topics have rested, or something else', async () => {
  await bench.run(async (stores) => {
    const { within, member, next } = await threeDays(stores);
    await within.prompts.rest(member.id, 'people', monday + 20.5 * day);
    expect(await next()).toMatchObject({ at: monday + 21 * day });
    await weekly(within, member, 'gratitude', monday + 9 * day);
    expect(await next()).toMatchObject({ at: monday + 9 * day, program: { kind: 'gratitude' } });
  });
});

test('behind a post in a channel no cap holds it back', async () => {
  await bench.run(async (stores) => {
    const { within, program, next } = await threeDays(stores, { place: 'channel' });
    await within.programs.save({ ...program, channel: 'C1' });
    expect(await next()).toMatchObject({ at: monday + 3 * day });
  });
});

// Once, home promised what a status known to end later would hold back, and what do-not-disturb would put off.
test('is what comes after being away, or when do-not-disturb ends in time', async () => {
  await bench.run(async (stores) => {
    const { within, member, next } = await threeDays(stores);
    await within.presences.note(member.id, { awayUntil: monday + 8.5 * day });
    expect(await next()).toMatchObject({ at: monday + 9 * day });
    const silent = { from: monday + 8.9 * day, until: monday + 9.1 * day };
    await within.presences.note(member.id, { silent });
    expect(await next()).toMatchObject({ at: silent.until });
  });
});

test('is never in the past: what a pause put off comes now', async () => {
  await bench.run(async (stores) => {
    const { within, program, member, next } = await threeDays(stores, { place: 'channel' });
    const [enrolment] = await within.enrolments.of(member.id);
    await within.programs.save({ ...program, channel: 'C1' });
    await within.enrolments.save([{ ...(enrolment as Enrolment), nextDueAt: monday + 2 * day }]);
    expect(await next()).toMatchObject({ at: monday + 2.1 * day });
  });
});
