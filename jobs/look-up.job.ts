import { type RecurringJobKind, recurringPayload } from './job.ts';

/** Asks the platforms which refused installations work again, and who is still there: everybody once a day, a few at a time. */
export const lookUpJob: RecurringJobKind = {
  name: 'look-up',
  everyMs: 5 * 60_000,
  async run(work, payload) {
    recurringPayload.parse(payload);
    await work.lookUp();
    return 'done';
  },
};
