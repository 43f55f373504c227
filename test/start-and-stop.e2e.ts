import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { isAlive } from '#processes';
import {
  openTrialPlace,
  readState,
  startTrialStack,
  waitFor,
  type PartState,
  type StackState,
  type TrialPlace,
} from '#runtime';

const root = process.cwd();
/**
 * A name that a user's desktop may well have; each of its special characters means something to some program of the
 * stack.
 */
const trialName = `start-and-stop 이벤트, "데모" %20# $x [1]+(2) it's`;
let place: TrialPlace;
let portBase: number;
let stateFolder: string;
const readyLimitMs = 300_000;
const stopLimitMs = 120_000;

interface Run {
  readonly child: ChildProcess;
  /** Its output so far, both streams. */
  readonly said: () => string;
  readonly exit: Promise<number | null>;
}

/** Variables set in shells for other programs. Each of these would break or redirect a part that it reached. */
const shell = {
  ...{ NODE_ENV: 'production', NODE_PATH: '/nowhere', npm_config_omit: 'dev', LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Seoul' },
  ...{ PGOPTIONS: '-c statement_timeout=1', PGSSLMODE: 'require', PGBINARY: 'true', PGHOST: '192.0.2.1' },
  ...{
    JAVA_TOOL_OPTIONS: '-Xmx1m',
    JDK_JAVA_OPTIONS: '-Xmx1m',
    CLASSPATH: '/nowhere',
    KAFKA_BROKERS: '192.0.2.1:9092',
  },
  ...{ HTTP_PROXY: 'http://192.0.2.1:1', http_proxy: 'http://192.0.2.1:1', NODE_USE_ENV_PROXY: '1' },
  ...{ OTEL_SDK_DISABLED: 'true', OTEL_TRACES_EXPORTER: 'none', PORT: '1', DATABASE_URL: 'postgres://192.0.2.1/x' },
};

/** Starts it like a terminal: npm, the shell and the bootstrap in one process group. */
function npm(...given: string[]): Run {
  const env = { ...process.env, ...shell, EVENTSTAGE_PORT_BASE: String(portBase), EVENTSTAGE_STATE_DIR: stateFolder };
  const child = spawn('npm', given, { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer) => (output += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return { child, said: () => output, exit: once(child, 'close').then(([code]) => code as number | null) };
}

/** What a terminal does on Ctrl-C: it sends the signal to all foreground processes. */
const toGroup = (run: Run, signal: NodeJS.Signals) => process.kill(-(run.child.pid as number), signal);

async function ready(run: Run): Promise<StackState> {
  let ended = false;
  void run.exit.then(() => (ended = true));
  await waitFor({ what: 'npm start to be ready', limitMs: readyLimitMs }, () => {
    return ended || run.said().includes('Ready after');
  });
  if (ended) throw new Error(`npm start has ended: ${run.said()}`);
  const state = readState(stateFolder);
  if (!state) throw new Error('it is ready, but there is no state.json');
  return state;
}

const living = (parts: readonly PartState[]): string[] =>
  parts.flatMap(({ name, pid, startMark }) =>
    pid !== null && startMark !== null && isAlive({ pid, startMark }) ? [name] : [],
  );

async function nothingLeftOf({ parts, supervisor }: StackState): Promise<void> {
  const what = 'everything to be gone';
  await waitFor({ what, limitMs: stopLimitMs, everyMs: 200 }, () => {
    const left = [...living(parts), ...(isAlive(supervisor) ? ['supervisor'] : [])];
    if (left.length > 0) throw new Error(`${left.join(', ')} still there`);
    return readState(stateFolder) === undefined;
  });
}

/** The variables of the shell that reached a part unchanged. */
async function reached(parts: readonly PartState[]): Promise<string[]> {
  const environments = parts.map(async ({ name, pid }) => {
    const given = (await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')).split('\0');
    return Object.entries(shell)
      .filter(([variable, value]) => given.includes(`${variable}=${value}`) && variable !== 'NODE_ENV')
      .map(([variable]) => `${name}: ${variable}`);
  });
  return (await Promise.all(environments)).flat();
}

async function listenOn(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return server;
}

async function placeOrder(): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${portBase + 1}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ memberId: 'member-0002', items: [{ sku: 'tea', quantity: 1, priceWon: 4_500 }] }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { orderId: string }).orderId;
}

describe('npm start', () => {
  beforeAll(async () => {
    place = await openTrialPlace(root, trialName);
    ({ portBase, stateFolder } = place.settings);
  });
  afterAll(() => place.close());

  it('names the port in use and its process, starts nothing, and exits with 2', async () => {
    // What a machine may leave after a power failure: neither is in the way.
    await mkdir(stateFolder, { recursive: true });
    await Promise.all(['state.json', 'faults.json'].map((name) => writeFile(join(stateFolder, name), '')));
    const server = await listenOn(portBase + 1);
    const run = npm('run', 'stage', '--', 'up');
    const exit = await run.exit;
    await new Promise((resolve) => server.close(resolve));
    expect(exit).toBe(2);
    expect(run.said()).toContain(`Port ${portBase + 1}, needed by order, is in use by`);
    expect(run.said()).toContain(`(pid ${process.pid})`);
    expect(readState(stateFolder)).toBeUndefined();
  });

  it('recovers after its starter was killed, with its data, and leaves nothing behind after Ctrl-C', async () => {
    const killed = npm('start', '--', '--orders-per-second', '1');
    const first = await ready(killed);
    const orderId = await placeOrder();
    toGroup(killed, 'SIGKILL');
    await killed.exit;
    expect(living(first.parts)).toContain('order');
    if (process.platform === 'linux') expect(await reached(first.parts)).toEqual([]);

    const next = npm('start', '--', '--orders-per-second', '0');
    const second = await ready(next);
    expect(next.said()).toContain('cleaning up after a run that was killed');
    expect(living(first.parts)).toEqual([]);
    expect((await fetch(`http://127.0.0.1:${portBase + 1}/orders/${orderId}`)).status).toBe(200);

    toGroup(next, 'SIGINT');
    // npm and its shell also get the signal and exit, each in its own way; ours is to drain and report it.
    await next.exit;
    expect(next.said()).toMatch(/stopping: [\d.]+ (m?s|min)/);
    await nothingLeftOf(second);
  });

  it('drains when only npm is killed, although no signal is forwarded', async () => {
    const run = npm('start', '--', '--orders-per-second', '0');
    const state = await ready(run);
    run.child.kill('SIGKILL');
    await nothingLeftOf(state);
  });

  it('exits immediately on a second Ctrl-C, and still leaves nothing behind', async () => {
    const run = npm('start', '--', '--orders-per-second', '0');
    const state = await waitFor({ what: 'the brokers to be up', limitMs: readyLimitMs }, () =>
      run.said().includes('topics are there') ? readState(stateFolder) : undefined,
    );
    toGroup(run, 'SIGINT');
    await waitFor({ what: 'it to report the stop', limitMs: 20_000 }, () => run.said().includes('stopping ...'));
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    toGroup(run, 'SIGINT');
    await run.exit;
    await nothingLeftOf(readState(stateFolder) ?? state);
  });
});

describe('the databases of a stack', () => {
  it('let no service connect to the database of another', async () => {
    const stack = await startTrialStack({ root, name: 'databases', backendsOnly: true });
    try {
      const { openDatabase } = await import('#database');
      const address = stack.driver.address('postgres');
      const open = (role: string, database: string) =>
        openDatabase({ url: `postgres://${role}:eventstage@${address}/${database}`, applicationName: 'test' });
      const own = open('member', 'member');
      await own.ping();
      await own.close();
      const other = open('member', 'order');
      await expect(other.ping()).rejects.toThrow('permission denied for database "order"');
      await other.close();
      const auditor = open('auditor', 'order');
      await auditor.ping();
      await expect(auditor.query('CREATE TABLE mine (id int)')).rejects.toThrow('permission denied');
      await auditor.close();
    } finally {
      await stack.stop();
    }
  });
});
