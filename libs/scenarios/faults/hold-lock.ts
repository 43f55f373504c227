import { servicesWithDatabase } from '#runtime';
import type { Fault } from './fault.js';
import { mainTables } from './main-tables.js';

/** Name of the transaction that holds the lock: one per service. */
const nameFor = (part: string): string => `eventstage hold-lock ${part}`;

/** @throws for a service that is missing from mainTables, which its test would notice */
function tableOf(part: string, table: string): string {
  const name = table === 'main' ? mainTables[part] : table;
  if (name === undefined) throw new Error(`${part} has no main table`);
  return name;
}

/** The lock waits for open transactions: longer than any of a service should take. */
const lockTimeoutMs = 10_000;

/**
 * The lock is held by a prepared transaction instead of a connection: it survives the process that created it and a
 * server restart, until it is rolled back by name. In production such locks are also often left by one.
 */
export const holdLock: Fault = {
  name: 'hold-lock',
  describes: 'locks a table of a service, as a hanging migration does: every read and write of it waits',
  kinds: ['service'],
  parts: servicesWithDatabase,
  needs: 'database',
  parameters: {
    table: { describes: 'which table', kind: 'word', usual: 'main', oneOf: ['main', 'inbox', 'outbox'] },
  },
  evidence: {
    says: 'statements of the service wait for the lock',
    look: async ({ inDatabaseOf }, { name }, _sinceMs, { words }) => {
      const table = tableOf(name, words['table'] as string);
      const { rows } = await inDatabaseOf(name, (database) =>
        database.query<{ waiting: number }>(
          `SELECT count(DISTINCT pid)::int AS waiting FROM pg_locks JOIN pg_stat_activity USING (pid)
           WHERE datname = current_database() AND usename = current_user AND relation = to_regclass($1) AND NOT granted`,
          [table],
        ),
      );
      const waiting = rows[0]?.waiting ?? 0;
      return waiting > 0 ? `${waiting} statements wait for ${table}` : null;
    },
  },
  apply: async ({ inDatabaseOf }, part, { words }) => {
    await inDatabaseOf(part, (database) =>
      database.query(`
        BEGIN;
        SET LOCAL lock_timeout = ${lockTimeoutMs};
        LOCK TABLE ${tableOf(part, words['table'] as string)} IN ACCESS EXCLUSIVE MODE;
        PREPARE TRANSACTION '${nameFor(part)}'`),
    );
  },
  undo: async ({ inDatabaseOf }, part) => {
    await inDatabaseOf(part, async (database) => {
      const held = await database.query('SELECT 1 FROM pg_prepared_xacts WHERE gid = $1', [nameFor(part)]);
      if (held.rows.length > 0) await database.query(`ROLLBACK PREPARED '${nameFor(part)}'`);
    });
  },
};
