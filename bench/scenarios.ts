import { acknowledge } from './acknowledge.ts';
import { deliver } from './deliver.ts';
import { dst } from './dst.ts';
import { fanOut } from './fan-out.ts';
import { lateness } from './lateness.ts';
import { ledger } from './ledger.ts';
import { plan } from './plan.ts';
import type { Scenario } from './scenario.ts';
import { start } from './start.ts';

/** In the order in which they run. */
export const scenarios: readonly Scenario[] = [plan, deliver, lateness, fanOut, acknowledge, start, ledger, dst];
