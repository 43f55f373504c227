import { openDatabase, type Database } from '#database';
import { openTrialPlace, type TrialPlace } from '#runtime';
import { createDatabases, databaseUrl, postgresServer } from '../runtime/drivers/native/postgres.js';
import { readPassword } from '../runtime/drivers/native/postgres-password.js';
import { postgresHome } from '../runtime/drivers/native/postgres-home.js';
import { Supervisor } from '../runtime/drivers/native/supervisor.js';
import type { PlacedPart } from '../runtime/stack.js';

/** A real server that is killed and frozen, and what those see who wait for an answer meanwhile. */
const limits = { statementMs: 700, mostWaiting: 2 };
/** Limits, and a busy machine. */
const quicklyMs = 4_000;

let place: TrialPlace;
let postgres: PlacedPart;
let server: Supervisor;
let requests: Database;
let opened: Database[];

const open = (maxConnections: number): Database => {
  const url = databaseUrl(postgres, 'order', 'order');
  const database = openDatabase({ url, applicationName: 'outage', maxConnections, connectTimeoutMs: 1_000 });
  opened.push(database);
  return database.forRequests(() => limits);
};

/** What it is refused with, and that it did not take long. */
async function refused(work: Promise<unknown>): Promise<unknown> {
  const begun = performance.now();
  const error = await work.then(
    () => undefined,
    (refusal: unknown) => refusal,
  );
  expect(performance.now() - begun).toBeLessThan(quicklyMs);
  return error;
}

beforeAll(async () => {
  place = await openTrialPlace(process.cwd(), 'database-outage');
  const { stateFolder, portBase } = place.settings;
  postgres = { name: 'postgres', kind: 'database', ports: { postgres: portBase + 1 } };
  const home = await postgresHome(place.settings);
  server = new Supervisor({ stateFolder, portBase, dataFolders: {}, progress: () => {}, onShutDown: () => {} });
  server.add(postgres, postgresServer(postgres, home));
  await server.open();
  await server.start('postgres');
  await createDatabases(postgres, ['order'], (await readPassword(home.passwordFile)) ?? '');
}, 120_000);

afterAll(async () => {
  await server.stop('postgres');
  await server.close();
  await place.close();
}, 60_000);

beforeEach(async () => {
  opened = [];
  requests = open(4);
  await requests.query('CREATE TABLE IF NOT EXISTS notes (note text)');
});

afterEach(async () => {
  await server.resume('postgres');
  await server.start('postgres');
  await Promise.all(opened.map((database) => database.close()));
});

test('a server that is gone refuses quickly, and nothing was stored', async () => {
  await server.kill('postgres');
  // The pool's idle connection was cut, or its end is noticed by the first who uses it.
  await requests.query('SELECT 1').catch(() => {});
  const away = { name: 'DatabaseAway', absence: 'away', mayBeStored: false };
  expect(await refused(requests.query(`INSERT INTO notes VALUES ('a')`))).toMatchObject(away);
  expect(await refused(requests.transaction(async () => {}))).toMatchObject(away);
  expect(await refused(requests.ping())).toMatchObject(away);
});

test('a server that hangs is given up on: what was sent may be stored, what only read or never left is not', async () => {
  await requests.query('SELECT 1');
  await server.pause('postgres');
  const insert = requests.query(`INSERT INTO notes VALUES ('hung')`);
  expect(await refused(insert)).toMatchObject({ absence: 'away', mayBeStored: true });
  // From here on there is no connection left, and a new one is not answered.
  expect(await refused(requests.query('SELECT 1'))).toMatchObject({ absence: 'away', mayBeStored: false });
  expect(await refused(requests.query(`INSERT INTO notes VALUES ('never sent')`))).toMatchObject({
    mayBeStored: false,
  });
  // While one finds out whether it is back, the others are refused at once.
  const asking = requests.ping().catch(() => 'no answer');
  const others = Array.from({ length: 20 }, () => refused(requests.query('SELECT 1')).then(() => 'refused'));
  expect(await Promise.race([asking, Promise.all(others).then(() => 'refused at once')])).toBe('refused at once');
  await asking;
  await server.resume('postgres');
  const { rows } = await requests.query<{ note: string }>(`SELECT note FROM notes WHERE note = 'never sent'`);
  expect(rows).toEqual([]);
});

test('a transaction may be stored only once its commit was sent', async () => {
  const beforeCommit = requests.transaction(async (transaction) => {
    await transaction.query(`INSERT INTO notes VALUES ('b')`);
    await server.pause('postgres');
    await transaction.query(`INSERT INTO notes VALUES ('c')`);
  });
  expect(await refused(beforeCommit)).toMatchObject({ absence: 'away', mayBeStored: false });
  await server.resume('postgres');
  await requests.ping();
  const atCommit = requests.transaction(async (transaction) => {
    await transaction.query(`INSERT INTO notes VALUES ('d')`);
    await server.pause('postgres');
  });
  expect(await refused(atCommit)).toMatchObject({ absence: 'away', mayBeStored: true });
});

test('no more wait for a connection than are worth it, and the rest is refused at once', async () => {
  const narrow = open(1);
  const entered = Promise.withResolvers<void>();
  const leave = Promise.withResolvers<void>();
  const holding = narrow.transaction(async () => {
    entered.resolve();
    await leave.promise;
  });
  await entered.promise;
  const waiting = [narrow.ping(), narrow.ping()];
  expect(await refused(narrow.ping())).toMatchObject({ absence: 'busy', mayBeStored: false });
  expect(await refused(narrow.transaction(async () => {}))).toMatchObject({ absence: 'busy', mayBeStored: false });
  leave.resolve();
  await Promise.all([holding, ...waiting]);
});

test('a mistake of a statement stays what it is', async () => {
  await expect(requests.query('SELECT * FROM nothing')).rejects.toMatchObject({ code: '42P01' });
  const failing = requests.transaction(async () => Promise.reject(new Error('refused by a rule')));
  await expect(failing).rejects.toThrow('refused by a rule');
});
