import { Pool, type PoolClient, type QueryResult, type QueryResultRow } from 'pg';

/** What can be asked of a pool or of a transaction alike. */
export interface Queries {
  /** Parameters are $1, $2, ... A `name` prepares the statement once for each connection: use it on hot paths. */
  query<Row extends QueryResultRow>(
    text: string,
    values?: readonly unknown[],
    name?: string,
  ): Promise<QueryResult<Row>>;
}

/** Statements that are committed together or not at all. */
export type Transaction = Queries;

export interface Database extends Queries {
  /** Runs `work` in one transaction: committed when it resolves, rolled back when it throws (the error is passed on). */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Resolves when the server answers; rejects with the reason it does not. */
  ping(): Promise<void>;
  /** The pool itself, for a library that needs one. */
  readonly pool: Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** postgres://role:password@127.0.0.1:port/database */
  url: string;
  /** Connections at most; PostgreSQL serves about ten writers well on a laptop's two cores. */
  maxConnections?: number;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** How long a request may wait for a free connection before it fails. */
  connectTimeoutMs?: number;
}

/** pg's own ten seconds would close the connections in every calm, and whoever comes first after it waits for new ones. */
const keptIdleMs = 600_000;

/** Opens a pool. Connects on first use; a lost connection is replaced on the next query and reported to `onIdleError`. */
export function openDatabase(options: DatabaseOptions, onIdleError: (error: Error) => void = () => {}): Database {
  const pool = new Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    idleTimeoutMillis: keptIdleMs,
    keepAlive: true,
  });
  // An idle connection that the server closes is not the end of the process: the next query opens another.
  pool.on('error', onIdleError);
  return {
    pool,
    query: (text, values, name) => pool.query({ text, values: values as unknown[], name }),
    transaction: (work) => inTransaction(pool, work),
    ping: async () => void (await pool.query('SELECT 1')),
    close: () => pool.end(),
  };
}

async function inTransaction<T>(pool: Pool, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const client: PoolClient = await pool.connect();
  // Without a listener, a server that dies while this connection is checked out would end the process.
  let broken: Error | undefined;
  const onError = (error: Error) => (broken = error);
  client.on('error', onError);
  try {
    await client.query('BEGIN');
    const result = await work({
      query: (text, values, name) => client.query({ text, values: values as unknown[], name }),
    });
    const { command } = await client.query('COMMIT');
    // PostgreSQL answers COMMIT with ROLLBACK, and no error, when `work` swallowed the error of a statement.
    if (command !== 'COMMIT') throw new Error('rolled back: a statement of the transaction had failed');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: Error) => (broken ??= rollbackError));
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}
