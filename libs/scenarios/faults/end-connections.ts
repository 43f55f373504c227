import { servicesWithDatabase } from '#runtime';
import type { Fault } from './fault.js';

/** Every session of a service in its own database, except this one. */
const sessions = `FROM pg_stat_activity WHERE usename = current_user AND datname = current_database() AND pid <> pg_backend_pid()`;

export const endConnections: Fault = {
  name: 'end-connections',
  describes: 'closes every database connection of a service, in the middle of its work',
  kinds: ['service'],
  parts: servicesWithDatabase,
  needs: 'database',
  passes: true,
  evidence: {
    says: 'every connection of the service is newer than the fault',
    look: async (scope, { name }, sinceMs) => {
      const { rows } = await scope.inDatabaseOf(name, (database) =>
        database.query<{ open: number; old: number }>(
          `SELECT count(*)::int AS open, (count(*) FILTER (WHERE backend_start < to_timestamp($1)))::int AS old ${sessions}`,
          [sinceMs / 1_000],
        ),
      );
      const [{ open, old } = { open: 0, old: 0 }] = rows;
      return open > 0 && old === 0 ? `connections opened since: ${open}, before: 0` : null;
    },
  },
  apply: async ({ inDatabaseOf }, part) => {
    await inDatabaseOf(part, (database) => database.query(`SELECT pg_terminate_backend(pid) ${sessions}`));
  },
  undo: async () => {},
};
