import type { ChildProcess } from 'node:child_process';
import { inTurns, type Benchmark, type BenchContext } from './benchmark.js';
import { ordersPerSecond } from './load.js';
import { endServer, startServer } from './server.js';

/** Each kind of telemetry, and the share of a bare server's requests that it must preserve. */
const sides = [
  { what: 'bare Fastify, no telemetry', watched: false, exporter: 'none', ratio: 0, atLeast: undefined },
  { what: 'metrics and trace ids, no spans kept', watched: true, exporter: 'none', ratio: 0, atLeast: 0.75 },
  { what: 'the same, spans of 10 %', watched: true, exporter: 'zipkin', ratio: 0.1, atLeast: 0.7 },
  { what: 'the same, spans of 100 %', watched: true, exporter: 'zipkin', ratio: 1, atLeast: 0.5 },
] as const;

/**
 * The cost of telemetry for a server that does nothing else: requests answered per second of CPU time, compared with
 * the same server without it. A service that does real work pays a smaller share.
 */
export const telemetryBenchmark: Benchmark = {
  name: 'telemetry',
  only: [],
  async run(context) {
    const servers: ChildProcess[] = [];
    try {
      for (const [index, side] of sides.entries()) servers.push(await startSide(context, side, portOf(context, index)));
      for (const index of sides.keys()) await ordersPerSecond(`${urlOf(context, index)}/orders`, 1);
      const figures = await inTurns(
        context,
        sides.map(({ what }, index) => ({ what, measure: () => perCpuSecond(context, urlOf(context, index)) })),
      );
      const baseline = { what: sides[0].what, figure: figures[0] ?? Number.NaN };
      return sides.slice(1).map(({ what, atLeast }, index) => ({
        ...{ what, figure: figures[index + 1] ?? Number.NaN, unit: 'requests/CPU s', baseline },
        bar: atLeast === undefined ? undefined : { atLeast },
      }));
    } finally {
      await Promise.all(servers.map(endServer));
    }
  },
};

const portOf = ({ portBase }: BenchContext, index: number): number => portBase + 210 + index;
const urlOf = (context: BenchContext, index: number): string => `http://127.0.0.1:${portOf(context, index)}`;

async function perCpuSecond({ roundSeconds }: BenchContext, url: string): Promise<number> {
  const before = await spent(url);
  await ordersPerSecond(`${url}/orders`, roundSeconds);
  const after = await spent(url);
  return (after.answered - before.answered) / (after.cpuSeconds - before.cpuSeconds);
}

async function spent(url: string): Promise<{ answered: number; cpuSeconds: number }> {
  return (await (await fetch(`${url}/spent`)).json()) as { answered: number; cpuSeconds: number };
}

const startSide = (
  context: BenchContext,
  { watched, exporter, ratio }: (typeof sides)[number],
  port: number,
): Promise<ChildProcess> =>
  startServer({
    ...{ file: './watched-server.js', port },
    ...(watched && { preload: new URL('../libs/telemetry/register.js', import.meta.url).pathname }),
    env: {
      ...{ WATCHED: watched ? 'yes' : 'no', SERVICE_NAME: 'bench' },
      ...{ OTEL_TRACES_EXPORTER: exporter, OTEL_TRACES_SAMPLER_ARG: String(ratio) },
      OTEL_EXPORTER_ZIPKIN_ENDPOINT: `${context.address('zipkin')}/api/v2/spans`,
    },
  });
