import { createDatabases, databaseUrl, postgresServer } from '../drivers/native/postgres.js';
import { readPassword } from '../drivers/native/postgres-password.js';
import { postgresHome } from '../drivers/native/postgres-home.js';
import { Supervisor } from '../drivers/native/supervisor.js';
import type { PlacedPart } from '../stack.js';
import { openTrialPlace } from '../trials/trial-place.js';

/** A database server without the rest of the stack: up within seconds. */
export interface TrialPostgres {
  /** The part is called `postgres`. */
  readonly server: Supervisor;
  /** For the role that owns the database. */
  url(service: string): string;
  stop(): Promise<void>;
}

/** Starting it on a busy machine. */
export const postgresLimitMs = 120_000;

/** @param services each gets an empty database of its name */
export async function startTrialPostgres(name: string, services: readonly string[]): Promise<TrialPostgres> {
  const place = await openTrialPlace(process.cwd(), name);
  const { stateFolder, portBase } = place.settings;
  const part: PlacedPart = { name: 'postgres', kind: 'database', ports: { postgres: portBase + 1 } };
  const home = await postgresHome(place.settings);
  const server = new Supervisor({ stateFolder, portBase, dataFolders: {}, progress: () => {}, onShutDown: () => {} });
  server.add(part, postgresServer(part, home));
  await server.open();
  await server.start('postgres');
  await createDatabases(part, services, (await readPassword(home.passwordFile)) ?? '');
  return {
    server,
    url: (service) => databaseUrl(part, service, service),
    async stop() {
      await server.stop('postgres');
      await server.close();
      await place.close();
    },
  };
}
