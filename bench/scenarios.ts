import { acknowledge } from './acknowledge.ts';
import { deliver } from './deliver.ts';
import { dst } from './dst.ts';
import { fairness } from './fairness.ts';
import { fanOut } from './fan-out.ts';
import { lateness } from './lateness.ts';
import { ledger } from './ledger.ts';
import { memory } from './memory.ts';
import { plan } from './plan.ts';
import type { Scenario } from './scenario.ts';
import { start } from './start.ts';

/** In the order in which they run. */
export const scenarios: readonly Scenario[] = [
  plan,
  deliver,
  lateness,
  fanOut,
  fairness,
  memory,
  acknowledge,
  start,
  ledger,
  dst,
];

/** Those whose cost might depend on how many enrolments the database holds besides. */
export const sized: ReadonlySet<Scenario> = new Set([plan, deliver, lateness, fanOut, memory]);
