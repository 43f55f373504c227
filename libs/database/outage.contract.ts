import { openDatabase, type Database } from '#database';
import { postgresLimitMs, startTrialPostgres, type TrialPostgres } from '../runtime/testing/trial-postgres.js';

/** A real server is killed and frozen while callers wait. */
const limits = { statementMs: 700, mostWaiting: 2 };
/** The limits, with slack for a busy machine. */
const quicklyMs = 4_000;

let postgres: TrialPostgres;
let server: TrialPostgres['server'];
let requests: Database;
let opened: Database[];

const open = (maxConnections: number): Database => {
  const database = openDatabase({
    url: postgres.url('order'),
    applicationName: 'outage',
    maxConnections,
    connectTimeoutMs: 1_000,
  });
  opened.push(database);
  return database.forRequests(() => limits);
};

/** The error it is refused with; also checks that it was quick. */
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
  postgres = await startTrialPostgres('database-outage', ['order']);
  server = postgres.server;
}, postgresLimitMs);

afterAll(() => postgres.stop(), postgresLimitMs);

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

test('a dead server is reported quickly, with nothing stored', async () => {
  await server.kill('postgres');
  // The pool's idle connection was cut, or the first query on it finds out.
  await requests.query('SELECT 1').catch(() => {});
  const away = { name: 'DatabaseAway', absence: 'away', mayBeStored: false };
  expect(await refused(requests.query(`INSERT INTO notes VALUES ('a')`))).toMatchObject(away);
  expect(await refused(requests.transaction(async () => {}))).toMatchObject(away);
  expect(await refused(requests.ping())).toMatchObject(away);
});

test('a hanging server times out: a write that was sent may be stored, a read or an unsent one is not', async () => {
  await requests.query('SELECT 1');
  await server.pause('postgres');
  const insert = requests.query(`INSERT INTO notes VALUES ('hung')`);
  expect(await refused(insert)).toMatchObject({ absence: 'away', mayBeStored: true });
  // From here on no connection is left, and new ones get no response.
  expect(await refused(requests.query('SELECT 1'))).toMatchObject({ absence: 'away', mayBeStored: false });
  expect(await refused(requests.query(`INSERT INTO notes VALUES ('never sent')`))).toMatchObject({
    mayBeStored: false,
  });
  // While one query probes whether it is back, the others are refused at once.
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

test('the number of callers waiting for a connection is bounded, and the rest are refused at once', async () => {
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

test('an error of a statement is passed on unchanged', async () => {
  await expect(requests.query('SELECT * FROM nothing')).rejects.toMatchObject({ code: '42P01' });
  const failing = requests.transaction(async () => Promise.reject(new Error('refused by a rule')));
  await expect(failing).rejects.toThrow('refused by a rule');
});
