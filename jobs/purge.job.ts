import { type RecurringJobKind, recurringPayload } from './job.ts';

/** Deletes what has had its time. */
export const purgeJob: RecurringJobKind = {
  name: 'purge',
  everyMs: 6 * 60 * 60_000,
  async run(work, payload) {
    recurringPayload.parse(payload);
    await work.purge();
    return 'done';
  },
};
