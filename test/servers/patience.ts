/** Slack and Discord wait three seconds for an answer. Here they share two cores with other tests (ms). */
const PATIENCE_MS = 15_000;

/**
 * How local platforms wait where the test is about something else than being in time: that is tested with the adapters, and in `test/playground`
 * with what happens when one is late.
 */
export const patientSlack = { acknowledgeMs: PATIENCE_MS, triggerMs: PATIENCE_MS } as const;
export const patientDiscord = { interactionDeadlineMs: PATIENCE_MS } as const;
