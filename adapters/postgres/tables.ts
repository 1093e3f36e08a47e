import type { BondTables } from './tables/bonds.ts';
import type { ConnectionTables } from './tables/connections.ts';
import type { PeopleTables } from './tables/people.ts';
import type { ProgramTables } from './tables/programs.ts';
import type { SendingTables } from './tables/sending.ts';

/** The schema everything of ours is in; always named, because PGlite shares one session (and its search path) among all. */
export const schema = 'kith';

/** The columns as `migrations/` made them. Moments of the Clock port are `bigint`, milliseconds since 1970. */
export interface Tables extends PeopleTables, ProgramTables, BondTables, SendingTables, ConnectionTables {}
