import type { Socket } from 'node:net';
import { Pool, type PoolClient, type QueryResult, type QueryResultRow } from 'pg';
import { Silence } from './silence.js';
import { absenceOf, asAway, neverSent, TooManyWaiting } from './away.js';

/** Queries on a pool or in a transaction. */
export interface Queries {
  /** Parameters are $1, $2, ... A `name` prepares the statement once per connection: use it on hot paths. */
  query<Row extends QueryResultRow>(
    text: string,
    values?: readonly unknown[],
    name?: string,
  ): Promise<QueryResult<Row>>;
}

/**
 * Statements that are committed together, or not at all. Only transaction() creates one, and no other type is assignable to it:
 * a function that must not run on its own takes a Transaction, and cannot be given a pool.
 */
export class Transaction implements Queries {
  readonly #query: Queries['query'];

  constructor(query: Queries['query']) {
    this.#query = query;
  }

  query<Row extends QueryResultRow>(text: string, values?: readonly unknown[], name?: string) {
    return this.#query<Row>(text, values, name);
  }
}

export interface Database extends Queries {
  /** Runs `work` in one transaction: committed if it resolves, rolled back if it throws (the error is rethrown). */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Resolves when the server responds; rejects with the reason if it does not. */
  ping(): Promise<void>;
  /**
   * The same pool for work that a client waits for: statements and waiting callers are bounded by `limits`, and an unavailable
   * database raises DatabaseAway. Limits are read each time; undefined means none.
   */
  forRequests(limits: () => RequestLimits | undefined): Database;
  /** The pool itself, for a library that needs one. */
  readonly pool: Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** postgres://role:password@127.0.0.1:port/database */
  url: string;
  /** Maximum number of connections; on a laptop's two cores PostgreSQL serves about ten writers well. */
  maxConnections?: number;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** Timeout for getting a free or new connection. */
  connectTimeoutMs?: number;
  /** Makes the socket of each new connection, which then connects itself; Node's own when left out. */
  socket?: () => Socket;
}

export interface RequestLimits {
  /** A server that has not responded to a statement by then is frozen, cut off or badly overloaded. */
  readonly statementMs: number;
  /** Maximum number of callers that wait for a connection, which bounds the memory that an outage can take. */
  readonly mostWaiting: number;
}

/** pg's default of ten seconds would close the connections in every quiet period, and the next requests would wait for new ones. */
const keptIdleMs = 600_000;

/** Opens a pool. Connects on first use; a lost connection is replaced on the next query and reported to `onIdleError`. */
export function openDatabase(options: DatabaseOptions, onIdleError: (error: Error) => void = () => {}): Database {
  const pool = new Pool({
    connectionString: options.url,
    // What pg would otherwise read from PGSSLMODE, PGOPTIONS and similar variables, which are the user's, for another server.
    ssl: false,
    options: '-c timezone=UTC',
    client_encoding: 'UTF8',
    max: options.maxConnections ?? 10,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 2_000,
    idleTimeoutMillis: keptIdleMs,
    keepAlive: true,
    ...(options.socket && { stream: options.socket }),
  });
  // The server closing an idle connection must not end the process: the next query opens another.
  pool.on('error', onIdleError);
  const database: Database = {
    pool,
    query: (text, values, name) => pool.query({ text, values: values as unknown[], name }),
    transaction: (work) => inTransaction(pool, work),
    ping: async () => void (await pool.query('SELECT 1')),
    forRequests: (limits) => requestsOn(database, limits),
    close: () => pool.end(),
  };
  return database;
}

/** Whether a statement writes, and is therefore committed with it. A match in a comment or name only errs on the safe side. */
const writes = (text: string): boolean => /\b(insert|update|delete|merge|truncate)\b/i.test(text);

function requestsOn(database: Database, limits: () => RequestLimits | undefined): Database {
  const { pool } = database;
  const silence = new Silence();
  const statement = (text: string, values: readonly unknown[] | undefined, name: string | undefined) => ({
    ...{ text, values: values as unknown[], name },
    query_timeout: limits()?.statementMs,
  });
  const checkRoom = () => {
    if (pool.waitingCount >= (limits()?.mostWaiting ?? Infinity)) throw new TooManyWaiting(pool.waitingCount);
  };
  return {
    ...database,
    async query(text, values, name) {
      try {
        checkRoom();
        return await silence.watch(() => pool.query(statement(text, values, name)));
      } catch (error) {
        throw asAway(error, writes(text) && !neverSent(error));
      }
    },
    async transaction(work) {
      let committing = false;
      try {
        checkRoom();
        return await silence.watch(() => inTransaction(pool, work, statement, () => (committing = true)));
      } catch (error) {
        throw asAway(error, committing);
      }
    },
    async ping() {
      await this.query('SELECT 1');
    },
  };
}

const plain = (text: string, values: readonly unknown[] | undefined, name: string | undefined) => ({
  ...{ text, values: values as unknown[], name },
});

async function inTransaction<T>(
  pool: Pool,
  work: (transaction: Transaction) => Promise<T>,
  statement: typeof plain = plain,
  onCommit: () => void = () => {},
): Promise<T> {
  const client: PoolClient = await pool.connect();
  // Without a listener, a server dying while this connection is checked out would end the process.
  let broken: Error | undefined;
  const onError = (error: Error) => (broken = error);
  client.on('error', onError);
  try {
    await client.query(statement('BEGIN', undefined, undefined));
    const result = await work(new Transaction((text, values, name) => client.query(statement(text, values, name))));
    onCommit();
    const { command } = await client.query(statement('COMMIT', undefined, undefined));
    // PostgreSQL answers COMMIT with ROLLBACK, without an error, if `work` swallowed the error of a statement.
    if (command !== 'COMMIT') throw new Error('rolled back: a statement of the transaction had failed');
    return result;
  } catch (error) {
    // A server that does not respond rolls back when the connection is closed.
    if (absenceOf(error)) broken ??= error as Error;
    else {
      const rollback = client.query(statement('ROLLBACK', undefined, undefined));
      await rollback.catch((rollbackError: Error) => (broken ??= rollbackError));
    }
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}
