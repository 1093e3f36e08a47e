import { type RecurringJobKind, recurringPayload } from './job.ts';

/** Asks, in batches, who of those that are due soon is away: apart from planning, which a platform without an answer must not hold up. */
export const absencesJob: RecurringJobKind = {
  name: 'absences',
  everyMs: 60_000,
  async run(work, payload) {
    recurringPayload.parse(payload);
    await work.askAbsences();
    return 'done';
  },
};
