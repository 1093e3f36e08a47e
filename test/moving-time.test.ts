import { expect, test } from 'vitest';
import { movingTime } from '../src/moving-time.ts';

const MONDAY = Date.UTC(2026, 2, 2, 9);
const DAY = 86_400_000;

// Once, the page stood still for minutes: the clock runs on, so what was due already was due at another moment each time it was asked.
test('what is due and cannot be done yet does not hold time up', async () => {
  let at = MONDAY;
  const clock = {
    // A millisecond goes by whenever somebody asks.
    now: () => ++at,
    moveTo(to: number) {
      at = to;
    },
  };
  let settled = 0;
  const engine = {
    nextAt: async () => clock.now(),
    expire: async () => 0,
    askAbsences: async () => 0,
    plan: async () => 0,
    purge: async () => 0,
  };
  const jobs = { promote: async () => undefined, idle: async () => void settled++ };
  await movingTime(clock, { engine, jobs }).moveTo(MONDAY + DAY);
  expect(clock.now()).toBeGreaterThanOrEqual(MONDAY + DAY);
  expect(settled).toBeLessThan(10);
});
