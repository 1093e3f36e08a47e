import { deliver } from './deliver.ts';
import { ledger } from './ledger.ts';
import { plan } from './plan.ts';
import type { Scenario } from './scenario.ts';

/** In the order in which they run. */
export const scenarios: readonly Scenario[] = [plan, deliver, ledger];
