import { type RecurringJobKind, recurringPayload } from './job.ts';

/** Puts back deliveries the queue has forgotten. */
export const sweepJob: RecurringJobKind = {
  name: 'sweep',
  everyMs: 5 * 60_000,
  async run(work, payload) {
    recurringPayload.parse(payload);
    await work.sweep();
    return 'done';
  },
};
