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
 * Pipelines the statements of a transaction: it waits for an answer only where there is something to learn from it. `begin` is sent together with
 * the first statement, and statements that only write together with the commit. A connection answers in the order in which it was asked, and
 * PostgreSQL refuses everything after a statement that failed, so no failure is missed.
 */
export class PipeliningDriver extends PostgresDriver {
  override async acquireConnection(...options: Parameters<PostgresDriver['acquireConnection']>): Promise<Sending> {
    return new Sending((await super.acquireConnection(...options)) as PostgresConnection);
  }

  /** Not awaited: it fails only when the connection is lost, and then the next statement fails too. */
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    super.beginTransaction(connection, settings).catch(() => undefined);
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.commitTransaction(connection);
    } finally {
      // After a failed statement the commit became a rollback, which is all that Kysely reports: here comes the reason.
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
        // If something sent before had failed, that is why this was refused: report it instead.
        await this.settled();
        throw error;
      });
    }
    // Awaited when the transaction ends.
    answer.catch(() => undefined);
    this.#sent.push(answer);
    return { rows: [] };
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.connection.streamQuery(query, chunkSize);
  }

  /** @throws the error of the first failed statement among those that were only sent. */
  async settled(): Promise<void> {
    await Promise.all(this.#sent);
  }
}
