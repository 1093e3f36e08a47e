import fc from 'fast-check';
import { expect, it } from 'vitest';
import { systemStopwatch } from '../../../src/clock.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import type { DeliveryId, EpochMs } from '../../../src/engine/ids.ts';
import type { Platform } from '../../../src/engine/ports/platform.ts';
import { nextSlot } from '../../../src/engine/programs/schedule.ts';
import { systemRandom } from '../../../src/random.ts';
import { failingLog, setUpOnPostgres } from '../../contract/stores/bench.ts';
import { aMember, anEnrolment, aProgram, found } from '../../contract/stores/samples.ts';
import { workdays } from './records.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 2, 27, 12);

const bench = setUpOnPostgres();

/** A clock that is set forward and back, and in the end to a week later. Europe's clocks change meanwhile. */
const jumps = fc.array(fc.integer({ min: -6 * 60, max: 10 * 60 }), { minLength: 10, maxLength: 40 });

it('a clock that jumps both ways plans no slot twice and loses none', async () => {
  await fc.assert(
    fc.asyncProperty(jumps, async (minutes) => {
      await bench.empty();
      let now: EpochMs = START;
      const woken: DeliveryId[] = [];
      const engine = createEngine({
        transactor: bench.database.transactor,
        // Planning asks a platform for its rate and for nothing else.
        platforms: { of: () => ({ spread: { everyMs: 200, burst: 10 } }) as Platform, all: () => [] },
        scheduler: { schedule: async (due) => void woken.push(...due.map(({ id }) => id)) },
        clock: { now: () => now },
        stopwatch: systemStopwatch,
        calendar: workdays,
        random: systemRandom,
        log: failingLog,
        operator: null,
      });
      const ends = await bench.run(async (stores) => {
        const { community, within } = await found(stores);
        for (const rule of ['FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'FREQ=MONTHLY;BYMONTHDAY=-1']) {
          // As wide as the widest jump, so that nothing is past its window: what is missing then was lost.
          const program = aProgram({ cadence: { ...aProgram().cadence, rule }, windowMinutes: 12 * 60 });
          const member = await within.members.put(aMember());
          await within.programs.add(program);
          const one = anEnrolment(program, member);
          await within.enrolments.put({
            ...one,
            ...nextSlot({ community, program, member, enrolment: one, now: START, calendar: workdays }),
          });
        }
        return Math.max(...minutes.map((jump) => jump * MINUTE), 0) + START + 7 * DAY;
      });
      const run = async () => {
        await engine.plan();
        await engine.sweep();
      };
      for (const jump of minutes) {
        now += jump * MINUTE;
        await run();
      }
      // To its end by steps that no window is shorter than, from wherever the jumps have left it.
      while (now < ends) {
        now += 10 * HOUR;
        await run();
      }
      const planned = await bench.query(
        `select p.cadence->>'rule' as rule, o.slot, o.state, count(d.id)::int as deliveries
         from kith.occurrences o join kith.programs p on p.id = o.program_id
         left join kith.deliveries d on d.occurrence_id = o.id
         group by 1, 2, 3 order by 1, 2`,
      );
      const slotsOf = (rule: string) => planned.filter((one) => one.rule === rule).map(({ slot }) => String(slot));
      expect(planned.filter(({ state, deliveries }) => state !== 'waiting' || deliveries !== 1)).toEqual([]);
      const [daily, weekdays] = [slotsOf('FREQ=DAILY'), slotsOf('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR')];
      const dates = daily.map((_, index) => new Date(Date.UTC(2026, 2, 28) + index * DAY).toISOString().slice(0, 10));
      expect(daily.length).toBeGreaterThanOrEqual(7);
      expect(daily).toEqual(dates);
      expect(weekdays).toEqual(daily.filter((slot) => ![0, 6].includes(new Date(slot).getUTCDay())));
      expect(slotsOf('FREQ=MONTHLY;BYMONTHDAY=-1')).toEqual(daily.filter((slot) => slot.endsWith('-31')));
      expect(new Set(woken).size).toBe(planned.length);
    }),
    { numRuns: 6 },
  );
}, 60_000);
