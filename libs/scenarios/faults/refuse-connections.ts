import { databaseOf, lobby, servicesWithDatabase } from '#runtime';
import type { Fault } from './fault.js';

const tooManyConnections = '53300';

/**
 * Sets the connection limit of the service's own database, which its owner may do. Occupying all connections of the
 * server would need a process that holds them, and would also lock out the ledger and the other services.
 */
export const refuseConnections: Fault = {
  name: 'refuse-connections',
  describes: 'terminates the database connections of a service and refuses new ones: too many connections (53300)',
  kinds: ['service'],
  parts: servicesWithDatabase,
  needs: 'database',
  closes: 'database',
  parameters: {
    limit: { describes: 'how many it may keep', kind: 'count', usual: '0', atLeast: '0', atMost: '9' },
  },
  evidence: {
    says: 'a new connection of the service is refused: too many connections',
    look: async ({ inDatabaseOf }, { name }) => {
      try {
        await inDatabaseOf(name, (database) => database.query('SELECT 1'));
        return null;
      } catch (error) {
        const { code, message } = error as { code?: string; message?: string };
        return code === tooManyConnections ? `a new connection is refused: ${message}` : null;
      }
    },
  },
  apply: async ({ inDatabaseOf }, part, { amounts }) => {
    const name = databaseOf(part);
    const fromLobby = async (statement: string, values?: readonly unknown[]) =>
      inDatabaseOf(part, (database) => database.query(statement, values), lobby);
    await fromLobby(`ALTER DATABASE "${name}" CONNECTION LIMIT ${amounts['limit']}`);
    await fromLobby(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename = current_user',
      [name],
    );
  },
  undo: async ({ inDatabaseOf }, part) => {
    const unlimited = `ALTER DATABASE "${databaseOf(part)}" CONNECTION LIMIT -1`;
    await inDatabaseOf(part, (database) => database.query(unlimited), lobby);
  },
};
