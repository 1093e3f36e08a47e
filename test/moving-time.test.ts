import { expect, test } from 'vitest';
import { movingTime } from '../src/moving-time.ts';

const MONDAY = Date.UTC(2026, 2, 2, 9);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A clock that runs on by a millisecond whenever somebody asks, and one thing that is due, until it can be done. */
function oneDue(canBeDone: (settled: number) => boolean) {
  let at = MONDAY;
  const settledAt: number[] = [];
  const isDone = () => canBeDone(settledAt.length);
  const nothing = async () => 0;
  const clock = {
    now: () => ++at,
    moveTo(to: number) {
      at = to;
    },
  };
  const engine = {
    nextAt: async () => (isDone() ? null : clock.now()),
    expire: nothing,
    askAbsences: nothing,
    plan: nothing,
    purge: nothing,
  };
  const jobs = { promote: async () => undefined, idle: async () => void settledAt.push(at) };
  return { clock, engine, jobs, settledAt };
}

// Once, the page stood still for minutes: the clock runs on, so what was due already was due at another moment each time it was asked.
test('what is due and cannot be done yet does not hold time up, and nothing else is passed over', async () => {
  const { clock, engine, jobs, settledAt } = oneDue(() => false);
  await movingTime(clock, { engine, jobs }, 100).moveTo(MONDAY + DAY);
  expect(clock.now()).toBeGreaterThanOrEqual(MONDAY + DAY);
  expect(settledAt.length).toBeLessThan(40);
  const gaps = settledAt.map((at, index) => at - (settledAt[index - 1] ?? MONDAY));
  expect(Math.max(...gaps)).toBeLessThan(2 * HOUR);
});

// The second of two posts in a channel waits for its second of real time.
test('what a platform takes a moment later is waited for where it was due', async () => {
  const { clock, engine, jobs, settledAt } = oneDue((settled) => settled >= 4);
  await movingTime(clock, { engine, jobs }, 20_000).moveTo(MONDAY + DAY);
  expect(settledAt).toHaveLength(5);
  expect(settledAt[3]).toBeLessThan(MONDAY + HOUR);
});
