import { servicesWithDatabase } from '#runtime';
import type { Fault } from './fault.js';
import { mainTables } from './main-tables.js';

/** Of the transaction that holds the lock: one a service. */
const nameFor = (part: string): string => `eventstage hold-lock ${part}`;

/** @throws Error for a service that mainTables does not list, which its test would notice */
function tableOf(part: string, table: string): string {
  const name = table === 'main' ? mainTables[part] : table;
  if (name === undefined) throw new Error(`${part} has no main table`);
  return name;
}

/** Longer than any transaction of a service should take. */
const lockTimeoutMs = 10_000;

/**
 * A prepared transaction holds the lock, and no connection does: it outlives the process that made it, and even the server's own
 * restart, until somebody ends it by its name. It is also how such a lock is found in real life.
 */
export const holdLock: Fault = {
  name: 'hold-lock',
  describes: 'locks a table of a service, as a migration that hangs does: whoever reads or writes it waits',
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
