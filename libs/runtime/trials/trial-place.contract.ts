import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isAlive, run, type ProcessIdentity } from '#processes';
import { isFree } from '../preflight/ports.js';
import { waitFor } from '../wait.js';
import { trialsFolder } from './clear-trial.js';
import { openTrialPlace } from './trial-place.js';

const limitMs = 60_000;
const built = (file: string) => pathToFileURL(join(process.cwd(), 'dist', 'libs', 'runtime', file)).href;

/** Starts a part in a trial place, prints where, and never exits by itself. */
const owner = (root: string) => `
  const { openTrialPlace } = await import('${built('trials/trial-place.js')}');
  const { Supervisor } = await import('${built('drivers/native/supervisor.js')}');
  const { settings } = await openTrialPlace(${JSON.stringify(root)}, 'killed');
  const { stateFolder, portBase } = settings;
  const supervisor = new Supervisor({ stateFolder, portBase, dataFolders: {}, progress: () => {}, onShutDown: () => {} });
  await supervisor.open();
  supervisor.add({ name: 'page', kind: 'service', ports: { http: portBase + 1 } }, {
    program: process.execPath,
    given: ['-e', "require('node:http').createServer().listen(" + (portBase + 1) + ", '127.0.0.1')"],
    answers: async () => true, startLimitMs: 20_000, stopLimitMs: 5_000,
  });
  await supervisor.start('page');
  const { pid, startMark } = supervisor.state().parts[0];
  console.log(JSON.stringify({ stateFolder, portBase, part: { pid, startMark } }));`;

interface Owned {
  stateFolder: string;
  portBase: number;
  part: ProcessIdentity;
}

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'eventstage-trials-'));
  await symlink(join(process.cwd(), 'dist'), join(root, 'dist'));
});

afterAll(() => rm(root, { recursive: true }));

async function startOwner() {
  const child = spawn(process.execPath, ['--input-type=module', '-e', owner(root)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, ...(JSON.parse(said.toString()) as Owned) };
}

const gone = (part: ProcessIdentity) =>
  waitFor({ what: 'the part to be gone', limitMs, everyMs: 50 }, () => !isAlive(part));

describe('a trial place', () => {
  it('is cleaned up when its owner is killed', async () => {
    const { child, part, stateFolder, portBase } = await startOwner();
    expect(isAlive(part)).toBe(true);
    child.kill('SIGKILL');
    await gone(part);
    expect(await isFree(portBase + 1)).toBe(true);
    await waitFor({ what: 'only the logs to be left', limitMs, everyMs: 50 }, async () => {
      return (await readdir(stateFolder)).sort().join() === 'logs,owner.json';
    });
  });

  it('whose guard was killed too is cleaned up by the next one', async () => {
    const { child, part, stateFolder } = await startOwner();
    const guards = await readChildren(child.pid as number, 'guard.js');
    expect(guards).toHaveLength(1);
    for (const pid of guards) process.kill(pid, 'SIGKILL');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(part)).toBe(true);
    const next = await openTrialPlace(root, 'next');
    expect(isAlive(part)).toBe(false);
    expect(await readdir(trialsFolder(root))).not.toContain(stateFolder.split('/').at(-1));
    await next.close();
  });

  it('has its own ports and folder', async () => {
    const places = await Promise.all([1, 2, 3].map(() => openTrialPlace(root, 'twin')));
    expect(new Set(places.map(({ settings }) => settings.portBase)).size).toBe(3);
    expect(new Set(places.map(({ settings }) => settings.stateFolder)).size).toBe(3);
    await Promise.all(places.map((place) => place.close()));
  });
});

/** Children of a process, by a word of their command line. */
async function readChildren(parent: number, word: string): Promise<number[]> {
  const { output } = await run('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  return output
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, ppid, ...args]) => Number(ppid) === parent && args.join(' ').includes(word))
    .map(([pid]) => Number(pid));
}
