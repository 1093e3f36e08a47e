import type { Faults } from './faults.ts';
import type { Gateway } from './gateway.ts';
import type { Interactions } from './interactions.ts';
import type { World } from './world.ts';

/** The parts of one local Discord, handed to whoever serves a request or acts for a person. */
export interface Local {
  readonly world: World;
  readonly faults: Faults;
  readonly gateway: Gateway;
  readonly interactions: Interactions;
}
