import { Pool, type PoolClient, type QueryResult, type QueryResultRow } from 'pg';
import { Silence } from './silence.js';
import { absenceOf, asAway, neverSent, TooManyWaiting } from './away.js';

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
  /**
   * The same pool for work that somebody waits for: no statement takes longer than `limits` says, no more wait for a
   * connection, and a database that is away is a DatabaseAway. Limits are asked for each time; undefined means none.
   */
  forRequests(limits: () => RequestLimits | undefined): Database;
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
  /** How long anybody may wait for a free connection, or for a new one, before it fails. */
  connectTimeoutMs?: number;
}

export interface RequestLimits {
  /** A server that has not answered a statement by then is frozen or cut off, or has far too much to do. */
  readonly statementMs: number;
  /** So many may wait for a connection: the bound of the memory that an outage can take. */
  readonly mostWaiting: number;
}

/** pg's own ten seconds would close the connections in every calm, and whoever comes first after it waits for new ones. */
const keptIdleMs = 600_000;

/** Opens a pool. Connects on first use; a lost connection is replaced on the next query and reported to `onIdleError`. */
export function openDatabase(options: DatabaseOptions, onIdleError: (error: Error) => void = () => {}): Database {
  const pool = new Pool({
    connectionString: options.url,
    // All that pg would else read from PGSSLMODE, PGOPTIONS and the like: those are a person's, for another server.
    ssl: false,
    options: '-c timezone=UTC',
    client_encoding: 'UTF8',
    max: options.maxConnections ?? 10,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 2_000,
    idleTimeoutMillis: keptIdleMs,
    keepAlive: true,
  });
  // An idle connection that the server closes is not the end of the process: the next query opens another.
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

/** What a statement changes is committed with it. A word in a comment or a name only makes the answer more careful. */
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
  // Without a listener, a server that dies while this connection is checked out would end the process.
  let broken: Error | undefined;
  const onError = (error: Error) => (broken = error);
  client.on('error', onError);
  try {
    await client.query(statement('BEGIN', undefined, undefined));
    const result = await work({ query: (text, values, name) => client.query(statement(text, values, name)) });
    onCommit();
    const { command } = await client.query(statement('COMMIT', undefined, undefined));
    // PostgreSQL answers COMMIT with ROLLBACK, and no error, when `work` swallowed the error of a statement.
    if (command !== 'COMMIT') throw new Error('rolled back: a statement of the transaction had failed');
    return result;
  } catch (error) {
    // To a server that does not answer there is nothing more to say; it rolls back when the connection is closed.
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
