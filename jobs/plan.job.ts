import { type RecurringJobKind, recurringPayload } from './job.ts';

/** Writes down what is due soon and has it delivered. */
export const planJob: RecurringJobKind = {
  name: 'plan',
  everyMs: 60_000,
  async run(work, payload) {
    recurringPayload.parse(payload);
    await work.plan();
    return 'done';
  },
};
