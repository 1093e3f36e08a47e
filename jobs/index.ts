import { absencesJob } from './absences.job.ts';
import { deliverJob } from './deliver.job.ts';
import { expireJob } from './expire.job.ts';
import type { JobKind, RecurringJobKind } from './job.ts';
import { lookUpJob } from './look-up.job.ts';
import { planJob } from './plan.job.ts';
import { purgeJob } from './purge.job.ts';
import { sweepJob } from './sweep.job.ts';

/** Every job that wakes by itself; a file `<name>.job.ts` belongs to each. */
export const recurringJobs: readonly RecurringJobKind[] = [
  planJob,
  absencesJob,
  expireJob,
  sweepJob,
  lookUpJob,
  purgeJob,
];

/** Every job there is. */
export const allJobs: readonly JobKind[] = [deliverJob, ...recurringJobs];
