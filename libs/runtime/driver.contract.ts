import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectToStack } from './connect.js';
import type { Driver } from './driver.js';
import { FaultJournal } from './fault-journal.js';
import { openComposeDriver } from './drivers/compose/compose-driver.js';
import { docker } from './drivers/compose/docker.js';
import { projectOf } from './drivers/compose/project.js';
import { freePort } from './drivers/native/instances.js';
import { answersHttp, type Launch } from './drivers/native/launch.js';
import { Supervisor } from './drivers/native/supervisor.js';
import type { PlacedPart } from './stack.js';
import { readState, type Health, type PartState } from './state.js';
import { waitFor } from './wait.js';

/**
 * What the suite needs from a runtime: a stack with one HTTP part `page`, and a driver as another process would open
 * it.
 */
interface Subject {
  readonly driver: Driver;
  /** Kills the part behind the driver's back. */
  die(pid: number): Promise<void>;
  /** Progress messages during the suite; undefined if there is no supervisor. */
  readonly told?: readonly string[];
  /** Where the fault journal is. */
  readonly stateFolder: string;
  close(): Promise<void>;
}

/** Answers every GET; exits with 0 on SIGTERM. */
const pageProgram = (port: number, host: string) => `
  const headers = { 'x-start': process.env.START ?? '' };
  const server = require('node:http').createServer((_, response) => response.writeHead(200, headers).end('page'));
  server.listen(process.env.PORT ?? ${port}, '${host}');
  process.on('SIGTERM', () => process.exit(0));`;

async function openNative(): Promise<Subject> {
  const stateFolder = await mkdtemp(join(tmpdir(), 'eventstage-driver-'));
  const port = await freePort();
  const page: PlacedPart = { name: 'page', kind: 'service', ports: { http: port } };
  let starts = 0;
  const launch: Launch = {
    program: process.execPath,
    given: ['-e', pageProgram(port, '127.0.0.1')],
    answers: () => answersHttp(`http://127.0.0.1:${port}/`),
    startLimitMs: 20_000,
    stopLimitMs: 5_000,
    envAtStart: async () => ({ START: String(++starts) }),
  };
  const told: string[] = [];
  const progress = (line: string) => void told.push(line);
  const supervisor = new Supervisor({ stateFolder, portBase: port, dataFolders: {}, progress, onShutDown: () => {} });
  supervisor.add(page, launch);
  await supervisor.open();
  await supervisor.start('page');
  const driver = await connectToStack({ root: stateFolder, stateFolder, portBase: port });
  if (!driver) throw new Error('a supervisor is open, but there is no driver for it');
  return {
    driver,
    told,
    stateFolder,
    die: async (pid) => void process.kill(pid, 'SIGKILL'),
    close: async () => {
      await supervisor.stop('page');
      await supervisor.close();
      expect(readState(stateFolder)).toBeUndefined();
      await rm(stateFolder, { recursive: true });
    },
  };
}

/** A project with one container, from the base image of the services. */
async function openCompose(): Promise<Subject> {
  const folder = await mkdtemp(join(tmpdir(), 'eventstage-driver-'));
  const port = await freePort();
  const place = { root: folder, portBase: port, stateFolder: folder };
  const project = projectOf(place);
  const version = /^NODE_VERSION=(.+)$/m.exec(await readFile('.env', 'utf8'))?.[1];
  const page = {
    image: `node:${version}-bookworm-slim`,
    init: true,
    command: ['node', '-e', pageProgram(3_000, '0.0.0.0')],
    labels: { 'eventstage.part': 'page', 'eventstage.kind': 'service', 'eventstage.scales': 'yes' },
    ports: [`127.0.0.1:${port}:3000`],
  };
  // JSON is YAML.
  await writeFile(join(folder, 'docker-compose.yml'), JSON.stringify({ services: { page } }));
  const compose = (...given: string[]) => docker(['compose', '--project-name', project, ...given], { cwd: folder });
  await compose('up', '--detach');
  const driver = await openComposeDriver(place);
  if (!driver) throw new Error('a container is up, but there is no driver for it');
  return {
    driver,
    stateFolder: folder,
    die: async () => void (await docker(['kill', `${project}-page-1`])),
    close: async () => {
      await compose('down', '--volumes');
      expect(await openComposeDriver(place)).toBeUndefined();
      await rm(folder, { recursive: true });
    },
  };
}

/** `npm run test:compose` ensures an engine; without one only the native runtime is tested. */
const runtimes = process.env['EVENTSTAGE_RUNTIME'] === 'compose' ? [openCompose] : [openNative];
const subjects = runtimes.map((open) => [open === openCompose ? 'compose' : 'native', open] as const);

describe.each(subjects)('the %s driver', (runtime, open) => {
  let subject: Subject;
  let driver: Driver;

  const page = async (): Promise<PartState> => {
    const found = (await driver.parts()).find(({ name }) => name === 'page');
    if (!found) throw new Error('the part page is not among the parts');
    return found;
  };
  const becomes = (health: Health) =>
    waitFor({ what: `page to be ${health}`, limitMs: 15_000 }, async () => (await page()).health === health);
  const comesBack = async (name: string) => {
    const pidOf = async () => (await driver.parts()).find((part) => part.name === name && part.health === 'up')?.pid;
    const pid = await pidOf();
    await subject.die(pid as number);
    const what = `${name} to be a new process`;
    await waitFor({ what, limitMs: 15_000 }, async () => ((await pidOf()) ?? pid) !== pid);
  };
  const answers = () =>
    fetch(driver.address('page'), { signal: AbortSignal.timeout(700) }).then((answer) => answer.text());

  beforeAll(async () => {
    subject = await open();
    driver = subject.driver;
  });
  afterAll(() => subject.close());
  beforeEach(async () => {
    await driver.resume('page');
    await driver.start('page');
    await becomes('up');
  });

  it('reports what is running, where and since when', async () => {
    expect(driver.runtime).toBe(runtime);
    const { kind, pid, startedAt, address, ports } = await page();
    expect({ kind, address }).toEqual({ kind: 'service', address: driver.address('page') });
    expect(driver.address('page', 'http')).toBe(`http://127.0.0.1:${ports['http']}`);
    expect(pid).toBeGreaterThan(1);
    expect(Date.now() - Date.parse(startedAt ?? '')).toBeLessThan(60_000);
    expect(await answers()).toBe('page');
  });

  it('kills a part, which stays down until it is started', async () => {
    const { pid } = await page();
    await driver.kill('page');
    expect(await page()).toMatchObject({ health: 'down', pid: null, startedAt: null });
    await expect(answers()).rejects.toThrow();
    await driver.kill('page');
    await driver.start('page');
    expect(await page()).toMatchObject({ health: 'up' });
    expect((await page()).pid).not.toBe(pid);
    expect(await answers()).toBe('page');
  });

  it('stops a part gracefully', async () => {
    await driver.stop('page');
    expect(await page()).toMatchObject({ health: 'down', pid: null });
    await driver.stop('page');
  });

  it('does nothing to start a part that is already up', async () => {
    const { pid } = await page();
    await driver.start('page');
    expect((await page()).pid).toBe(pid);
  });

  it('restarts a part as a new process', async () => {
    const { pid } = await page();
    await driver.restart('page');
    expect((await page()).pid).not.toBe(pid);
    expect(await answers()).toBe('page');
  });

  it('pauses a part, which then hangs instead of refusing connections, and resumes it as the same process', async () => {
    const { pid } = await page();
    await driver.pause('page');
    expect(await page()).toMatchObject({ health: 'paused', pid });
    await expect(answers()).rejects.toMatchObject({ name: 'TimeoutError' });
    await driver.resume('page');
    await becomes('up');
    expect((await page()).pid).toBe(pid);
    expect(await answers()).toBe('page');
  });

  it('stops, kills and restarts a part that is paused', async () => {
    await driver.pause('page');
    await driver.restart('page');
    await becomes('up');
    await driver.pause('page');
    await driver.stop('page');
    expect((await page()).health).toBe('down');
  });

  it('notices that a part has crashed, and how', async () => {
    const { pid } = await page();
    await subject.die(pid as number);
    await waitFor({ what: 'the crash to be noticed', limitMs: 15_000 }, async () => (await page()).pid !== pid);
    if (subject.told) {
      // Supervised: it is restarted as a new process.
      expect(subject.told).toContain('page has ended: SIGKILL; restarting it in 0.5 s');
      await becomes('up');
      await waitFor({ what: 'the message', limitMs: 15_000 }, () => subject.told?.includes('page is up again'));
      expect(await page()).toMatchObject({ restarts: 1, down: null, crash: { signal: 'SIGKILL', exitCode: null } });
      expect(await answers()).toBe('page');
    } else {
      expect(await page()).toMatchObject({
        health: 'down',
        down: { because: 'crash', startsAgainAt: null },
        crash: { signal: 'SIGKILL', exitCode: null },
      });
    }
  });

  // Without a supervisor there is no restart to prevent.
  const whereWatched = runtime === 'native' ? it : it.skip;
  whereWatched('leaves a part down that a fault crashed from inside, and restarts one that crashes', async () => {
    const journal = new FaultJournal(subject.stateFolder);
    const fault = { fault: 'crash-relay', part: 'page', scenario: null, appliedAt: '', holds: true };
    journal.add(fault);
    await subject.die((await page()).pid as number);
    await becomes('down');
    expect(await page()).toMatchObject({ down: { because: 'fault', fault: 'crash-relay' } });
    expect(subject.told?.at(-1)).toBe('page has ended: SIGKILL');
    journal.remove(fault);
    await driver.start('page');
    const { restarts } = await page();
    await subject.die((await page()).pid as number);
    await waitFor({ what: 'another process', limitMs: 15_000 }, async () => (await page()).restarts === restarts + 1);
    await becomes('up');
  });

  it('reports whether a part that is down was stopped by hand, or which fault took it down', async () => {
    await driver.stop('page');
    expect(await page()).toMatchObject({ down: { because: 'by hand' } });
    await driver.start('page');
    expect(await page()).toMatchObject({ down: null });
    const journal = new FaultJournal(subject.stateFolder);
    const fault = { fault: 'kill', part: 'page', scenario: null, appliedAt: '', holds: true };
    journal.add(fault);
    await driver.kill('page');
    expect(await page()).toMatchObject({ down: { because: 'fault', fault: 'kill', scenario: null } });
    journal.remove(fault);
    expect(await page()).toMatchObject({ down: { because: 'by hand' } });
  });

  it('scales a service to several instances, each its own part, which stop with the first', async () => {
    const names = async () => (await driver.parts()).map(({ name, health }) => `${name} ${health}`).sort();
    await driver.scale('page', 3);
    expect(await names()).toEqual(['page up', 'page-2 up', 'page-3 up']);
    if (subject.told) await comesBack('page-3');
    await driver.kill('page-2');
    await driver.scale('page', 3);
    expect(await names()).toEqual(['page up', 'page-2 up', 'page-3 up']);
    await driver.scale('page', 2);
    expect(await names()).toEqual(['page up', 'page-2 up']);
    await driver.stop('page');
    expect(await names()).toEqual(['page down']);
  });

  it('keeps reporting the parts while instances leave', async () => {
    await driver.scale('page', 4);
    let leaving = true;
    const left = driver.scale('page', 1).finally(() => (leaving = false));
    while (leaving) expect((await driver.parts()).map(({ name }) => name)).toContain('page');
    await left;
  });

  it('refuses to scale a service to zero or too many instances, or to scale a single instance', async () => {
    await expect(driver.scale('page', 0)).rejects.toThrow('give a whole number from 1 to 8');
    await expect(driver.scale('page', 9)).rejects.toThrow('give a whole number from 1 to 8');
    await driver.scale('page', 2);
    await expect(driver.scale('page-2', 2)).rejects.toThrow("scale 'page'");
    await driver.scale('page', 1);
  });

  // A container keeps the environment it was created with.
  (runtime === 'native' ? it : it.skip)('reads the environment of a part before each start', async () => {
    const starts = async () => Number((await fetch(driver.address('page'))).headers.get('x-start'));
    const before = await starts();
    await driver.restart('page');
    expect(await starts()).toBeGreaterThan(before);
  });

  it('refuses an unknown part and suggests the nearest', async () => {
    await expect(driver.kill('pge')).rejects.toThrow("There is no part 'pge'; the nearest is 'page'");
    expect(() => driver.address('pge')).toThrow("There is no part 'pge'; the nearest is 'page'");
  });
});
