import { type RecurringJobKind, recurringPayload } from './job.ts';

/** Closes prompts nobody answered. */
export const expireJob: RecurringJobKind = {
  name: 'expire',
  everyMs: 60_000,
  async run(work, payload) {
    recurringPayload.parse(payload);
    await work.expire();
    return 'done';
  },
};
