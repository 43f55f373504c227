import { openDatabase, type Database } from '#database';
import { openTrialPlace, servicesWithDatabase, waitFor, type Driver, type PartState, type TrialPlace } from '#runtime';
import { readPassword } from '../../runtime/drivers/native/postgres-password.js';
import { postgresHome } from '../../runtime/drivers/native/postgres-home.js';
import { createDatabases, databaseUrl, postgresServer } from '../../runtime/drivers/native/postgres.js';
import { Supervisor } from '../../runtime/drivers/native/supervisor.js';
import type { PlacedPart } from '../../runtime/stack.js';
import { openFaults, type Faults } from './inject.js';

/** A real server, and the part of the review service that the faults see: a pool with its role. */
let place: TrialPlace;
let postgres: PlacedPart;
let supervisor: Supervisor;
let password: string;
let service: Database;

const review = { name: 'review', kind: 'service', health: 'up' } as PartState;
/** Instances share nothing but the journal, as separate processes would. */
const anotherProcess = (): Faults => {
  const { kill, stop, start, restart, pause, resume, scale, address } = supervisor;
  const parts = async () => [...(await supervisor.parts()), review];
  const driver: Driver = { ...{ runtime: 'native', parts, address }, kill, stop, start, restart, pause, resume, scale };
  const silent = { faults: async () => {}, scenario: async () => {}, recovery: async () => {} };
  return openFaults({ stateFolder: place.settings.stateFolder, driver, announcer: silent });
};

beforeAll(async () => {
  place = await openTrialPlace(process.cwd(), 'database-faults');
  const { stateFolder, portBase } = place.settings;
  postgres = { name: 'postgres', kind: 'database', ports: { postgres: portBase + 1 } };
  const home = await postgresHome(place.settings);
  supervisor = new Supervisor({ stateFolder, portBase, dataFolders: {}, progress: () => {}, onShutDown: () => {} });
  supervisor.add(postgres, postgresServer(postgres, home));
  await supervisor.open();
  await supervisor.start('postgres');
  password = (await readPassword(home.passwordFile)) ?? '';
  await createDatabases(postgres, ['review', servicesWithDatabase[0] as string], password);
  service = openDatabase({ url: databaseUrl(postgres, 'review', 'review'), applicationName: 'review' }, () => {});
  await service.query('CREATE TABLE invitations (order_id text); CREATE TABLE inbox (event_id text)');
}, 120_000);

afterEach(async () => void (await anotherProcess().clearAll()));

afterAll(async () => {
  await service.close();
  await supervisor.stop('postgres');
  await supervisor.close();
  await place.close();
}, 60_000);

/** Starts a statement. @returns whether it has been answered */
function begun(statement: string): { answered: () => boolean; done: Promise<unknown> } {
  let answered = false;
  const done = service.query(statement).then(() => (answered = true));
  done.catch(() => {});
  return { answered: () => answered, done };
}

describe('hold-lock', () => {
  it('blocks statements, which is its evidence, until another process clears it', async () => {
    const active = await anotherProcess().inject('hold-lock', 'review');
    expect(await anotherProcess().evidence(active, review, 0)).toBeNull();
    const inserted = begun(`INSERT INTO invitations VALUES ('one')`);
    await waitFor({ what: 'the lock to be seen', limitMs: 20_000 }, async () =>
      /^1 statements wait for invitations/.test((await anotherProcess().evidence(active, review, 0)) ?? ''),
    );
    await service.query(`INSERT INTO inbox VALUES ('another table')`);
    expect(inserted.answered()).toBe(false);
    expect(await anotherProcess().clearAll()).toHaveLength(1);
    await inserted.done;
  });

  it('applies to the named table', async () => {
    const active = await anotherProcess().inject('hold-lock', 'review', { with: { table: 'inbox' } });
    await service.query(`INSERT INTO invitations VALUES ('two')`);
    const inserted = begun(`INSERT INTO inbox VALUES ('two')`);
    await waitFor({ what: 'the lock to be seen', limitMs: 20_000 }, () => anotherProcess().evidence(active, review, 0));
    await anotherProcess().clearAll();
    await inserted.done;
  });

  it('prevents faults on the database, because it could not be undone then', async () => {
    await anotherProcess().inject('hold-lock', 'review');
    await expect(anotherProcess().inject('kill', 'postgres')).rejects.toThrow(/one of them could then not be undone/);
    await expect(anotherProcess().inject('refuse-connections', 'review')).rejects.toThrow(/could then not be undone/);
  });

  it('survives a server restart, and ends when a stack is prepared again', async () => {
    await anotherProcess().inject('hold-lock', 'review');
    await supervisor.restart('postgres');
    const { rows } = await service.query('SELECT gid FROM pg_prepared_xacts');
    expect(rows).toHaveLength(1);
    await createDatabases(postgres, ['review'], password);
    await service.query('SELECT * FROM invitations');
  });
});

describe('refuse-connections', () => {
  it('closes open ones and refuses new ones, until another process clears it', async () => {
    const active = await anotherProcess().inject('refuse-connections', 'review');
    await waitFor({ what: 'the service to be refused', limitMs: 20_000 }, async () => {
      const code = await service.query('SELECT 1').then(
        () => 'answered',
        (error: { code?: string }) => error.code,
      );
      return code === '53300';
    });
    expect(await anotherProcess().evidence(active, review, 0)).toMatch(/^a new connection is refused: too many/);
    await expect(anotherProcess().inject('hold-lock', 'review')).rejects.toThrow(/could then not be undone/);
    await anotherProcess().clearAll();
    await service.query('SELECT 1');
    expect(await anotherProcess().evidence(active, review, 0)).toBeNull();
  });

  it('leaves as many as requested, and ends when a stack is prepared again', async () => {
    await anotherProcess().inject('refuse-connections', 'review', { with: { limit: '1' } });
    await waitFor({ what: 'the one that is left to answer', limitMs: 20_000 }, () =>
      service.query('SELECT 1').catch(() => undefined),
    );
    await expect(Promise.all([1, 2].map(() => service.query('SELECT pg_sleep(1)')))).rejects.toThrow(/too many/);
    await createDatabases(postgres, ['review'], password);
    await Promise.all([1, 2].map(() => service.query('SELECT pg_sleep(0.1)')));
  });
});

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('refuse-writes', () => {
  const server = async () => (await supervisor.parts()).find(({ name }) => name === 'postgres') as PartState;

  it('stops the server, which loses nothing that it has confirmed, until another process clears it', async () => {
    await service.query(`INSERT INTO invitations VALUES ('confirmed')`);
    const [before, sinceMs] = [await server(), Date.now()];
    const active = await anotherProcess().inject('refuse-writes', 'postgres');
    await expect(service.query(`INSERT INTO invitations VALUES ('not confirmed')`)).rejects.toThrow();
    const seen = await waitFor({ what: 'the server to end', limitMs: 30_000 }, () =>
      anotherProcess().evidence(active, before, sinceMs),
    );
    expect(seen).toMatch(/^it exited: exit code/);
    expect((await server()).health).toBe('down');
    await anotherProcess().clearAll();
    const { rows } = await service.query(`SELECT order_id FROM invitations WHERE order_id LIKE '%confirmed'`);
    expect(rows).toEqual([{ order_id: 'confirmed' }]);
  });

  it('is undone for a server that has not written meanwhile', async () => {
    await anotherProcess().inject('refuse-writes', 'postgres');
    await anotherProcess().clearAll();
    await service.query(`INSERT INTO invitations VALUES ('three')`);
  });
});

describe('slow-disk', () => {
  const commitMs = async () => {
    const begun = performance.now();
    await service.query(`INSERT INTO invitations VALUES ('four')`);
    return performance.now() - begun;
  };

  it('delays commits in every database, until another process clears it', async () => {
    const postgresUp = (await supervisor.parts()).find(({ name }) => name === 'postgres') as PartState;
    const active = await anotherProcess().inject('slow-disk', 'postgres', { with: { by: '100ms' } });
    const seen = await waitFor({ what: 'a slow commit', limitMs: 20_000 }, () =>
      anotherProcess().evidence(active, postgresUp, 0),
    );
    expect(seen).toMatch(/^a commit took \d{2,} ms$/);
    await waitFor({ what: 'a slow commit of the service', limitMs: 20_000 }, async () => (await commitMs()) >= 100);
    const { rows } = await service.query('SHOW commit_delay');
    expect(rows).toEqual([{ commit_delay: '100000' }]);
    await anotherProcess().clearAll();
    await waitFor({ what: 'a commit to be fast again', limitMs: 20_000 }, async () => (await commitMs()) < 100);
  });

  it('survives a server restart, and ends when a stack is prepared again', async () => {
    await anotherProcess().inject('slow-disk', 'postgres', { with: { by: '100ms' } });
    await supervisor.restart('postgres');
    await waitFor({ what: 'a slow commit', limitMs: 20_000 }, async () => (await commitMs()) >= 100);
    await createDatabases(postgres, ['review'], password);
    await waitFor({ what: 'a commit to be fast again', limitMs: 20_000 }, async () => (await commitMs()) < 100);
  });
});

it('slow-disk is seen while others commit at the same time', async () => {
  const postgresUp = (await supervisor.parts()).find(({ name }) => name === 'postgres') as PartState;
  let commits = true;
  const others = [1, 2, 3, 4].map(async () => {
    while (commits) await service.query(`INSERT INTO invitations VALUES ('five')`);
  });
  try {
    const active = await anotherProcess().inject('slow-disk', 'postgres', { with: { by: '100ms' } });
    await waitFor({ what: 'evidence', limitMs: 20_000 }, () => anotherProcess().evidence(active, postgresUp, 0));
  } finally {
    commits = false;
    await Promise.all(others);
  }
});
