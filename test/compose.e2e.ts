import { settingsFrom, startStack, waitFor, type PartState, type RunningStack } from '#runtime';
import { lightStream, runScenario, scenarioNamed } from '#scenarios';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boardQueries } from '../grafana/queries.js';
import { rights } from './containers/rights.js';
import { wrongSetting } from './containers/wrong-setting.js';
import { comebacks } from './journeys/comebacks.js';
import { StageCommands } from './journeys/stage-commands.js';

/** Run by `npm run test:compose`, which checks for an engine and reports if there is none. */
const inContainers = process.env['EVENTSTAGE_RUNTIME'] === 'compose' ? describe : describe.skip;

const settings = settingsFrom(process.cwd(), process.env);
const project = `eventstage-${settings.portBase}`;
const said: string[] = [];
const say = (line: string) => {
  said.push(line);
  process.stdout.write(`  ${line}\n`);
};
const docker = (...given: string[]) => execFileSync('docker', given, { encoding: 'utf8' }).trim();

interface Order {
  orderId: string;
  traceId: string;
}

inContainers('the stack in containers (by npm run test:compose)', () => {
  let stack: RunningStack;
  let folder: string;
  const on = () => new StageCommands(stack.driver, settings);

  const parts = async (): Promise<Map<string, PartState>> =>
    new Map((await stack.driver.parts()).map((part) => [part.name, part]));
  const answer = async <T>(part: string, path: string, init?: RequestInit): Promise<T> => {
    const response = await fetch(`${stack.driver.address(part)}${path}`, {
      ...init,
      signal: AbortSignal.timeout(5_000),
    });
    if (!response.ok) throw new Error(`${part}${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const placeOrder = () =>
    answer<Order>('order', '/orders', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ memberId: 'member-0007', items: [{ sku: 'tea', quantity: 1, priceWon: 4_000 }] }),
    });
  const reachesTheView = ({ orderId }: Order, limitMs: number) =>
    waitFor({ what: `order ${orderId} to reach the view`, limitMs, everyMs: 200 }, async () => {
      const { entries } = await answer<{ entries: { type: string }[] }>('order-view', `/orders/${orderId}/timeline`);
      return entries.some(({ type }) => type === 'review.invited');
    });
  const seriesOf = async (expr: string): Promise<number> => {
    const query = new URLSearchParams({ query: expr });
    const { data } = await answer<{ data: { result: unknown[] } }>('prometheus', `/api/v1/query?${query.toString()}`);
    return data.result.length;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'eventstage-compose-'));
    const extraParts = [lightStream('in the network', 2)];
    const started = await startStack({ settings, fresh: true, progress: say, extraParts });
    if (!started) throw new Error('the start was not aborted');
    stack = started;
    say(`ready after ${Math.round(stack.tookMs / 1_000)} s`);
  });

  afterAll(async () => {
    await stack?.stop();
    takeDown();
    await rm(folder, { recursive: true, force: true });
  });

  it('has every part up once it says ready', async () => {
    const unwell = [...(await parts()).values()].filter(({ health }) => health !== 'up');
    expect(unwell.map(({ name, health }) => `${name} is ${health}`)).toEqual([]);
  });

  rights(on, project);

  it('shows every board in Grafana', async () => {
    const boards = await answer<{ uid: string }[]>('grafana', '/api/search?type=dash-db');
    const wanted = [...new Set(boardQueries().map(({ board }) => board))];
    for (const board of wanted) expect(boards.map(({ uid }) => uid)).toContain(`eventstage-${board}-en`);
  });

  it('takes an order to the view, to a trace and to the boards', async () => {
    const order = await placeOrder();
    await reachesTheView(order, 20_000);
    await waitFor({ what: `trace ${order.traceId} in Zipkin`, limitMs: 20_000 }, async () => {
      const spans = await answer<{ localEndpoint?: { serviceName?: string } }[]>(
        'zipkin',
        `/api/v2/trace/${order.traceId}`,
      );
      return ['order', 'member', 'review', 'order-view'].every((name) =>
        spans.some(({ localEndpoint }) => localEndpoint?.serviceName === name),
      );
    });
    const lightBoards = boardQueries().filter(({ board, nothing }) => ['orders', 'kafka'].includes(board) && !nothing);
    await waitFor({ what: 'data for every query of the boards orders and kafka', limitMs: 60_000 }, async () => {
      for (const { panelTitle, expr } of lightBoards) {
        if ((await seriesOf(expr)) === 0) throw new Error(`no data for '${panelTitle}': ${expr}`);
      }
      return true;
    });
  });

  it('continues when a broker is killed, keeps it down, and accepts it again', async () => {
    await stack.driver.kill('kafka-2');
    await waitFor({ what: 'an order to pass with two brokers', limitMs: 60_000, everyMs: 500 }, async () => {
      await reachesTheView(await placeOrder(), 15_000);
      return true;
    });
    expect((await parts()).get('kafka-2')?.health).toBe('down');
    await stack.driver.start('kafka-2');
    await waitFor({ what: 'every replica to be in sync again', limitMs: 60_000, everyMs: 500 }, async () => {
      const expr = 'sum(kafka_topic_partition_replicas) - sum(kafka_topic_partition_in_sync_replicas) == 0';
      return (await seriesOf(expr)) === 1;
    });
    await reachesTheView(await placeOrder(), 30_000);
  });

  it('runs the issuing server three times, and Prometheus sees each', async () => {
    const members = 'max(kafka_consumergroup_members{consumergroup="gifticon"})';
    for (const instances of [3, 1]) {
      await stack.driver.scale('gifticon', instances);
      await waitFor({ what: `${instances} issuing servers to share the queue`, limitMs: 60_000 }, async () => {
        const counts = [await seriesOf('up{job="gifticon"} == 1'), await seriesOf(`${members} == ${instances}`)];
        if (counts.join() !== `${instances},1`) throw new Error(`scraped, and reported by the group: ${counts.join()}`);
        return true;
      });
    }
  });

  comebacks(on, ({ name }) => docker('kill', `${project}-${name}-1`));
  wrongSetting(on, project, said);

  it('runs the review outage and passes its verdict', async () => {
    const { report } = await runScenario({
      driver: stack.driver,
      stateFolder: settings.stateFolder,
      scenario: scenarioNamed('review-outage'),
      speed: 'fast',
      seed: 42,
      folder: join(folder, 'report'),
      progress: say,
      stopping: new AbortController().signal,
    });
    for (const { passed, design, text, measured } of report.verdict.expectations) {
      say(`${passed ? 'ok' : 'NOT'} ${design}: ${text.en}: ${measured}`);
    }
    const events = report.runs.find(({ figures }) => figures.name === 'events')?.figures;
    expect(events).toMatchObject({ lost: 0, doubled: 0 });
    // Response times depend on the machine, so those expectations may fail here.
    const failed = report.verdict.expectations.filter(({ passed, text }) => !passed && !text.en.includes('p99'));
    expect(failed).toEqual([]);
  });

  it('leaves nothing behind when it is removed with its volumes', async () => {
    await stack.stop();
    takeDown();
    const label = `label=com.docker.compose.project=${project}`;
    expect(docker('ps', '--all', '--quiet', '--filter', label)).toBe('');
    expect(docker('volume', 'ls', '--quiet', '--filter', label)).toBe('');
    expect(docker('network', 'ls', '--quiet', '--filter', label)).toBe('');
  });

  const takeDown = () =>
    docker('compose', '--project-name', project, '--profile', '*', 'down', '--volumes', '--remove-orphans');
});
