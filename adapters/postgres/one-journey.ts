import {
  type CompiledQuery,
  type DatabaseConnection,
  PostgresDriver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';

/** As Kysely's driver makes it, which it does not export. */
type PostgresConnection = Parameters<PostgresDriver['releaseConnection']>[0];

const sentOnly = new WeakSet<CompiledQuery>();

/** Lets the transaction go on as soon as the query is sent; its rows are not wanted. */
export function sendOnly(query: CompiledQuery): void {
  sentOnly.add(query);
}

/**
 * Waits for an answer only where there is something to learn from it: `begin` travels with the first statement, and what is only written with
 * the commit. A connection keeps the order in which it was sent, and PostgreSQL refuses all that follows a statement which failed.
 */
export class DriverInOneJourney extends PostgresDriver {
  override async acquireConnection(...options: Parameters<PostgresDriver['acquireConnection']>): Promise<Sending> {
    return new Sending((await super.acquireConnection(...options)) as PostgresConnection);
  }

  /** It fails only when the connection is lost, and then the statement behind it fails too. */
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    super.beginTransaction(connection, settings).catch(() => undefined);
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.commitTransaction(connection);
    } finally {
      // What failed has made a rollback of it, and Kysely only says that.
      await sendingOf(connection).settled();
    }
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(sendingOf(connection).connection);
  }

  override async releaseConnection(connection: DatabaseConnection): Promise<void> {
    await super.releaseConnection(sendingOf(connection).connection);
  }
}

function sendingOf(connection: DatabaseConnection): Sending {
  if (connection instanceof Sending) return connection;
  throw new Error('This connection was not acquired from this driver.');
}

/** A connection, from when it is acquired until it is released, that does not wait for the answers of what is only sent. */
class Sending implements DatabaseConnection {
  readonly connection: PostgresConnection;
  readonly #sent: Promise<unknown>[] = [];

  constructor(connection: PostgresConnection) {
    this.connection = connection;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const answer = this.connection.executeQuery<Row>(query);
    if (!sentOnly.has(query)) {
      return answer.catch(async (error: unknown) => {
        // Only because of what was sent before, as far as that failed.
        await this.settled();
        throw error;
      });
    }
    // Looked at when the transaction ends.
    answer.catch(() => undefined);
    this.#sent.push(answer);
    return { rows: [] };
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.connection.streamQuery(query, chunkSize);
  }

  /** @throws what the first of those failed with that were only sent. */
  async settled(): Promise<void> {
    await Promise.all(this.#sent);
  }
}
