import { lobby, servicesWithDatabase } from '#runtime';
import type { Fault, FaultScope } from './fault.js';

type Query = (statement: string) => Promise<unknown>;

/** As a service: it may change this one setting of the server, whose superuser has a password that nobody knows. */
async function onServer<T>({ inDatabaseOf }: Pick<FaultScope, 'inDatabaseOf'>, work: (query: Query) => Promise<T>) {
  return inDatabaseOf(servicesWithDatabase[0] as string, (database) => work((one) => database.query(one)), lobby);
}

const change = (scope: FaultScope, how: string): Promise<void> =>
  onServer(scope, async (query) => {
    await query(`ALTER SYSTEM ${how}`);
    await query('SELECT pg_reload_conf()');
  });

/** Writes to the write-ahead log, and nothing else. @returns how long the commit took */
async function commitMs(query: Query): Promise<number> {
  await query('BEGIN');
  await query(`SELECT pg_logical_emit_message(true, 'slow-disk', '')`);
  const begun = performance.now();
  await query('COMMIT');
  return performance.now() - begun;
}

/**
 * A commit waits for the flush that is under way, of which any part may be over. The next one begins as that flush ends, and
 * waits for nearly all of another.
 */
async function wholeFlushMs(query: Query): Promise<number> {
  await commitMs(query);
  return commitMs(query);
}

/**
 * PostgreSQL waits before it flushes the write-ahead log, for all databases of the server (commit_delay): what a disk with a slow fsync
 * does to it. Reads are not affected. A slow disk itself would need root.
 */
export const slowDisk: Fault = {
  name: 'slow-disk',
  describes: 'delays every flush of the write-ahead log, as a slow disk does: each commit of the database takes longer',
  kinds: ['database'],
  needs: 'database',
  parameters: {
    by: { describes: 'delay added to each flush', kind: 'time', usual: '50ms', atLeast: '1ms', atMost: '100ms' },
  },
  evidence: {
    says: 'a commit of our own takes nearly as long, or longer',
    look: async (scope, _before, _sinceMs, { amounts: { by = 0 } }) => {
      const ms = await onServer(scope, wholeFlushMs);
      return ms >= 0.9 * by ? `a commit took ${Math.round(ms)} ms` : null;
    },
  },
  apply: (scope, _part, { amounts: { by = 0 } }) => change(scope, `SET commit_delay = ${Math.round(by * 1_000)}`),
  undo: (scope) => change(scope, 'RESET commit_delay'),
};
