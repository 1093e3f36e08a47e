import { beforeEach, expect, test } from 'vitest';
import { compose } from '../../src/engine/deliveries/compose.ts';
import { expireBatch } from '../../src/engine/deliveries/expire.ts';
import type { Calendar } from '../../src/engine/ports/calendar.ts';
import { comingUp } from '../../src/engine/programs/coming-up.ts';
import { comeBack, enrol as enrolIn, replanMember, replanProgram } from '../../src/engine/programs/enrolling.ts';
import { systemRandom } from '../../src/random.ts';
import { failingLog, setUpOnPostgres } from '../contract/stores/bench.ts';
import {
  aDelivery,
  anOccurrence,
  aProgram,
  day,
  enrol,
  found,
  minute,
  monday,
  prompted,
} from '../contract/stores/samples.ts';

/** Holidays of a country are read before they are asked for: reading them on the spot holds up the whole process for a part of a second. */
const bench = setUpOnPostgres();

let learned: Set<string>;
beforeEach(() => {
  learned = new Set();
});
const calendar: Calendar = {
  isHoliday(country) {
    if (!learned.has(country)) throw new Error(`everybody waits for the holidays of ${country}`);
    return false;
  },
  learn: async (countries) => {
    for (const country of countries) learned.add(country);
  },
};
const living = { country: 'PT', daysOff: true } as const;

test('planning somebody anew learns them first', async () => {
  await bench.run(async (stores) => {
    const { community: here, within } = await found(stores);
    const community = { ...here, mode: 'work', country: 'ES' } as const;
    const { member, program } = await enrol(within, { member: living });
    const place = { stores: within, community, now: monday - minute, random: systemRandom, calendar, log: failingLog };
    const another = aProgram({ cadence: { ...program.cadence, rule: 'FREQ=DAILY' }, ownDay: false });
    await within.programs.add(another);
    const acts = [
      () => enrolIn(place, another, member),
      () => replanMember(place, member),
      () => replanProgram(place, program),
      () => comingUp(place, member),
    ];
    for (const act of acts) {
      learned.clear();
      await act();
      expect([...learned].toSorted()).toEqual(['ES', 'PT']);
    }
    const [first] = await within.enrolments.of(member.id);
    if (first === undefined) throw new Error('nobody is enrolled');
    await within.enrolments.save([{ ...first, status: 'quiet', nextSlot: null, nextDueAt: null }]);
    learned.clear();
    await comeBack(place, member);
    expect(await within.enrolments.get(first.id)).toMatchObject({ status: 'active' });
  });
});

test('what is sent, and what slows down after silence, learns them first', async () => {
  await bench.run(async (stores) => {
    const { community: here, within } = await found(stores);
    const community = { ...here, country: 'ES' };
    const { delivery, member } = await prompted(within, { expiresAt: monday + day });
    await within.members.save({ ...member, ...living });
    expect(await compose(within, community, delivery, monday, calendar)).toHaveProperty('card');
    const program = aProgram({ channel: 'C1' });
    await within.programs.add(program);
    const bell = aDelivery(
      { kind: 'doorbell', program: program.id, slot: anOccurrence(await anybody()).slot },
      { to: { kind: 'channel', channel: 'C1' } },
    );
    learned.clear();
    expect(await compose(within, community, bell, monday, calendar)).toHaveProperty('card');

    async function anybody() {
      const silent = await enrol(within, { member: living, enrolment: { ignoredInRow: 1 } });
      await within.occurrences.add(anOccurrence(silent.enrolment, { state: 'shown' }));
      return silent.enrolment;
    }
    learned.clear();
    await expireBatch(stores, monday + day, systemRandom, calendar, failingLog, 100);
    expect(learned).toContain('PT');
  });
});
