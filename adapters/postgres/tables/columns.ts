import type { ColumnType } from 'kysely';

/** A moment by the database's clock: leases and paces. Set and compared inside the database, never read as it is. */
export type DatabaseTime = ColumnType<never, Date | null | undefined, Date | null>;
/** Text sealed by the cipher. */
export type Sealed = Uint8Array;
