import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '#database';
import { settingsFrom } from '../../settings.js';
import type { PlacedPart } from '../../stack.js';
import { freePort } from './instances.js';
import { NativePart } from './native-part.js';
import { PartLog } from './part-log.js';
import { outsideFolder, postgresHome } from './postgres-home.js';
import { createDatabases, databaseUrl, postgresServer } from './postgres.js';

const root = process.cwd();
let stateFolder: string;
let placed: PlacedPart;
let postgres: NativePart;

beforeAll(async () => {
  stateFolder = await mkdtemp(join(root, '.eventstage', 'trial-postgres-'));
  placed = { name: 'postgres', kind: 'database', ports: { postgres: await freePort() } };
  const home = await postgresHome({ ...settingsFrom(root, {}), stateFolder });
  const log = new PartLog(join(stateFolder, 'postgres.log'));
  postgres = new NativePart(placed, postgresServer(placed, home), log, {
    changed: () => {},
    died: () => {},
  });
});

afterAll(async () => {
  await postgres.stop();
  await rm(stateFolder, { recursive: true });
  await rm(outsideFolder(stateFolder), { recursive: true, force: true });
});

const passwordFile = () => join(stateFolder, 'postgres-password');

/** The error message of the refusal, or `done`. */
async function as(role: string, password: string, statement: string): Promise<string> {
  const database = role === 'auditor' ? 'member' : role;
  const url = `postgres://${role}:${password}@127.0.0.1:${placed.ports['postgres']}/${database}`;
  const connection = openDatabase({ url, applicationName: 'test' });
  try {
    await connection.query(statement);
    return 'done';
  } catch (error) {
    return (error as Error).message;
  } finally {
    await connection.close();
  }
}

const shell = `COPY (SELECT 'anything') TO PROGRAM 'cat'`;
const refused = 'password authentication failed for user "postgres"';

describe('PostgreSQL on a machine with other users', () => {
  it('has a superuser whose password nobody else can read or guess', async () => {
    await postgres.start();
    expect((await stat(passwordFile())).mode & 0o777).toBe(0o600);
    const password = (await readFile(passwordFile(), 'utf8')).trim();
    expect(password).toMatch(/^[0-9a-f]{48}$/);
    for (const guess of ['eventstage', 'postgres', '']) expect(await as('postgres', guess, shell)).not.toBe('done');
    expect(await as('postgres', password, shell)).toBe('done');
  });

  it.each(['member', 'auditor'])(
    'gives the role %s, whose password is known, no way to a shell or a file',
    async (role) => {
      const password = (await readFile(passwordFile(), 'utf8')).trim();
      await createDatabases(placed, ['member'], password);
      expect(databaseUrl(placed, 'member', 'member')).toContain('member:eventstage@');
      expect(await as(role, 'eventstage', 'SELECT 1')).toBe('done');
      expect(await as(role, 'eventstage', shell)).toMatch(/permission denied to COPY to or from an external program/);
      expect(await as(role, 'eventstage', `SELECT pg_read_file('/etc/passwd')`)).toMatch(/permission denied/);
      expect(await as(role, 'eventstage', `SELECT lo_import('/etc/passwd')`)).toMatch(/permission denied/);
      expect(await as(role, 'eventstage', `SET ROLE postgres`)).toMatch(/permission denied/);
      expect(await as(role, 'eventstage', `ALTER ROLE "${role}" SUPERUSER`)).toMatch(/permission denied/);
    },
  );

  it('replaces the well-known password of an older data folder, and keeps its data', async () => {
    const password = (await readFile(passwordFile(), 'utf8')).trim();
    expect(await as('postgres', password, `CREATE TABLE kept (); ALTER ROLE postgres PASSWORD 'eventstage'`)).toBe(
      'done',
    );
    await postgres.stop();
    await rm(passwordFile());
    await postgres.start();
    expect(await as('postgres', 'eventstage', shell)).toBe(refused);
    const other = (await readFile(passwordFile(), 'utf8')).trim();
    expect(other).not.toBe(password);
    expect(await as('postgres', other, 'SELECT FROM kept')).toBe('done');
  });

  it('generates a new one if the file is truncated', async () => {
    await postgres.stop();
    await writeFile(passwordFile(), '1a2b');
    await postgres.start();
    expect(await as('postgres', (await readFile(passwordFile(), 'utf8')).trim(), 'SELECT 1')).toBe('done');
  });
});
