import { recurringJobs } from '../../jobs/index.ts';

/** Slack and Discord wait three seconds for an answer. Here they share two cores with other tests (ms). */
const PATIENCE_MS = 20_000;

/**
 * How local platforms wait where the test is about something else than being in time: that is tested with the adapters, and in `test/playground`
 * with what happens when one is late.
 */
export const patientSlack = {
  acknowledgeMs: PATIENCE_MS,
  triggerMs: PATIENCE_MS,
  homePatienceMs: PATIENCE_MS,
  awaitsConnection: true,
} as const;
export const patientDiscord = { interactionDeadlineMs: PATIENCE_MS } as const;

/**
 * Rounds of the recurring jobs so far apart that none falls into a test that moves the clock and looks what that led to: they go by real
 * time, and whatever they do besides is done there.
 */
export const seldom = Object.fromEntries(recurringJobs.map(({ name }) => [name, 24 * 60 * 60_000]));
