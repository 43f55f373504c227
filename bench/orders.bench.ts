import { inTurns, type Benchmark, type BenchContext, type Measurement } from './benchmark.js';
import { ordersPerSecond } from './load.js';
import { outboxLatency } from './outbox-latency.js';
import { cpuSecondsOf, processesAreTold } from './processes.js';
import { endServer, startServer } from './server.js';

/** Code is compiled while it runs: the first seconds are slower on both sides. */
const warmUpSeconds = 5;

/**
 * Accepted orders per second with everything on (outbox, relay, spans of every order, metrics) compared with bare
 * inserts of the same rows, both without the consuming services; the cost of one order in each part; and the latency of
 * its event.
 */
export const ordersBenchmark: Benchmark = {
  name: 'orders',
  only: ['order'],
  async run(context) {
    const barePort = context.portBase + 200;
    const bare = await startServer({
      ...{ file: './bare-order-server.js', port: barePort },
      env: { DATABASE_URL: context.databaseUrl('order') },
    });
    const barely = { what: 'bare inserts', url: `http://127.0.0.1:${barePort}/orders` };
    const events = { what: 'order service, events', url: `${context.address('order')}/orders` };
    const measure = ({ what, url }: { what: string; url: string }) => ({
      what,
      measure: () => ordersPerSecond(url, context.roundSeconds),
    });
    try {
      await ordersPerSecond(barely.url, warmUpSeconds);
      await ordersPerSecond(events.url, warmUpSeconds);
      const [bareRate = 0, eventsRate = 0] = await inTurns(context, [measure(barely), measure(events)]);
      const cpu = [...(await cpuOfEach(context, barely, bare.pid)), ...(await cpuOfEach(context, events, undefined))];
      const latency = await outboxLatency(context, Math.round(eventsRate / 3));
      const atAThird = 'from order to consumer at a third of that';
      return [
        {
          ...{ what: 'orders accepted, events, telemetry on', figure: eventsRate, unit: '/s' },
          baseline: { what: 'bare inserts of the same rows', figure: bareRate },
          bar: { atLeast: 0.6 },
        },
        ...cpu,
        { what: `${atAThird}, p50`, figure: latency.p50Ms, unit: 'ms', bar: { atMost: 5 } },
        { what: `${atAThird}, p99`, figure: latency.p99Ms, unit: 'ms', bar: { atMost: 30 } },
      ];
    } finally {
      await endServer(bare);
    }
  },
};

/**
 * The CPU milliseconds of one order in each part, over one more round. Parts below a hundredth of a millisecond are
 * left out, and so is the generator, which is this process.
 */
async function cpuOfEach(
  context: BenchContext,
  side: { what: string; url: string },
  ownPid: number | undefined,
): Promise<Measurement[]> {
  if (!processesAreTold) return [];
  const parts = (await context.driver.parts()).flatMap(({ name, pid }) => (pid === null ? [] : [{ name, pid }]));
  if (ownPid !== undefined) parts.push({ name: 'the bare server', pid: ownPid });
  const before = parts.map(({ pid }) => cpuSecondsOf(pid));
  const rate = await ordersPerSecond(side.url, context.roundSeconds);
  const orders = rate * context.roundSeconds;
  return parts
    .map(({ name, pid }, at) => ({
      what: `CPU of one order, ${side.what}: ${name}`,
      figure: ((cpuSecondsOf(pid) - (before[at] ?? 0)) * 1_000) / orders,
      unit: 'ms',
    }))
    .filter(({ figure }) => figure >= 0.01);
}
