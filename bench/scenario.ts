import type { Ground } from './ground.ts';
import type { Options } from './options.ts';

/** One line of the table and of the JSON. */
export interface Measured {
  /** `plan`, `acknowledge-p50`: stable, so that runs can be compared. */
  readonly name: string;
  /** So many enrolments of others the database held. */
  readonly among?: number;
  readonly value: number;
  readonly unit: string;
  /** The same by the least that could do it, measured in the same run. */
  readonly baseline?: number;
  /** Above 1 is better than the baseline for rates; for times it is our time by the baseline's. */
  readonly ratio?: number;
  /** In words; missing where nothing is asked. */
  readonly target?: string;
  readonly met?: boolean;
}

/** What could not be measured, and why. */
export interface Failed {
  readonly name: string;
  readonly among?: number;
  readonly failed: string;
}

export interface Scenario {
  readonly name: string;
  /** What is measured, against what, and what was left out of it. */
  readonly about: string;
  readonly run: (ground: Ground, options: Options) => Promise<readonly Measured[]>;
}
