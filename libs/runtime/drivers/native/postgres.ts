import { openDatabase, type Database } from '#database';
import { existsSync } from 'node:fs';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { partEnvironment } from '../../environment.js';
import { NotPossible } from '../../not-possible.js';
import { lastWords, run } from '../../processes/run.js';
import type { PlacedPart } from '../../stack.js';
import type { Launch } from './launch.js';
import type { PostgresHome } from './postgres-home.js';

/** Everything listens on loopback and holds made-up orders: one password for all, so that `psql` is one paste away. */
const password = 'eventstage';
export const superuser = 'postgres';
/** May read every database and change none: the ledger's auditor. */
const auditor = 'auditor';

/** postgres://role:password@host:port/database */
export function databaseUrl({ host, ports }: PlacedPart, role: string, database: string): string {
  return `postgres://${role}:${password}@${host ?? '127.0.0.1'}:${ports['postgres']}/${database}`;
}

export const auditorUrl = (postgres: PlacedPart): string => databaseUrl(postgres, auditor, '{database}');

/** `order-view` keeps its data in the database `order_view`, as the role `order_view`. */
export const databaseOf = (service: string): string => service.replaceAll('-', '_');

/** The real server, from the binaries that npm brings, on TCP loopback only. */
export function postgresServer(postgres: PlacedPart, home: PostgresHome): Launch {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: postgres.ports['postgres'],
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '128MB',
  };
  return {
    program: join(home.binaries, 'bin', 'postgres'),
    given: ['-D', home.data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    user: home.user,
    env: { LC_ALL: 'C' },
    prepare: () => initialise(home),
    answers: async () => {
      await asSuperuser(postgres, superuser, (server) => server.ping());
      return true;
    },
    startLimitMs: 30_000,
    stopLimitMs: 15_000,
    // "Fast": ends sessions and writes a checkpoint, where SIGTERM would wait for every client to leave.
    stopSignal: 'SIGINT',
  };
}

/** In a folder beside it, which is renamed when it is whole: one that was broken off must not count as initialised. */
async function initialise(home: PostgresHome): Promise<void> {
  if (existsSync(join(home.data, 'PG_VERSION')) && existsSync(join(home.data, 'global', 'pg_control'))) return;
  const fresh = `${home.data}.new`;
  await rm(home.data, { recursive: true, force: true });
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true, mode: 0o700 });
  const passwordFile = join(dirname(home.data), 'initial-password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (home.user) {
    await chown(fresh, home.user.uid, home.user.gid);
    await chown(passwordFile, home.user.uid, home.user.gid);
  }
  const given = ['-D', fresh, '-U', superuser, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  const { code, output } = await run(
    join(home.binaries, 'bin', 'initdb'),
    [...given, '-E', 'UTF8', '--locale=C', '--no-instructions'],
    { ...home.user, cwd: fresh, env: partEnvironment({ LC_ALL: 'C' }) },
  );
  await rm(passwordFile);
  if (code === 0) return rename(fresh, home.data);
  await rm(fresh, { recursive: true, force: true });
  throw new NotPossible(`PostgreSQL could not be initialised: ${lastWords(output)}.`);
}

/**
 * Makes what is missing: a database and a role for each service, which no other service can connect to, and the auditor.
 * Changes nothing that is there.
 */
export async function createDatabases(postgres: PlacedPart, services: readonly string[]): Promise<void> {
  await asSuperuser(postgres, superuser, async (server) => {
    const there = async (table: string, column: string) =>
      (await server.query<{ name: string }>(`SELECT ${column} AS name FROM ${table}`)).rows.map(({ name }) => name);
    const roles = await there('pg_roles', 'rolname');
    const databases = await there('pg_database', 'datname');
    if (!roles.includes(auditor)) {
      await server.query(`CREATE ROLE ${auditor} LOGIN PASSWORD '${password}' IN ROLE pg_read_all_data`);
    }
    for (const name of services.map(databaseOf)) {
      if (!roles.includes(name)) await server.query(`CREATE ROLE "${name}" LOGIN PASSWORD '${password}'`);
      if (!databases.includes(name)) await server.query(`CREATE DATABASE "${name}" OWNER "${name}"`);
      await server.query(`REVOKE ALL ON DATABASE "${name}" FROM PUBLIC`);
      await server.query(`GRANT CONNECT ON DATABASE "${name}" TO ${auditor}`);
    }
    for (const name of [superuser, 'template1']) await server.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  });
}

async function asSuperuser<T>(
  postgres: PlacedPart,
  database: string,
  work: (server: Database) => Promise<T>,
): Promise<T> {
  const url = databaseUrl(postgres, superuser, database);
  const server = openDatabase({ url, applicationName: 'eventstage', maxConnections: 1, connectTimeoutMs: 2_000 });
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}
