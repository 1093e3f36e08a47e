import { PGlite } from '@electric-sql/pglite';

/** First bytes of messages that begin or continue a query of the extended protocol: Parse, Bind, Describe, Execute, Close, Flush. */
const middle = new Set(Array.from('PBDECH', (letter) => letter.charCodeAt(0)));
/** Sync ends it; a simple Query stands alone. */
const ends = new Set(Array.from('SQ', (letter) => letter.charCodeAt(0)));

/**
 * PGlite as pglite-socket needs it, when several connections share its one session.
 *
 * pglite-socket 0.2.17 queues single protocol messages and asks `isInTransaction()` whether the next one must come from the same
 * connection. That keeps transactions apart, but not the messages of one parametrised query outside a transaction: two connections
 * that waited for a third one's transaction got their Parse and Bind interleaved ("bind message supplies 2 parameters, but prepared
 * statement "" requires 1", or worse: the other's rows). Here a query that was begun counts as a transaction until its Sync.
 */
export class OneSession extends PGlite {
  #inQuery = false;

  override isInTransaction(): boolean {
    return this.#inQuery || super.isInTransaction();
  }

  override execProtocolRawStream(...args: Parameters<PGlite['execProtocolRawStream']>): Promise<void> {
    const [first = 0] = args[0];
    if (middle.has(first)) this.#inQuery = true;
    if (ends.has(first)) this.#inQuery = false;
    return super.execProtocolRawStream(...args);
  }

  /** The server itself rolls back with this when a connection breaks off in the middle. */
  override exec(...args: Parameters<PGlite['exec']>): ReturnType<PGlite['exec']> {
    this.#inQuery = false;
    return super.exec(...args);
  }
}
