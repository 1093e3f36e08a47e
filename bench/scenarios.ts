import { acknowledge } from './acknowledge.ts';
import { deliver } from './deliver.ts';
import { dst } from './dst.ts';
import { ledger } from './ledger.ts';
import { plan } from './plan.ts';
import type { Scenario } from './scenario.ts';
import { start } from './start.ts';

/** In the order in which they run. */
export const scenarios: readonly Scenario[] = [plan, deliver, acknowledge, start, ledger, dst];
